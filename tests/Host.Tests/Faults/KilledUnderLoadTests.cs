using System.Globalization;
using FluentAssertions;
using Marketplace.Tests.Shared;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Host.Tests.Faults;

[Collection(nameof(Faults))]
public sealed class KilledUnderLoadTests(ITestOutputHelper output)
{
    private readonly int seed = Random.Shared.Next();

    private static TimeSpan LoadTime => TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_FAULT_SECONDS") ?? "8", CultureInfo.InvariantCulture));

    [Fact]
    public async Task X5_a_host_killed_twice_under_load_keeps_every_acknowledged_effect_exactly_once()
    {
        output.WriteLine($"seed {seed}");
        var (settings, random) = (await SettingsAsync(), new Random(seed));
        var host = await HostProcess.StartAsync(settings);
        try
        {
            var load = await Load.BeginAsync(5, seed, settings, host);
            var retried = 0;
            for (var kill = 0; kill < 2; kill++)
            {
                await load.UntilKilledAsync(LoadTime * (0.35 + 0.3 * random.NextDouble()), host);
                await host.DisposeAsync();
                host = await HostProcess.StartAsync(settings);
                retried += await load.RetryAtAsync(host.Url);
            }

            await load.SettleAsync();
            output.WriteLine(load.Told());
            retried.Should().BePositive("a kill that hits no request proves nothing");
            load.Deeds.Count(d => d.Kind == DeedKind.Pay).Should().BeGreaterThan(10);
            await load.ProveAsync(host.Url);
            await load.RepeatAsync();
            await load.ProveAsync(host.Url);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task I17_what_a_killed_host_had_to_do_is_done_by_the_one_beside_it()
    {
        output.WriteLine($"seed {seed}");
        var settings = await SettingsAsync(("Messaging:Durability", "Balanced"));
        await using var doomed = await HostProcess.StartAsync(settings);
        await using var other = await HostProcess.StartAsync(settings);
        var load = await Load.BeginAsync(4, seed, settings, doomed, other);
        await load.UntilKilledAsync(LoadTime * 0.4, doomed);
        (await load.RetryAtAsync(other.Url)).Should().BePositive();

        await load.SettleAsync();
        output.WriteLine(load.Told());
        await load.ProveAsync(other.Url);
    }

    internal static async Task<Dictionary<string, string?>> SettingsAsync(params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Marketplace"] = await ThrowAwayCluster.CreateDatabaseAsync("faults"),
            ["ConnectionStrings:Vault"] = await ThrowAwayCluster.CreateDatabaseAsync("faults_vault"),
            ["DataFolder"] = Directory.CreateTempSubdirectory("marketplace-faults-").FullName,
            ["Simulators:Delay"] = "00:00:01",
            ["Simulators:EchoDelay"] = "00:00:00.050",
            // So that a kill hits the signing as well.
            ["Audit:Every"] = "00:00:01",
        };
        foreach (var (key, value) in more) settings[key] = value;
        return settings;
    }
}

/// <summary>One after the other: they start and kill whole hosts.</summary>
[CollectionDefinition(nameof(Faults))]
public sealed class Faults;
