using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Marketplace.Domain.Ledger;

namespace Marketplace.Application.Audit;

/// <summary>One line of a provider's list.</summary>
/// <param name="Operation">What the provider did.</param>
/// <param name="Reference">What it calls it: our own reference.</param>
/// <param name="Amount">Kopecks.</param>
/// <param name="At">When it says that it did it.</param>
public sealed record ProviderLine(ProviderOperation Operation, string Reference, long Amount, DateTimeOffset At);

/// <summary>A list that cannot be read; nothing was concluded from it.</summary>
/// <param name="what">The line and what is wrong, without its content.</param>
public sealed class ReconciliationFileException(string what) : Exception(what);

/// <summary>
/// Reads a provider's list line by line, however long it is: CSV by RFC 4180 in UTF-8 with exactly its header. One odd line makes
/// the whole list unusable, because money that was skipped would look like money that is missing.
/// </summary>
public static class ReconciliationFile
{
    /// <summary>The columns of the bank's list.</summary>
    public static IReadOnlyList<string> BankColumns { get; } = ["reference", "amount", "settled_at"];

    /// <summary>The columns of the acquirer's list; <c>operation</c> is <c>capture</c> or <c>refund</c>.</summary>
    public static IReadOnlyList<string> AcquirerColumns { get; } = ["operation", "reference", "amount", "occurred_at"];

    private const int LongestField = 256;

    /// <summary>The lines of a list.</summary>
    /// <param name="file">The list.</param>
    /// <param name="provider">Whose it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ReconciliationFileException">It is not such a list.</exception>
    public static async IAsyncEnumerable<ProviderLine> ReadAsync(
        Stream file, Provider provider, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var text = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectColumnCountChanges = true,
            IgnoreBlankLines = false,
            MaxFieldSize = LongestField,
        });
        var columns = provider == Provider.Bank ? BankColumns : AcquirerColumns;
        if (!await NextAsync(csv) || !csv.ReadHeader() || !csv.HeaderRecord!.SequenceEqual(columns))
        {
            throw new ReconciliationFileException($"The first line must be «{string.Join(',', columns)}».");
        }

        while (await NextAsync(csv))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Line(csv, provider);
        }
    }

    private static async Task<bool> NextAsync(CsvReader csv)
    {
        try
        {
            // A field is decoded when it is first looked at; what is wrong with one is then told of its line.
            return await csv.ReadAsync() && csv.Parser.Record is not null;
        }
        catch (Exception e) when (e is CsvHelperException or DecoderFallbackException)
        {
            throw new ReconciliationFileException($"Line {csv.Parser.RawRow} is no line of this list: {e.GetType().Name}.");
        }
    }

    private static ProviderLine Line(CsvReader csv, Provider provider)
    {
        var fields = csv.Parser.Record!;
        if (fields.Length == 1 && fields[0].Length == 0) throw Wrong(csv, "it is empty");
        var operation = provider == Provider.Bank ? ProviderOperation.Payout : OperationOf(fields[0]) ?? throw Wrong(csv, "the operation is «capture» or «refund»");
        var (reference, amount, at) = (fields[^3], fields[^2], fields[^1]);
        if (reference.Length == 0) throw Wrong(csv, "there is no reference");
        // No sign, no fraction, no grouping: a list in roubles must not pass for one in kopecks.
        if (!long.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var kopecks) || kopecks == 0) throw Wrong(csv, "the amount is a whole number of kopecks above 0");
        return DateTimeOffset.TryParseExact(at, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new ProviderLine(operation, reference, kopecks, time)
            : throw Wrong(csv, "the time is written as 2026-11-09T12:00:00+03:00 or …Z");
    }

    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static ProviderOperation? OperationOf(string word) => word switch
    {
        "capture" => ProviderOperation.Capture,
        "refund" => ProviderOperation.Refund,
        _ => null,
    };

    private static ReconciliationFileException Wrong(CsvReader csv, string what) => new($"Line {csv.Parser.RawRow}: {what}.");
}
