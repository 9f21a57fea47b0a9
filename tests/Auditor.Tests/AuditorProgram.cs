using System.Diagnostics;

namespace Marketplace.Auditor.Tests;

/// <summary>The program as an auditor runs it: a process.</summary>
internal static class AuditorProgram
{
    // Where it was built, with nothing of the product beside it.
    private static readonly string Program = Path.Combine(
        [.. Enumerable.Repeat("..", 5).Prepend(AppContext.BaseDirectory), "src", "Auditor", .. AppContext.BaseDirectory.TrimEnd('/', '\\').Split('/', '\\')[^3..], "Marketplace.Auditor.dll"]);

    public static (int Code, string Said, string Errors) Run(params string[] args) => Run(new Dictionary<string, string>(), args);

    /// <summary>Runs it with more in its environment.</summary>
    public static (int Code, string Said, string Errors) Run(Dictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var auditor = Process.Start(start)!;
        var errors = auditor.StandardError.ReadToEndAsync();
        var said = auditor.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
        auditor.WaitForExit();
        return (auditor.ExitCode, said, errors.Result);
    }
}
