using System.Diagnostics;
using System.Globalization;
using Marketplace.Bench.Reports;

namespace Marketplace.Bench.Audit;

/// <summary>What one run of the auditor took, from the start of its process to the end.</summary>
/// <param name="Elapsed">By the clock.</param>
/// <param name="Processor">Processor time.</param>
/// <param name="PeakBytes">The most memory that it held at once; 0 where the system does not tell.</param>
internal sealed record AuditorRun(TimeSpan Elapsed, TimeSpan Processor, long PeakBytes);

/// <summary>The stand-alone auditor as its users run it: a process, here on one core.</summary>
internal static class MeasuredAuditor
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    // Built as this program was, in bin/CONFIGURATION/FRAMEWORK of its own project.
    private static readonly string Program = Path.Combine(
        [DocsPage.Root(), "src", "Auditor", .. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^3..], "Marketplace.Auditor.dll"]);

    /// <exception cref="InvalidOperationException">It says that the history is not as it was written, or nothing.</exception>
    public static async Task<AuditorRun> RunAsync(string? connectionString, params string[] words)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("taskset", ["-c", FirstProcessor(), dotnet, Program, .. words])
            : new ProcessStartInfo(dotnet, [Program, .. words]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["AUDITOR_CONNECTION"] = connectionString;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        // Both only grow, so the last look before the end is what counts.
        var (processor, peak, ended) = (TimeSpan.Zero, 0L, process.WaitForExitAsync());
        do
        {
            if (Look(process) is { } seen) (processor, peak) = (seen.Processor, Math.Max(peak, seen.Peak));
        }
        while (await Task.WhenAny(ended, Task.Delay(LookEvery)) != ended);
        var elapsed = Stopwatch.GetElapsedTime(began);
        if (process.ExitCode != 0) throw new InvalidOperationException($"The auditor's {words[0]} failed: {await output} {await errors}");
        return new AuditorRun(elapsed, processor, peak);
    }

    private static (TimeSpan Processor, long Peak)? Look(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited ? null : (process.TotalProcessorTime, Peak(process.Id));
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static long Peak(int id)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/status")).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture);
    }

    // One of those that this process may use.
    private static string FirstProcessor() => File.ReadLines("/proc/self/status").First(l => l.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split('\t', ',', '-')[1];
}
