using System.Text.Json;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor;

/// <summary>Verifies the signed sums of a period: the signature, that each day adds up, and that the history says the same.</summary>
internal static class VerifyingDigest
{
    public static int Run(IEnumerable<string> args, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var arguments = new Arguments(args, "digest", "key", "file", "connection");
        var keys = Sources.Keys(arguments);
        if (keys is null && !NamesHistory(arguments)) throw new InputException("Give --key, or a history (--file, --connection), or both: a digest that only adds up proves nothing.");
        var path = arguments.Required("digest");
        var whole = Sources.Text(path);
        if (!Digest.IsOne(whole)) throw new InputException($"{path} is not a digest.");
        if (Digest.Read(whole) is not { } digest) return Say(["BAD digest-malformed: it has not the shape of a digest"], output);
        List<string> wrong = [];
        if (keys is not null && !keys.HaveSigned(digest.Origin, digest.Text, digest.SignedBy)) wrong.Add("BAD signature: none of the trusted keys has signed it, or one of them wrongly");
        wrong.AddRange(Unbalanced(digest));
        var book = Book(arguments, digest, errors, clock);
        if (book is not null) wrong.AddRange(Differences(digest, book));
        if (keys is null) output.WriteLine("   The signature was not checked: give --key.");
        if (book is null) output.WriteLine("   The history was not looked at: give --file or --connection.");
        if (wrong.Count > 0) return Say(wrong, output);
        output.WriteLine($"OK {digest.Origin}, {digest.From:yyyy-MM-dd} to {digest.To:yyyy-MM-dd}{(book is null ? "" : $", as {book.Events} events say")}");
        return Commands.Good;
    }

    // Only what was named, so that a digest can be checked where there is no history.
    private static DayBook? Book(Arguments arguments, Digest digest, TextWriter errors, TimeProvider clock)
    {
        if (!NamesHistory(arguments)) return null;
        var (book, progress, read) = (new DayBook(digest.From, digest.To, digest.Until), new Progress(errors, "read", clock), 0L);
        using var history = Sources.History(arguments);
        foreach (var e in history.Lines().OfType<EventLine>().Select(l => l.Event).OfType<StoredEvent>())
        {
            progress.At(++read);
            try
            {
                book.Add(e);
            }
            catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
            {
                throw new InputException($"The amounts of event {e.Sequence} cannot be read: verify the history first.");
            }
        }

        return book;
    }

    private static bool NamesHistory(Arguments arguments) =>
        (arguments["file"] ?? arguments["connection"] ?? Environment.GetEnvironmentVariable("AUDITOR_CONNECTION")) is not null;

    private static IEnumerable<string> Unbalanced(Digest digest) =>
        from line in digest.Lines
        let words = line.Split(' ')
        where words is [_, "account", _, _]
        group long.TryParse(words[3], out var amount) ? amount : (Int128)long.MaxValue by words[0] into day
        let sum = day.Aggregate(Int128.Zero, (all, amount) => all + amount)
        where sum != 0
        select $"BAD digest-unbalanced day={day.Key}: its accounts add up to {sum} and not to 0";

    private static IEnumerable<string> Differences(Digest digest, DayBook book)
    {
        var expected = book.Lines().ToList();
        return digest.Lines.Except(expected).Select(l => $"BAD digest-differs {At(l)}: the history does not say so")
            .Concat(expected.Except(digest.Lines).Select(l => $"BAD digest-differs {At(l)}: the history says so, and the digest does not"))
            .Concat(digest.Lines.Count == digest.Lines.Distinct().Count() ? [] : ["BAD digest-differs: it has a line twice"]);
    }

    private static string At(string line) => $"day={line[..10]} «{line[11..]}»";

    private static int Say(IReadOnlyList<string> wrong, TextWriter output)
    {
        foreach (var line in wrong) output.WriteLine(line);
        return Commands.Bad;
    }
}
