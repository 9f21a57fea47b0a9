using JasperFx.Events;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers.Contacts;

/// <summary>
/// An account with a change of a contact, locked until the transaction ends. The order is that of every sign-in: contacts,
/// sessions, account. So a sign-in with the old contact either ends before the change or finds that it is gone.
/// </summary>
/// <param name="Stream">The account for writing.</param>
/// <param name="Customer">Its state below the locks.</param>
/// <param name="Pending">The change, or null when there is none (any more).</param>
public sealed record LockedChange(IEventStream<Customer> Stream, Customer Customer, PendingContactChange? Pending)
{
    /// <summary>Locks and reads.</summary>
    /// <exception cref="RefusedException">There is no such account.</exception>
    public static async Task<LockedChange> OpenAsync(
        IDocumentSession session, Accounts accounts, Guid customerId, Guid changeId, CancellationToken cancellation)
    {
        // Read once without locks, to learn what to lock.
        var seen = await session.LoadAsync<Customer>(customerId, cancellation) ?? throw new RefusedException(ContactErrors.ChangeUnknown);
        if (seen.ContactChanges.Find(c => c.ChangeId == changeId) is { } change)
        {
            var current = change.Kind == ContactKind.Phone ? seen.Phone : seen.Email?.Address;
            await accounts.LockAsync(session, [Contact.Of(change.Kind, change.NewContact), current is null ? null : Contact.Of(change.Kind, current)], cancellation);
        }

        await session.LockAsync(LiveSessions.LockOf(customerId), cancellation);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(customerId, cancellation);
        var customer = stream.Existing(ContactErrors.ChangeUnknown);
        return new LockedChange(stream, customer, customer.ContactChanges.Find(c => c.ChangeId == changeId));
    }
}
