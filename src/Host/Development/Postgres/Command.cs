using System.Diagnostics;

namespace Marketplace.Host.Development.Postgres;

/// <summary>How a short-lived program ended, and all it printed.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs short-lived programs to their end. Arguments go as a list, so nothing is ever quoted for a shell.</summary>
internal static class Command
{
    public static async Task<CommandResult> RunAsync(ProcessStartInfo start, TimeSpan limit, CancellationToken cancellation)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var printed = process.StandardOutput.ReadToEndAsync(timer.Token);
            var complained = process.StandardError.ReadToEndAsync(timer.Token);
            await process.WaitForExitAsync(timer.Token);
            return new CommandResult(process.ExitCode, (await printed + await complained).Trim());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{Path.GetFileName(start.FileName)} did not end within {limit.TotalSeconds:0} s.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
