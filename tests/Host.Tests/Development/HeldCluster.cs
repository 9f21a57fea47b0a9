using System.Diagnostics;
using System.Globalization;
using Marketplace.Host.Development.Postgres;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Host.Tests.Development;

/// <summary>
/// Another process that runs a cluster, so that a test can kill it as kill -9 kills a host: this very assembly, started as a
/// program with the words <c>hold keep|delete watched|unwatched folder</c>.
/// </summary>
internal sealed class HeldCluster : IDisposable
{
    private readonly Process process;

    private HeldCluster(Process process, int port, int serverProcess) => (this.process, Port, ServerProcess) = (process, port, serverProcess);

    public int Port { get; }

    public int ServerProcess { get; }

    public static PrivateClusterOptions Options(string folder, bool delete, bool watched) =>
        (delete ? ThrowAwayCluster.OptionsFor(folder) : new PrivateClusterOptions { DataFolder = folder, Durable = false }) with { StopWhenKilled = watched };

    public static async Task<HeldCluster> StartAsync(string folder, bool delete, bool watched)
    {
        var process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(HeldCluster).Assembly.Location, "hold", delete ? "delete" : "keep", watched ? "watched" : "unwatched", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var numbers = (await process.StandardOutput.ReadLineAsync())?.Split(' ')
            ?? throw new InvalidOperationException("The other process ended without a cluster.");
        return new HeldCluster(process, Number(numbers[0]), Number(numbers[1]));
    }

    /// <summary>Sends the watching process of the folder a signal; without one (no <c>/proc</c>) there is nothing to signal.</summary>
    public static int SignalWatch(string folder, string signal)
    {
        var mark = $"\0watch\0{Path.Combine(folder, "lock")}\0";
        var watches = !Directory.Exists("/proc/self") ? [] : Directory.EnumerateDirectories("/proc")
            .Where(p => int.TryParse(Path.GetFileName(p), out _) && CommandLine(p).Contains(mark, StringComparison.Ordinal))
            .Select(p => Path.GetFileName(p)!).ToList();
        if (watches.Count > 0)
            Process.Start("/bin/sh", ["-c", "kill -\"$0\" \"$@\"", signal, .. watches])!.WaitForExit();
        return watches.Count;
    }

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static async Task<int> Main(string[] words)
    {
        if (words is not ["hold", var life, var watch, var folder])
            return 2;
        await using var cluster = await PrivateCluster.StartAsync(Options(folder, life == "delete", watch == "watched"), NullLogger.Instance);
        await Console.Out.WriteLineAsync($"{cluster.Port} {cluster.ServerProcessId}");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
