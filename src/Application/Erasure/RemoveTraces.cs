using Marketplace.Application.Customers;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Erasure;

/// <summary>Removes what leads to an erased customer: look-ups, sessions, codes, answers, messages. The key must be destroyed by then.</summary>
public sealed record RemoveTraces(Guid CustomerId);

/// <summary>Handles <see cref="RemoveTraces"/>.</summary>
public static class RemoveTracesHandler
{
    /// <summary>Removes everything in one transaction, together with the event that counts it. From its commit on the contacts are free (X24).</summary>
    public static async Task Handle(RemoveTraces message, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var id = message.CustomerId;
        if (await session.LoadAsync<Customer>(id, cancellation) is not { ErasedAt: { } erasedAt, ErasureCompletedAt: null }) return;
        var claims = await session.Query<ContactClaim>().Where(c => c.CustomerId == id).Select(c => c.Id).ToListAsync(cancellation);
        await LockAsync(session, id, [.. claims.Order(StringComparer.Ordinal)], cancellation);
        var removed = await TracesOfCustomer.RemoveAsync(session, new Subject(id, [.. claims], erasedAt), cancellation);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(id, cancellation);
        if (stream.Aggregate is { } customer) stream.Append(DeletionDecisions.Complete(customer, removed, clock.GetUtcNow()));
    }

    // In the order of every sign-in: codes, contacts, sessions, account. Whoever is about to sign in by one of the contacts either
    // finds the account deleted, or finds no account and registers.
    private static async Task LockAsync(IDocumentSession session, Guid id, IReadOnlyList<string> claims, CancellationToken cancellation)
    {
        foreach (var claim in claims) await session.LockAsync(OneTimeCodes.KeyOf(ChallengePurpose.SignIn, claim), cancellation);
        foreach (var claim in claims) await session.LockAsync(claim, cancellation);
        await session.LockAsync(LiveSessions.LockOf(id), cancellation);
    }
}
