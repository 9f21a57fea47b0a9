using System.Net;
using System.Net.Sockets;

namespace Marketplace.Host.Development.Postgres;

/// <summary>Starts and stops the server of one folder. pg_ctl puts it into a session of its own, out of reach of a terminal's Ctrl-C.</summary>
internal sealed class ClusterServer(ClusterFolder folder, PostgresBinaries binaries, PrivateClusterOptions options)
{
    private const int Attempts = 8;
    private const long LogLimit = 16 << 20;

    // pg_ctl gives up by itself; this is for a pg_ctl that hangs.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Starts it on <paramref name="port"/> when that is free, else on another; 0 means any.</summary>
    /// <returns>The port it listens on.</returns>
    public async Task<int> StartAsync(int port, CancellationToken cancellation)
    {
        if (new FileInfo(folder.Log) is { Exists: true, Length: > LogLimit })
            File.Delete(folder.Log);
        for (var attempt = 1; ; attempt++)
        {
            var chosen = attempt == 1 && port > 0 ? port : FreePort();
            ServerSettings.Write(folder, options, chosen);
            var before = LogLength();
            var started = await ControlAsync(["start", "-w", "-l", folder.Log], seconds: 90, cancellation);
            if (started.Succeeded)
                return chosen;
            var said = LogSince(before);
            if (attempt == Attempts || !await IsPassingAsync(said, cancellation))
            {
                await StopAsync("immediate");
                throw new PrivateClusterException(
                    $"PostgreSQL in {folder.Root} did not start: {started.Output}\nThe end of {folder.Log}:\n{Tail(said)}");
            }
        }
    }

    /// <summary>Stops it, if it runs: <c>fast</c> breaks connections and saves, <c>immediate</c> leaves it to recovery.</summary>
    public async Task StopAsync(string mode)
    {
        foreach (var how in new[] { mode, "immediate" })
        {
            if (PostmasterFile.Read(folder.Cluster) is not { } file || !await file.IsServedAsync(folder.Cluster, CancellationToken.None))
                return;
            var stopped = await ControlAsync(["stop", "-w", "-m", how], seconds: 30, CancellationToken.None);
            if (stopped.Succeeded)
                return;
        }

        throw new PrivateClusterException($"PostgreSQL in {folder.Root} did not stop. The end of {folder.Log}:\n{Tail(LogSince(0))}");
    }

    /// <summary>What goes away by itself: somebody was quicker to take the port, or back ends of a killed server are still leaving.</summary>
    private static async Task<bool> IsPassingAsync(string said, CancellationToken cancellation)
    {
        if (said.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal))
            return true;
        if (!said.Contains("shared memory block", StringComparison.Ordinal))
            return false;
        await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        return true;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<CommandResult> ControlAsync(string[] what, int seconds, CancellationToken cancellation)
    {
        var start = folder.User.Start(binaries.Control, [.. what, "-s", "-D", folder.Cluster, "-t", $"{seconds}"]);
        try
        {
            return await Command.RunAsync(start, TimeSpan.FromSeconds(seconds) + Grace, cancellation);
        }
        catch (TimeoutException e)
        {
            return new CommandResult(-1, e.Message);
        }
    }

    private long LogLength() => new FileInfo(folder.Log) is { Exists: true } log ? log.Length : 0;

    private string LogSince(long position)
    {
        if (!File.Exists(folder.Log))
            return "";
        using var log = new FileStream(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Position = Math.Max(position, log.Length - 65536);
        using var reader = new StreamReader(log);
        return reader.ReadToEnd();
    }

    private static string Tail(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(15));
}
