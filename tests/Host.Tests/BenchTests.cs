using System.Diagnostics;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests;

/// <summary>The bench as a program, for the shortest time: that it measures, not what.</summary>
public sealed class BenchTests
{
    private static readonly string[] Ratios = ["commandOverHttp", "commandInProcess", "hotWallet", "accountPage", "ordersPerSecond", "historyPerSecond"];

    [Fact]
    public async Task The_bench_measures_every_workload_without_a_failure_and_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await RunAsync(folder.Path, "--smoke", "--json", "results.json");

        exitCode.Should().Be(0, output);
        var results = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "results.json")))!;
        var ratios = results["ratios"]!.AsObject();
        ratios.Select(r => r.Key).Should().BeEquivalentTo(Ratios);
        ratios.Select(r => (double)r.Value!).Should().OnlyContain(value => value > 0);
        var workloads = results["workloads"]!.AsArray();
        workloads.Should().OnlyContain(w => (double)w!["perSecond"]! > 0 && (long)w["failures"]! == 0);
        // Session, load and answer of a page: the least that a request can do with the database is one.
        workloads.Where(w => w!["roundTrips"] is not null).Should().HaveCount(6).And.OnlyContain(w => (double)w!["roundTrips"]! >= 0.5);
        await NothingElseIsLeftAsync(folder);
    }

    [Fact]
    public async Task U3_the_bench_measures_what_trust_costs_on_a_history_that_verifies()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await RunAsync(folder.Path, "--audit", "--smoke", "--json", "results.json");

        exitCode.Should().Be(0, output);
        var results = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "results.json")))!;
        var lengths = results["lengths"]!.AsArray();
        lengths.Select(l => (long)l!["events"]!).Should().Equal(4_000, 6_000);
        lengths.Should().OnlyContain(l => (double)l!["verifiedPerSecond"]! > 0 && (double)l["exportedPerSecond"]! > 0 && (long)l["exportBytes"]! > 1_000_000);
        results["costs"]!.AsArray().Select(c => (string)c!["name"]!).Should().Equal("payment-in-sql", "command-in-process");
        results["costs"]!.AsArray().SelectMany(c => c!["rounds"]!.AsArray()).Should().OnlyContain(r => (double)r!["without"]! > 0 && (double)r["leaves"]! > 0 && (double)r["signed"]! > 0);
        output.Should().Contain("| 4,000 |").And.Contain(" % (");
        await NothingElseIsLeftAsync(folder);
    }

    [Fact]
    public async Task The_bench_fills_a_store_and_keeps_a_host_under_load_and_rebuilds_every_view()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await RunAsync(folder.Path, "--growth", "--smoke", "--json", "results.json");

        exitCode.Should().Be(0, output);
        var results = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "results.json")))!;
        ((long)results["full"]!["events"]!).Should().BeGreaterThanOrEqualTo(20_000);
        results["full"]!["workloads"]!.AsArray().Should().HaveCount(6).And.OnlyContain(w => (double)w!["young"]! > 0 && (double)w["full"]! > 0 && (long)w["failures"]! == 0);
        ((long)results["load"]!["operations"]!).Should().BePositive();
        results["load"]!["memory"]!.AsArray().Should().NotBeEmpty().And.OnlyContain(m => (long)m!["bytes"]! > 0);
        ((double)results["rebuild"]!["perSecond"]!).Should().BePositive();
        await NothingElseIsLeftAsync(folder);
    }

    [Fact]
    public async Task A_word_that_the_bench_does_not_know_is_told_with_those_it_knows()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await RunAsync(folder.Path, "--fast");

        exitCode.Should().Be(2);
        output.Should().Contain("--fast").And.Contain("--quick");
    }

    // The server's watch deletes its folder behind the program that has ended.
    private static async Task NothingElseIsLeftAsync(TemporaryFolder folder)
    {
        for (var i = 0; i < 200 && Directory.GetDirectories(folder.Path).Length > 0; i++) await Task.Delay(100);
        Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Should().Equal("results.json");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] words)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Marketplace.Bench.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. words])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Whatever it makes, it makes here, so that what it leaves is seen.
        start.Environment["TMPDIR"] = folder;
        using var process = Process.Start(start)!;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("marketplace-bench-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
