using System.Diagnostics;

namespace Marketplace.Tests.Shared;

/// <summary>
/// The verifier in Python that was written from docs/audit-format.md. Python 3 is on most machines; where it is not, this fails and says so
/// (.ci/run installs it).
/// </summary>
public static class SecondImplementation
{
    /// <summary>Runs it.</summary>
    /// <returns>Its exit code, and what it printed; for 2 what it complained of.</returns>
    public static (int Code, string Said) Run(params string[] args)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in args.Prepend(Path.Combine(AppContext.BaseDirectory, "second-implementation", "verify.py"))) start.ArgumentList.Add(arg);
        using var python = Start(start);
        var errors = python.StandardError.ReadToEndAsync();
        var said = python.StandardOutput.ReadToEnd().Trim();
        python.WaitForExit();
        return (python.ExitCode, python.ExitCode == 2 ? errors.Result : said);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("This test needs python3 on PATH (package python3).", e);
        }
    }
}
