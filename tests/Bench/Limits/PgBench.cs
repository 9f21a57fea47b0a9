using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Bench.Measuring;
using Npgsql;

namespace Marketplace.Bench.Limits;

/// <summary>PostgreSQL's own load generator, with prepared statements.</summary>
internal sealed partial class PgBench(BenchDatabase database, string connectionString)
{
    /// <summary>Runs a script for a whole number of seconds, at least one.</summary>
    /// <param name="script">In pgbench's language.</param>
    /// <param name="clients">At once.</param>
    /// <param name="time">How long.</param>
    /// <param name="sampled">For which part of the transactions the time is written down: writing all of them would cost a fast script.</param>
    public async Task<Sample> RunAsync(string script, int clients, TimeSpan time, double sampled)
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "script.sql");
            await File.WriteAllTextAsync(file, script);
            var before = database.ProcessorTime();
            var output = await OutputAsync(Start(file, folder.FullName, clients, time, sampled));
            var operations = Number(Processed().Match(output));
            var spent = (database.ProcessorTime() - before)?.TotalMicroseconds;
            var times = Directory.EnumerateFiles(folder.FullName, "times*").SelectMany(File.ReadLines)
                .Select(line => double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1000).Order().ToArray();
            return new Sample
            {
                PerSecond = Number(PerSecond().Match(output)),
                P50 = times[times.Length / 2],
                P99 = times[(int)(times.Length * 0.99)],
                Operations = (long)operations,
                DatabaseMicroseconds = spent / operations,
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private ProcessStartInfo Start(string script, string folder, int clients, TimeSpan time, double sampled)
    {
        var way = new NpgsqlConnectionStringBuilder(connectionString);
        string[] words =
        [
            "-n", "-M", "prepared", "-c", Text(clients), "-j", Text(Math.Min(clients, Environment.ProcessorCount)), "-T", Text((int)Math.Ceiling(time.TotalSeconds)), "-f", script,
            "-l", "--log-prefix", Path.Combine(folder, "times"), "--sampling-rate", sampled.ToString(CultureInfo.InvariantCulture),
            "-h", way.Host!, "-p", Text(way.Port), "-U", way.Username!, way.Database!,
        ];
        var start = new ProcessStartInfo(Program(), words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = way.Password;
        return start;
    }

    private string Program()
    {
        var beside = Path.Combine(database.BinFolder, "pgbench");
        // Some distributions keep it with the client's programs.
        return File.Exists(beside) ? beside : "pgbench";
    }

    private static async Task<string> OutputAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"pgbench failed: {await errors}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Number(Match match) => match.Success
        ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("pgbench printed something else than expected.");

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex("transactions actually processed: ([0-9]+)")]
    private static partial Regex Processed();
}
