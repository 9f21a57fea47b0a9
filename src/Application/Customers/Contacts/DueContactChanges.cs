using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Contacts;

/// <summary>
/// Makes changes take effect whose time has come although their timer has not fired yet: a timer may be late by a poll or an
/// outage, and the old number must not open the account in between (S47).
/// </summary>
public sealed class DueContactChanges(IDocumentStore store, TimeProvider clock)
{
    /// <summary>Settles what is due at the account that has that contact, before anybody signs in with it.</summary>
    public async Task SettleAsync(IMessageBus bus, string contactClaimId, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<ContactClaim>(contactClaimId, cancellation) is { } claim) await SettleAsync(bus, claim.CustomerId, cancellation);
    }

    /// <summary>Settles what is due at an account.</summary>
    public async Task SettleAsync(IMessageBus bus, Guid customerId, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var customer = await session.LoadAsync<Customer>(customerId, cancellation);
        var now = clock.GetUtcNow();
        foreach (var due in customer?.ContactChanges.Where(c => ContactDecisions.IsDue(c, now)) ?? [])
        {
            await bus.InvokeAsync(new CompleteContactChange(customerId, due.ChangeId), cancellation);
        }
    }
}
