using System.Collections.Immutable;

namespace Marketplace.Domain.Certificates;

/// <summary>The wrong codes of one customer or one internet address, so that the caps hold over restarts and hosts (S87).</summary>
/// <param name="Id">Whose, as a keyed hash; nobody can tell whose.</param>
/// <param name="Wrong">When wrong codes were entered within the longest cap, the oldest first.</param>
/// <param name="LastAt">When the last was; after the longest cap the row can be forgotten.</param>
public sealed record GuessTally(string Id, ImmutableList<DateTimeOffset> Wrong, DateTimeOffset LastAt)
{
    /// <summary>No wrong code is remembered.</summary>
    public static GuessTally Empty(string id) => new(id, [], DateTimeOffset.MinValue);

    /// <summary>Why no code is looked up now, with the earliest time at which one is, or null.</summary>
    public Rejection? Refuse(CertificatePolicy policy, DateTimeOffset now)
    {
        var room = policy.Guesses.Where(cap => Wrong.Count >= cap.Count).Select(cap => Wrong[^cap.Count] + cap.Within).DefaultIfEmpty(now).Max();
        return now < room ? CertificateErrors.TooManyGuesses(room) : null;
    }

    /// <summary>One more wrong code.</summary>
    public GuessTally WithWrong(CertificatePolicy policy, DateTimeOffset now)
    {
        var memory = policy.Guesses.Max(cap => cap.Within);
        return this with { Wrong = Wrong.RemoveAll(at => at <= now - memory).Add(now), LastAt = now };
    }
}
