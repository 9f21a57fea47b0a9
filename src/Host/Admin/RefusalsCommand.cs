using System.Globalization;
using System.Text.Json;
using Marketplace.Application.Audit.Refusals;
using Marketplace.Host.Http;

namespace Marketplace.Host.Admin;

/// <summary>
/// <c>refusals [--code CODE] [--customer ID] [--json]</c>: the journal of refused commands (U9), newest first, as a table for people or, each entry on
/// a line, as the JSON of <c>GET /api/audit/refusals</c>. It is written while it is read, however long the journal is.
/// </summary>
public sealed class RefusalsCommand
{
    /// <summary>The word of the command line that asks for it.</summary>
    public const string Word = "refusals";

    /// <summary>It was read, whatever is in it.</summary>
    public const int Read = 0;

    /// <summary>An argument is unusable.</summary>
    public const int BadInput = 2;

    private const string Usage = "Usage: refusals [--code CODE] [--customer ID] [--json]";
    private const int AtATime = 500;

    private readonly CommandOptions options;

    private RefusalsCommand(CommandOptions options) => this.options = options;

    /// <summary>What is left of the command line for the host.</summary>
    public IReadOnlyList<string> HostArguments => options.HostArguments;

    /// <summary>Reads the command line; null when something else is asked for.</summary>
    public static RefusalsCommand? From(IReadOnlyList<string> args) =>
        args is [Word, ..] ? new RefusalsCommand(new CommandOptions(args.Skip(1), ["--code", "--customer"], ["--json"])) : null;

    /// <summary>Reads the journal and tells.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(RefusalJournal journal, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var customer = Guid.TryParse(options["--customer"], out var id) ? id : (Guid?)null;
        if ((customer is null && options["--customer"] is not null) || options["--code"] is "")
        {
            await errors.WriteLineAsync(Usage);
            return BadInput;
        }

        if (!options.Has("--json")) await output.WriteLineAsync(Row("refused (UTC)", "status", "code", "command", "actor", "customer", "subject"));
        var (count, last) = (0L, ((DateTimeOffset, Guid)?)null);
        while (await journal.ReadAsync(options["--code"], customer, last, AtATime, cancellation) is { Count: > 0 } page)
        {
            foreach (var entry in page) await output.WriteLineAsync(options.Has("--json") ? JsonSerializer.Serialize(entry, StrictJson.Options) : Line(entry));
            (count, last) = (count + page.Count, (page[^1].RefusedAt, page[^1].Id));
        }

        await errors.WriteLineAsync($"{count} refusals.");
        return Read;
    }

    private static string Line(RefusedCommand r) => Row(
        r.RefusedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), r.Status.ToString(CultureInfo.InvariantCulture), r.Code, r.Command, r.Actor, r.CustomerId?.ToString() ?? "-", r.SubjectId?.ToString() ?? "-");

    // As wide as what is there today; what is longer moves only its own line.
    private static string Row(string at, string status, string code, string command, string actor, string customer, string subject) =>
        $"{at,-19}  {status,6}  {code,-34}  {command,-52}  {actor,-12}  {customer,-36}  {subject}".TrimEnd();
}
