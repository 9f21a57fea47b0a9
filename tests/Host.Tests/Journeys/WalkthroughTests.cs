using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

[Collection(nameof(HostFixture))]
public sealed class WalkthroughTests(HostFixture fixture)
{
    private static readonly string[] Tools = ["bash", "curl", "jq"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task S63_the_walkthrough_of_the_documents_runs_to_its_end_and_the_invariants_hold()
    {
        var missing = Tools.Where(tool => !IsInstalled(tool)).ToList();
        missing.Should().BeEmpty("docs/walkthrough.sh needs bash, curl and jq; install what is missing");
        var (host, script) = (fixture.Host, Script());
        var start = new ProcessStartInfo("bash", [script, host.Url.ToString().TrimEnd('/')]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["WAREHOUSE_TOKEN"] = host.Staff("warehouse").Token;
        start.Environment["AUDITOR_TOKEN"] = host.Staff("auditor").Token;

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The walkthrough did not end within {Patience}: {await output}");
        }

        process.ExitCode.Should().Be(0, await errors);
        (await output).TrimEnd().Split('\n')[^1].Should().StartWith("All steps done; the invariants hold over");
    }

    private static bool IsInstalled(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "docs", "walkthrough.sh");
            if (File.Exists(script)) return script;
        }

        throw new InvalidOperationException("docs/walkthrough.sh is not above the tests.");
    }
}
