using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers.External;

/// <summary>Lets an identity elsewhere open the customer's account (S27, S28).</summary>
/// <param name="CustomerId">Who asked for it.</param>
/// <param name="SessionId">The session that asked; it must still be open.</param>
/// <param name="Identity">The identity, verified.</param>
public sealed record LinkExternalIdentity(Guid CustomerId, Guid SessionId, VerifiedIdentity Identity);

/// <summary>The answer.</summary>
/// <param name="IdentityId">Its name in the account.</param>
/// <param name="Provider">Who vouches.</param>
/// <param name="LinkedAt">Since when it opens the account.</param>
/// <param name="IsNew">Whether this request linked it.</param>
public sealed record IdentityLinked(Guid IdentityId, ExternalProvider Provider, DateTimeOffset LinkedAt, bool IsNew);

/// <summary>Handles <see cref="LinkExternalIdentity"/>.</summary>
public static class LinkExternalIdentityHandler
{
    /// <summary>Links it, or finds it linked. Whoever links the same identity at the same time waits, and then finds it taken.</summary>
    public static async Task<IdentityLinked> Handle(
        LinkExternalIdentity command, IDocumentSession session, KeyedHash hashes, LiveSessions sessions, TimeProvider clock, CancellationToken cancellation)
    {
        var (id, now) = (LinkedIdentity.IdOf(command.Identity, hashes), clock.GetUtcNow());
        await session.LockAsync(id, cancellation);
        var found = await session.LoadAsync<LinkedIdentity>(id, cancellation);
        var linked = found ?? new LinkedIdentity(id, command.CustomerId, Guid.CreateVersion7(now), command.Identity.Provider, now);
        await session.LockAsync(LiveSessions.LockOf(command.CustomerId), cancellation);
        // Minutes have passed at the provider: a session that was closed meanwhile gives nobody a way in.
        var live = await sessions.OfAsync(session, command.CustomerId, cancellation);
        if (!live.Any(s => s.SessionId == command.SessionId)) throw new RefusedException(CustomerErrors.SignInRequired);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(command.CustomerId, cancellation);
        var decision = ExternalDecisions.Link(
            stream.Existing(CustomerErrors.SignInRequired),
            found?.CustomerId,
            new ExternalIdentity(linked.IdentityId, linked.Provider),
            new Pii<string>(command.CustomerId, "external-subject", command.Identity.Subject.Reveal()),
            now);
        var isNew = stream.Append(decision);
        if (isNew) session.Insert(linked);
        return new IdentityLinked(linked.IdentityId, linked.Provider, linked.LinkedAt, isNew);
    }
}
