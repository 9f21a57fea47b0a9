using System.Collections.Concurrent;
using System.Diagnostics;
using Marketplace.Host.Auth;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Tests.Faults;

/// <summary>The real program as a process of its own, so that it can be killed as kill -9 kills a host.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string Ready = "Marketplace is ready at ";

    // Generous: the machine may be busy with other tests, and the first start also makes the schema.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<Uri> url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventHandler killWithUs;

    private HostProcess(IReadOnlyDictionary<string, string?> settings, string[] words)
    {
        process = new Process { StartInfo = StartInfo(settings, words), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => url.TrySetException(new InvalidOperationException("The host ended before it was ready."));
        killWithUs = (_, _) => Kill();
        AppDomain.CurrentDomain.ProcessExit += killWithUs;
    }

    /// <summary>Where it listens, once it is ready.</summary>
    public Uri Url => url.Task.Result;

    /// <summary>All that it printed.</summary>
    public string Printed => string.Join('\n', lines);

    /// <summary>Starts it on a free port and waits until it is ready.</summary>
    public static async Task<HostProcess> StartAsync(IReadOnlyDictionary<string, string?> settings, params string[] words)
    {
        var host = new HostProcess(settings, ["--urls", "http://127.0.0.1:0", .. words]);
        host.Begin();
        try
        {
            await host.url.Task.WaitAsync(Patience);
            return host;
        }
        catch (Exception e)
        {
            await host.DisposeAsync();
            throw new InvalidOperationException($"The host did not start: {e.Message}\n{host.Printed}", e);
        }
    }

    /// <summary>Runs it until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(IReadOnlyDictionary<string, string?> settings, params string[] words)
    {
        using var process = Process.Start(StartInfo(settings, words))!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>Starts it without waiting for anything: a command that is to be killed on its way.</summary>
    public static HostProcess Begin(IReadOnlyDictionary<string, string?> settings, params string[] words)
    {
        var host = new HostProcess(settings, words);
        // Nobody waits for it to be ready.
        _ = host.url.Task.ContinueWith(ended => _ = ended.Exception, TaskScheduler.Default);
        host.Begin();
        return host;
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public void Kill()
    {
        if (process.HasExited) return;
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Asks it to end (SIGTERM), and waits.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("/bin/sh", ["-c", "kill -TERM \"$0\"", $"{process.Id}"])) await kill!.WaitForExitAsync();
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>A caller without a session.</summary>
    public Api Anonymous() => Callers.At(Url);

    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= killWithUs;
        // Asked by id; a process that never began has none.
        try
        {
            Kill();
        }
        catch (InvalidOperationException)
        {
        }

        process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Begin()
    {
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lines.Enqueue(line);
        if (line.StartsWith(Ready, StringComparison.Ordinal)) url.TrySetResult(new Uri(line[Ready.Length..]));
    }

    private static ProcessStartInfo StartInfo(IReadOnlyDictionary<string, string?> settings, string[] words)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(HostApp).Assembly.Location, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        // By the environment and not by the command line, which every user of the machine can read.
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }
}

/// <summary>Callers of a host that is known by its address only.</summary>
internal static class Callers
{
    /// <summary>A caller without a session, who gives a silent host up after a while.</summary>
    public static Api At(Uri url) => new(new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) });

    /// <summary>The same caller at another address.</summary>
    public static Api MovedTo(this Api caller, Uri url)
    {
        var moved = At(url);
        (moved.Token, moved.CustomerId, moved.Phone) = (caller.Token, caller.CustomerId, caller.Phone);
        return moved;
    }

    /// <summary>A caller with a role of the staff, for hosts with that data folder.</summary>
    public static Api Staff(Uri url, string role, IReadOnlyDictionary<string, string?> settings)
    {
        var builder = HostApp.CreateBuilder(["--environment", "Development"]);
        builder.Configuration.AddInMemoryCollection(settings);
        var staff = At(url);
        staff.Token = StaffTokens.Issue(role, builder.Configuration, builder.Environment, TimeProvider.System);
        return staff;
    }

    /// <summary>Signs in by a code to the phone; a number that is new is registered.</summary>
    public static async Task<Answer> SignInAsync(this Api api, string? usedCode = null)
    {
        var challenge = (await api.AnsweredAsync("/api/auth/challenges", new { phone = api.Phone })).Expect(System.Net.HttpStatusCode.Accepted);
        var terms = (await api.GetAsync("/api/terms")).Text("version");
        var body = new { challengeId = challenge.Id("challengeId"), code = await api.CodeAsync(usedCode), acceptedTerms = terms };
        var session = (await api.AnsweredAsync("/api/auth/sessions", body)).Expect(System.Net.HttpStatusCode.Created);
        (api.Token, api.CustomerId) = (session.Text("token"), session.Id("customerId"));
        return session;
    }

    // On a busy machine a host that has just started may take longer than a request is given.
    private static async Task<Answer> AnsweredAsync(this Api api, string path, object body)
    {
        var key = Guid.NewGuid().ToString();
        var answer = await api.PostAsync(path, body, key);
        for (var i = 0; i < 5 && (int)answer.Status >= 500; i++) answer = await api.PostAsync(path, body, key);
        return answer;
    }

    /// <summary>A customer who has just registered at that address, and protected the account.</summary>
    public static async Task<Api> CustomerAsync(Uri url, Random random)
    {
        var api = At(url);
        api.Phone = $"+79{random.NextInt64(100_000_000, 999_999_999)}";
        await api.SignInAsync();
        await api.ProtectAsync();
        return api;
    }
}
