using System.Buffers.Text;
using Marketplace.Domain;

namespace Marketplace.Host.Http;

/// <summary>A place in a list that is ordered by time, then id: stable while newer items come in.</summary>
public sealed record Position(DateTimeOffset At, Guid Id);

/// <summary>One page of a list.</summary>
/// <param name="Items">The items, newest first.</param>
/// <param name="NextCursor">What to send as <c>cursor</c> for the next page; null on the last.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Which page of a list is asked for.</summary>
public sealed record Page(int Limit, Position? After)
{
    private const int DefaultLimit = 20;
    private const int MostItems = 100;

    /// <summary>The refusal of a limit or cursor that makes no sense.</summary>
    public static Rejection Invalid { get; } = InvalidUpTo(MostItems);

    /// <summary>The same, where a page may have another number of items.</summary>
    public static Rejection InvalidUpTo(int most) => new(
        "request.cursor-invalid", RejectionKind.Invalid,
        $"Use a limit between 1 and {most}, and a cursor exactly as the last page gave it.",
        $"Используйте limit от 1 до {most} и cursor точно из прошлой страницы.")
    { Field = "cursor" };

    /// <summary>Reads the query; null when it makes no sense.</summary>
    public static Page? From(int? limit, string? cursor, int most = MostItems)
    {
        if (limit < 1 || limit > most) return null;
        if (cursor is null) return new Page(limit ?? DefaultLimit, null);
        Span<byte> bytes = stackalloc byte[24];
        if (!Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var written) || written != 24) return null;
        var ticks = BitConverter.ToInt64(bytes[..8]);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return null;
        return new Page(limit ?? DefaultLimit, new Position(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[8..])));
    }

    /// <summary>Makes the page of one item more than was asked for.</summary>
    public PageOf<T> Of<T>(IReadOnlyList<T> found, Func<T, Position> at) => found.Count <= Limit
        ? new PageOf<T>(found, null)
        : new PageOf<T>([.. found.Take(Limit)], Cursor(at(found[Limit - 1])));

    // In whole microseconds, which is as far as the database counts: a cursor is the same whoever knew the time.
    private static string Cursor(Position position) => Base64Url.EncodeToString(
        [.. BitConverter.GetBytes(position.At.UtcTicks - position.At.UtcTicks % TimeSpan.TicksPerMicrosecond), .. position.Id.ToByteArray()]);
}
