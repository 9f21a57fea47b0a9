using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Bench.Measuring;

/// <summary>The processor time of a server and its children, as Linux counts it; null elsewhere.</summary>
internal static class ProcessorTime
{
    // Fields of /proc/<pid>/stat after the name in parentheses; the unit is a hundredth of a second on every Linux of today.
    private const int Parent = 1, User = 11, System = 12, ChildrenUser = 13, ChildrenSystem = 14;
    private const double TicksPerSecond = 100;

    /// <summary>Of a process with all its children, those that have ended too.</summary>
    public static TimeSpan? OfFamily(int root)
    {
        if (!OperatingSystem.IsLinux() || root == 0) return null;
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid) || Fields(pid) is not { } fields) continue;
            if (pid == root) ticks += fields[User] + fields[System] + fields[ChildrenUser] + fields[ChildrenSystem];
            else if (fields[Parent] == root) ticks += fields[User] + fields[System];
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>Of this process.</summary>
    public static TimeSpan OfThis()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private static long[]? Fields(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(f => long.TryParse(f, CultureInfo.InvariantCulture, out var n) ? n : 0)];
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
