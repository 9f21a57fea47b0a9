using System.Globalization;

namespace Marketplace.Host.Development.Postgres;

/// <summary>The server's own pid file: who serves this data folder, and on which port.</summary>
internal sealed record PostmasterFile(int Pid, string DataFolder, int Port)
{
    // Above every kernel's highest pid, so it names no process.
    private const int NobodysPid = 1 << 30;

    /// <summary>What the file says; null when there is none, or when a crash left it half written (then it is removed).</summary>
    public static PostmasterFile? Read(string cluster)
    {
        var path = PathIn(cluster);
        if (!File.Exists(path))
            return null;
        var lines = File.ReadAllLines(path);
        if (lines.Length >= 4 && Number(lines[0]) is { } pid && Number(lines[3]) is { } port)
            return new PostmasterFile(pid, lines[1], port);
        File.Delete(path);
        return null;
    }

    /// <summary>
    /// Whether the process of that number is the server of this folder, and not another one which got the number since, nor
    /// the server of the folder that this one is a copy of. It is told by the command line, which everybody may read; a
    /// zombie's is empty.
    /// </summary>
    public async Task<bool> IsServedAsync(string cluster, CancellationToken cancellation)
    {
        if (DataFolder != cluster)
            return false;
        var line = await CommandLineAsync(cancellation);
        return line.Contains("postgres", StringComparison.Ordinal)
            && (line + " ").Contains($" -D {cluster} ", StringComparison.Ordinal);
    }

    /// <summary>
    /// Makes the file name no process. PostgreSQL would refuse to start while a foreign process has the number. The rest of the
    /// file stays: from it PostgreSQL sees whether back ends of a killed server still hold its shared memory.
    /// </summary>
    public static void Disown(string cluster)
    {
        var lines = File.ReadAllLines(PathIn(cluster));
        lines[0] = NobodysPid.ToString(CultureInfo.InvariantCulture);
        File.WriteAllLines(PathIn(cluster), lines);
    }

    private static string PathIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    private static int? Number(string line) =>
        int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private async Task<string> CommandLineAsync(CancellationToken cancellation)
    {
        if (Directory.Exists("/proc/self"))
        {
            try
            {
                return (await File.ReadAllTextAsync($"/proc/{Pid}/cmdline", cancellation)).Replace('\0', ' ').TrimEnd();
            }
            catch (IOException)
            {
                return "";
            }
        }

        var ps = ServerUser.Caller.Start("ps", "-ww", "-o", "command=", "-p", Pid.ToString(CultureInfo.InvariantCulture));
        return (await Command.RunAsync(ps, TimeSpan.FromSeconds(20), cancellation)).Output;
    }
}
