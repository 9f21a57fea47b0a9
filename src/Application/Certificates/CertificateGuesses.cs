using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Certificates;
using Marten;

namespace Marketplace.Application.Certificates;

/// <summary>
/// Looks certificates up by code, and counts wrong codes by customer and by internet address, one look-up after the other, so
/// that no number of parallel requests gets one more than the caps allow (S87).
/// </summary>
public sealed class CertificateGuesses(IDocumentStore store, CertificateCodes codes, KeyedHash hashes, CertificatePolicy policy)
{
    // Rows that count for nothing any more go with the next wrong code; one that somebody works on is left for later.
    private const string Forget =
        $"delete from {MarketplaceStore.Schema}.mt_doc_guesstally where id in (select id from {MarketplaceStore.Schema}.mt_doc_guesstally where last_at <= ? limit 100 for update skip locked)";

    /// <summary>
    /// The id of the certificate with that code. Once a cap is reached nothing is looked up, a right code neither. Call it before
    /// the caller's own transaction has begun.
    /// </summary>
    /// <param name="customerId">Who asks.</param>
    /// <param name="address">From which internet address; null when its caps do not apply.</param>
    /// <param name="code">As it was typed.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="RefusedException">There is no such certificate, or there were too many wrong codes.</exception>
    public async Task<Guid> FindAsync(Guid customerId, Secret? address, Secret code, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        // The customer's row first, everywhere: then two requests never wait for each other.
        List<GuessTally> tallies = [await LockedAsync(session, $"customer:{hashes.Of("certificate-guess", customerId.ToString("D"))}", cancellation)];
        if (address is { } known) tallies.Add(await LockedAsync(session, $"address:{hashes.Of("certificate-guess", known.Reveal())}", cancellation));
        if (tallies.Select(t => t.Refuse(policy, now)).OfType<Domain.Rejection>().MaxBy(r => r.RetryAt) is { } refused) throw new RefusedException(refused);
        if (codes.IdOf(code) is { } id && await session.Events.FetchStreamStateAsync(id, cancellation) is not null) return id;
        foreach (var tally in tallies) session.Store(tally.WithWrong(policy, now));
        session.QueueSqlCommand(Forget, now - policy.Guesses.Max(cap => cap.Within));
        // Counted before it is told, whether the caller still listens or not.
        await session.SaveChangesAsync(CancellationToken.None);
        throw new RefusedException(CertificateErrors.Unknown);
    }

    private static async Task<GuessTally> LockedAsync(IDocumentSession session, string key, CancellationToken cancellation)
    {
        await session.LockAsync($"certificate-guess:{key}", cancellation);
        return await session.LoadAsync<GuessTally>(key, cancellation) ?? GuessTally.Empty(key);
    }
}
