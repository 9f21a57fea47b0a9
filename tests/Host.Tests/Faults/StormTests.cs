using System.Globalization;
using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Host.Tests.Faults;

/// <summary>
/// Many clients ask for everything that moves money, points or goods, and every fifth request is sent twice at once. Whatever is
/// answered, nothing fails, a repeat hears what the first one heard, and the books hold.
/// </summary>
[Collection(nameof(Faults))]
public sealed class StormTests(ITestOutputHelper output)
{
    private const int Clients = 32;

    private readonly int seed = Random.Shared.Next();

    /// <summary>How many requests in all; the full storm is <c>MARKETPLACE_STORM=20000</c>.</summary>
    private static int Requests => int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_STORM") ?? "1500", CultureInfo.InvariantCulture);

    [Fact]
    public async Task I10_I19_after_a_storm_of_mixed_and_repeated_requests_every_invariant_holds_and_nothing_failed()
    {
        output.WriteLine($"seed {seed}");
        var settings = await KilledUnderLoadTests.SettingsAsync(("SignIn:ExemptLoopback", "true"));
        await using var host = await HostProcess.StartAsync(settings);
        var warehouse = Callers.Staff(host.Url, "warehouse", settings);
        var storms = new List<StormClient>();
        for (var i = 0; i < Clients; i++) storms.Add(await StormClient.BeginAsync(await Callers.CustomerAsync(host.Url, new Random(seed + i)), warehouse, seed + i));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await Task.WhenAll(storms.Select(s => s.RageAsync(Requests / Clients)));

        var all = storms.SelectMany(s => s.Heard).ToList();
        output.WriteLine($"{all.Count} requests in {watch.Elapsed.TotalSeconds:F0} s, {all.Count(h => h.Repeated)} of them repeats");
        foreach (var kind in all.GroupBy(h => (h.Kind, (int)h.Answer.Status)).OrderBy(g => g.Key)) output.WriteLine($"{kind.Key.Kind} {kind.Key.Item2}: {kind.Count()}");
        all.Where(h => (int)h.Answer.Status >= 500).Select(h => $"{h.Kind}: {h.Answer.Raw}").Should().BeEmpty();
        storms.SelectMany(s => s.Broken).Should().BeEmpty("a repeat is answered as the first was");
        all.Count(h => h.Repeated).Should().BeGreaterThan(all.Count / 8);
        all.Where(h => (int)h.Answer.Status < 300).Select(h => h.Kind).Distinct().Should().Contain(["top-up", "place", "pay", "cancel", "remove", "reserve", "return", "receive"]);
        var report = await Callers.Staff(host.Url, "auditor", settings).GetAsync("/api/audit/invariants");
        report.Expect(HttpStatusCode.OK).Body["violations"]!.AsArray().Should().BeEmpty();
        report.Text("holds").Should().Be("true");
    }
}
