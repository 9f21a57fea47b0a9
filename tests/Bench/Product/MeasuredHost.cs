using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;

namespace Marketplace.Bench.Product;

/// <summary>The host as a process of its own, so that its processor time is its own too.</summary>
internal sealed class MeasuredHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly HttpClient http;

    private readonly bool published;

    private MeasuredHost(Process process, Uri url, bool published)
    {
        (this.process, Url, this.published) = (process, url, published);
        http = new HttpClient { BaseAddress = url };
    }

    public Uri Url { get; }

    /// <summary>What its process holds in memory.</summary>
    public long WorkingSetBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts the host of the bench, with its command and its helping requests.</summary>
    public static Task<MeasuredHost> StartAsync(Dictionary<string, string?> settings) => StartAsync(
        new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(MeasuredHost).Assembly.Location, BenchHost.Word]),
        settings, published: false);

    /// <summary>Starts a published host, which has nothing but the product's own requests.</summary>
    public static Task<MeasuredHost> StartPublishedAsync(string folder, Dictionary<string, string?> settings) => StartAsync(
        new ProcessStartInfo(Path.Combine(folder, "Marketplace.Host"), ["--urls", "http://127.0.0.1:0", "--environment", "Development"]), settings, published: true);

    private static async Task<MeasuredHost> StartAsync(ProcessStartInfo start, Dictionary<string, string?> settings, bool published)
    {
        var readyAt = published ? "Marketplace is ready at " : BenchHost.Ready;
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var (lines, ready) = (new ConcurrentQueue<string>(), new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously));
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("It ended."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new MeasuredHost(process, await ready.Task.WaitAsync(Patience), published);
        }
        catch (Exception e)
        {
            End(process);
            throw new InvalidOperationException($"The measured host did not start: {e.Message}\n{string.Join('\n', lines)}", e);
        }

        void Hear(string? line)
        {
            if (line is null) return;
            // The last that it said is enough to see what was wrong.
            lines.Enqueue(line);
            if (lines.Count > 100) lines.TryDequeue(out _);
            if (line.StartsWith(readyAt, StringComparison.Ordinal)) ready.TrySetResult(new Uri(line[readyAt.Length..]));
        }
    }

    public async Task<Counters> CountersAsync() => (await http.GetFromJsonAsync<Counters>(BenchEndpoints.Usage))!;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        // The bench's own host ends with its input, a published one when it is asked to.
        if (published) await AskToEndAsync();
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // It will be killed.
        }

        End(process);
    }

    private async Task AskToEndAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static void End(Process process)
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
