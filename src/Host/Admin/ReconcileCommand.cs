using System.Globalization;
using Marketplace.Application;
using Marketplace.Application.Audit;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Host.Admin;

/// <summary>
/// <c>reconcile [--bank FILE] [--acquirer FILE] [--digest FILE] [--from DAY] [--to DAY]</c>: the one command that proves that the money
/// reconciles (U4). It checks the books against themselves, all of them, and against the lists of the providers that are given,
/// and prints everything that is wrong as a line of CSV. When the books hold, it can write down their sums, signed.
/// </summary>
public sealed class ReconcileCommand
{
    /// <summary>The word of the command line that asks for it.</summary>
    public const string Word = "reconcile";

    /// <summary>Everything agrees.</summary>
    public const int Agrees = 0;

    /// <summary>The books are broken, or differ from a list.</summary>
    public const int Differs = 1;

    /// <summary>An argument or a list is unusable, and nothing was concluded.</summary>
    public const int BadInput = 2;

    private const string Usage = "Usage: reconcile [--bank FILE] [--acquirer FILE] [--digest FILE] [--from YYYY-MM-DD] [--to YYYY-MM-DD]; both days included, Moscow dates; they need a list or a digest";

    private readonly CommandOptions options;

    private ReconcileCommand(CommandOptions options) => this.options = options;

    /// <summary>What is left of the command line for the host.</summary>
    public IReadOnlyList<string> HostArguments => options.HostArguments;

    /// <summary>Reads the command line; null when something else is asked for.</summary>
    public static ReconcileCommand? From(IReadOnlyList<string> args) =>
        args is [Word, ..] ? new ReconcileCommand(new CommandOptions(args.Skip(1), ["--bank", "--acquirer", "--digest", "--from", "--to"], [])) : null;

    /// <summary>Checks, compares and signs. Differences go to the output, what a person should know to the errors.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        IDocumentStore store, IDataKeys keys, DigestSigner signer, TimeProvider clock, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var (bank, acquirer, digest) = (options["--bank"], options["--acquirer"], options["--digest"]);
        if ((bank is null && acquirer is null && digest is null && (options["--from"] ?? options["--to"]) is not null) || digest is "" || Day("--from", DateOnly.MinValue) is not { } from || Day("--to", DateOnly.MaxValue.AddDays(-2)) is not { } to || from > to
            || (digest is not null && signer.PeriodOf(Given("--from"), Given("--to")) is var (first, last) && first > last))
        {
            await errors.WriteLineAsync(Usage);
            return BadInput;
        }

        try
        {
            // The lists first: one that cannot be read is told at once, the books take their time.
            var found = bank is null && acquirer is null ? null : await CompareAsync(store, bank, acquirer, from, to, new Progress(errors, "read", "events of providers", clock), cancellation);
            var books = await Invariants.CheckAsync(store, keys, new Progress(errors, "checked", "events", clock).At, cancellation);
            await WriteAsync(books, found, output, errors);
            // A signature under sums that contradict the history would be worth less than none.
            if (digest is not null && books.Holds) await SignAsync(store, signer, digest, cancellation);
            else if (digest is not null) await errors.WriteLineAsync($"No digest was written; what is in {digest} is older.");
            return books.Holds && found is null or { Differences.Count: 0 } ? Agrees : Differs;
        }
        catch (ReconciliationFileException wrong)
        {
            await errors.WriteLineAsync(wrong.Message);
            return BadInput;
        }
    }

    private async Task SignAsync(IDocumentStore store, DigestSigner signer, string path, CancellationToken cancellation)
    {
        await using var session = store.ReadAtLength();
        try
        {
            await File.WriteAllTextAsync(path, await signer.SignAsync(session, Given("--from"), Given("--to"), cancellation), cancellation);
        }
        catch (RefusedException e)
        {
            throw new ReconciliationFileException(e.Rejection.English);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReconciliationFileException($"The digest cannot be written: {e.Message}");
        }
    }

    private static async Task<Reconciled> CompareAsync(
        IDocumentStore store, string? bank, string? acquirer, DateOnly from, DateOnly to, Progress progress, CancellationToken cancellation)
    {
        await using var session = store.ReadAtLength();
        var reconciliation = await Reconciliation.OfAsync(session, progress.At, cancellation);
        List<Provider> providers = [];
        foreach (var (path, provider) in new[] { (bank, Provider.Bank), (acquirer, Provider.Acquirer) })
        {
            if (path is null) continue;
            providers.Add(provider);
            await CompareAsync(reconciliation, path, provider, cancellation);
        }

        var begin = from == DateOnly.MinValue ? DateTimeOffset.MinValue : MoscowTime.StartOfDay(from);
        return await reconciliation.FinishAsync(session, providers, begin, MoscowTime.StartOfDay(to.AddDays(1)), cancellation);
    }

    private static async Task CompareAsync(Reconciliation reconciliation, string path, Provider provider, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(path);
            await reconciliation.CompareAsync(ReconciliationFile.ReadAsync(file, provider, cancellation), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ReconciliationFileException($"The list of the {Name(provider)} cannot be read: {e.Message}");
        }
        catch (ReconciliationFileException e)
        {
            throw new ReconciliationFileException($"The list of the {Name(provider)}: {e.Message}");
        }
    }

    private static async Task WriteAsync(InvariantReport books, Reconciled? found, TextWriter output, TextWriter errors)
    {
        await output.WriteLineAsync("difference,operation,reference,ours,theirs");
        foreach (var v in books.Violations) await output.WriteLineAsync($"books-broken,{v.Invariant},{v.StreamId:N}.{v.Version},,");
        foreach (var d in found?.Differences ?? [])
        {
            var (ours, theirs) = (d.Ours?.ToString(CultureInfo.InvariantCulture), d.Theirs?.ToString(CultureInfo.InvariantCulture));
            await output.WriteLineAsync($"{Name(d.Kind)},{Name(d.Operation)},{Quoted(d.Reference)},{ours},{theirs}");
        }

        foreach (var v in books.Violations) await errors.WriteLineAsync($"{v.Invariant} is broken in stream {v.StreamId} at version {v.Version}: {v.Finding}.");
        await errors.WriteLineAsync($"The books of {books.Events} events {(books.Holds ? "hold" : "are broken")}.");
        if (found is not null) await errors.WriteLineAsync($"{found.Matched} agree, {found.Differences.Count} differ.");
    }

    // A reference that is not ours can be anything, also the beginning of a formula.
    private static string Quoted(string reference) =>
        reference.All(c => char.IsAsciiLetterOrDigit(c) || c == '.') ? reference : $"\"'{reference.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Name(Enum value) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private DateOnly? Given(string option) => options[option] is null ? null : Day(option, default);

    private DateOnly? Day(string option, DateOnly otherwise)
    {
        if (options[option] is not { } text) return otherwise;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 9000 ? day : null;
    }
}
