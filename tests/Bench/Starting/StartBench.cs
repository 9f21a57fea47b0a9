using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Marketplace.Bench.Limits;
using Marketplace.Bench.Product;

namespace Marketplace.Bench.Starting;

/// <summary>How soon a published host (<c>build/publish.sh</c>) answers, on a database that is migrated already.</summary>
internal static class StartBench
{
    private const int Starts = 5;
    private const int Pages = 200;
    private const string Page = "/api/products/food-001";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What one start took, in milliseconds.</summary>
    /// <param name="Ready">From the start of the process to the first 200 of <c>/health/ready</c>, which asks the database.</param>
    /// <param name="First">The first page after that.</param>
    /// <param name="Steady">The median of the pages that follow.</param>
    private sealed record Started(double Ready, double First, double Steady);

    /// <summary>Measures some starts and prints their medians.</summary>
    /// <returns>0.</returns>
    /// <exception cref="InvalidOperationException">A host did not answer.</exception>
    public static async Task<int> RunAsync(string folder)
    {
        var data = Directory.CreateTempSubdirectory("marketplace-bench-");
        try
        {
            await using var database = await BenchDatabase.StartAsync();
            var settings = BenchHost.Settings(await database.CreateAsync("started"), await database.CreateAsync("started_vault"), data.FullName);
            await MigrateAsync(folder, settings);
            settings["Database:AppliesSchema"] = "false";
            var starts = new List<Started>();
            for (var n = 0; n < Starts; n++) starts.Add(await StartAsync(folder, settings));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Starts} starts of {folder}, medians (slowest):"));
            Console.WriteLine(Line("first 200 after", starts.ConvertAll(s => s.Ready)));
            Console.WriteLine(Line("first page in", starts.ConvertAll(s => s.First)));
            Console.WriteLine(Line("pages later in", starts.ConvertAll(s => s.Steady)));
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static string Line(string what, List<double> times)
    {
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{what,-16} {times[times.Count / 2],8:0.0} ms ({times[^1]:0.0})");
    }

    private static async Task MigrateAsync(string folder, Dictionary<string, string?> settings)
    {
        using var migration = Process.Start(Command(folder, settings, "migrate", "--environment", "Development"))!;
        var said = Task.WhenAll(migration.StandardOutput.ReadToEndAsync(), migration.StandardError.ReadToEndAsync());
        await migration.WaitForExitAsync();
        if (migration.ExitCode != 0) throw new InvalidOperationException($"The migration ended with {migration.ExitCode}: {string.Join('\n', await said)}");
    }

    private static ProcessStartInfo Command(string folder, Dictionary<string, string?> settings, params string[] arguments)
    {
        // What brings its own runtime is a program of its own.
        var program = Path.Combine(folder, "Marketplace.Host");
        var command = File.Exists(Path.Combine(folder, "libcoreclr.so"))
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program + ".dll", .. arguments]);
        (command.RedirectStandardOutput, command.RedirectStandardError) = (true, true);
        foreach (var (key, value) in settings) command.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return command;
    }

    private static async Task<Started> StartAsync(string folder, Dictionary<string, string?> settings)
    {
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        using var http = new HttpClient { BaseAddress = url };
        var began = Stopwatch.StartNew();
        using var host = Process.Start(Command(folder, settings, "--urls", url.ToString(), "--environment", "Development"))!;
        // Read, so that it never waits for us.
        var said = Task.WhenAll(host.StandardOutput.ReadToEndAsync(), host.StandardError.ReadToEndAsync());
        try
        {
            var ready = await UntilReadyAsync(http, host, began, said);
            var first = await PageAsync(http);
            var pages = new List<double>();
            for (var n = 0; n < Pages; n++) pages.Add(await PageAsync(http));
            pages.Sort();
            return new Started(ready, first, pages[Pages / 2]);
        }
        finally
        {
            if (!host.HasExited) host.Kill();
            await host.WaitForExitAsync();
        }
    }

    private static async Task<double> UntilReadyAsync(HttpClient http, Process host, Stopwatch began, Task<string[]> said)
    {
        while (began.Elapsed < Patience)
        {
            if (host.HasExited) throw new InvalidOperationException($"The host ended with {host.ExitCode}: {string.Join('\n', await said)}");
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return began.Elapsed.TotalMilliseconds;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(2);
        }

        throw new InvalidOperationException($"The host was not ready within {Patience}.");
    }

    private static async Task<double> PageAsync(HttpClient http)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(new Uri(Page, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
