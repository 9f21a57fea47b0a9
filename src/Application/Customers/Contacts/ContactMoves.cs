using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Contacts;

/// <summary>Keeps the claims on contacts and the rows of sessions in step with what was decided about a change.</summary>
public sealed class ContactMoves(Accounts accounts, LinkTokens links, ContactPolicy policy)
{
    /// <summary>
    /// Keeps the new contact for the change. Whoever tries to sign in with it meanwhile is told to wait, so that nobody, the owner
    /// included, can take it away by registering.
    /// </summary>
    /// <exception cref="RefusedException">It belongs to another account.</exception>
    public async Task KeepAsync(IDocumentSession session, Guid customerId, PendingContactChange change, DateTimeOffset now, CancellationToken cancellation)
    {
        var contact = await FreeAsync(session, customerId, change, cancellation);
        accounts.Claim(session, contact, customerId, change.ChangeId, now);
    }

    /// <summary>Sends the warnings on their way, and the end; all survive this host.</summary>
    public async Task ScheduleAsync(IDocumentSession session, IMessageBus bus, ContactChangeScheduled scheduled)
    {
        links.Open(session, LinkPurpose.ChangeCancellation, scheduled.CustomerId, scheduled.ChangeId, null, scheduled.ScheduledAt);
        foreach (var day in policy.WarnedDays)
        {
            await bus.PublishAsync(
                new WarnOfContactChange(scheduled.CustomerId, scheduled.ChangeId, day), new DeliveryOptions { ScheduleDelay = TimeSpan.FromDays(day) });
        }

        await bus.PublishAsync(new CompleteContactChange(scheduled.CustomerId, scheduled.ChangeId), new DeliveryOptions { ScheduleDelay = policy.Grace });
    }

    /// <summary>Makes the new contact the account's, lets the old one go, and ends the sessions that the decision ends.</summary>
    /// <exception cref="RefusedException">The new contact belongs to another account.</exception>
    public async Task MoveAsync(
        IDocumentSession session, Customer before, PendingContactChange change, Decision<CustomerEvent> decision, DateTimeOffset now, CancellationToken cancellation)
    {
        var contact = await FreeAsync(session, before.Id, change, cancellation);
        accounts.Claim(session, contact, before.Id, keptForChange: null, now);
        var previous = change.Kind == ContactKind.Phone ? before.Phone : before.VerifiedEmail();
        if (previous is not null && Contact.Of(change.Kind, previous) is { } old) accounts.Release(session, old);
        SessionClosing.DeleteClosed(session, before.Id, decision);
    }

    /// <summary>Lets a contact go that was kept for a change which will not come to be.</summary>
    public async Task ReleaseAsync(IDocumentSession session, Guid customerId, PendingContactChange change, CancellationToken cancellation)
    {
        if (Contact.Of(change.Kind, change.NewContact) is not { } contact) return;
        var claim = await accounts.ClaimOnAsync(session, contact, cancellation);
        if (claim?.CustomerId == customerId && claim.KeptForChange == change.ChangeId) accounts.Release(session, contact);
    }

    private async Task<Contact> FreeAsync(IDocumentSession session, Guid customerId, PendingContactChange change, CancellationToken cancellation)
    {
        var contact = Contact.Of(change.Kind, change.NewContact) ?? throw new RefusedException(ContactErrors.ChangeUnknown);
        var claim = await accounts.ClaimOnAsync(session, contact, cancellation);
        return claim is null || claim.CustomerId == customerId ? contact : throw new RefusedException(ContactErrors.Taken(change.Kind));
    }
}
