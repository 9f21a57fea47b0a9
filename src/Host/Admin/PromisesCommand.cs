using System.Globalization;
using System.Text.Json;
using Marketplace.Application.Audit;
using Marketplace.Domain.Promises;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Admin;

/// <summary>
/// <c>promises [--on DAY] [--json]</c>: which promises to customers were kept, by events alone (U15), as a table for people or as the JSON of
/// <c>GET /api/audit/promises</c>.
/// </summary>
public sealed class PromisesCommand
{
    /// <summary>The word of the command line that asks for it.</summary>
    public const string Word = "promises";

    /// <summary>No promise was broken.</summary>
    public const int Kept = 0;

    /// <summary>At least one was carried out too late or too early, or is overdue.</summary>
    public const int Broken = 1;

    /// <summary>An argument is unusable.</summary>
    public const int BadInput = 2;

    private const string Usage = "Usage: promises [--on YYYY-MM-DD] [--json]; a Moscow date from 2000-01-01 on, all of which counts, or now";

    private readonly CommandOptions options;

    private PromisesCommand(CommandOptions options) => this.options = options;

    /// <summary>What is left of the command line for the host.</summary>
    public IReadOnlyList<string> HostArguments => options.HostArguments;

    /// <summary>Reads the command line; null when something else is asked for.</summary>
    public static PromisesCommand? From(IReadOnlyList<string> args) => args is [Word, ..] ? new PromisesCommand(new CommandOptions(args.Skip(1), ["--on"], ["--json"])) : null;

    /// <summary>Reads the events and tells.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IDocumentStore store, TimeProvider clock, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        DateOnly? on = DateOnly.TryParseExact(options["--on"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        if ((on is null && options["--on"] is not null) || on is { Year: < 2000 or > 9000 })
        {
            await errors.WriteLineAsync(Usage);
            return BadInput;
        }

        await using var session = store.ReadAtLength();
        var report = await PromiseReport.OfAsync(session, on, clock.GetUtcNow(), new Progress(errors, "read", "events", clock).At, cancellation);
        await output.WriteLineAsync(options.Has("--json") ? JsonSerializer.Serialize(report, StrictJson.Options) : string.Join(Environment.NewLine, Lines(report)));
        var broken = report.Promises.Sum(p => p.Early + p.Late);
        await errors.WriteLineAsync($"Until {Time(report.At)} UTC {broken} promises were broken.");
        return broken == 0 ? Kept : Broken;
    }

    private static IEnumerable<string> Lines(PromiseReport report)
    {
        var width = report.Promises.Max(p => Name(p.Promise).Length);
        yield return Row(width, "promise", "kept", "early", "late", "open", "void");
        foreach (var p in report.Promises) yield return Row(width, Name(p.Promise), p.Kept, p.Early, p.Late, p.Open, p.Void);
        foreach (var p in report.Promises)
        {
            foreach (var b in p.Broken) yield return $"{(b.DoneAt < b.NotBefore ? "early" : "late"),-5}  {Name(p.Promise).PadRight(width)}  {b.Id}  {Told(b)}";
        }
    }

    private static string Told(BrokenPromise b) =>
        $"due {(b.NotBefore is { } first ? $"{Time(first)} to " : "")}{Time(b.DueAt)}, {(b.DoneAt is { } at ? $"done {Time(at)}" : "not done")}";

    private static string Row(int width, string name, params object[] counts) => name.PadRight(width) + string.Concat(counts.Select(c => $"  {c,7}"));

    private static string Name(PromiseKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
