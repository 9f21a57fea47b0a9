using JasperFx.Events;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers.Deletion;

/// <summary>Takes an unconfirmed request for deletion back (D8).</summary>
public sealed record WithdrawDeletion(Guid CustomerId);

/// <summary>Handles <see cref="WithdrawDeletion"/>.</summary>
public static class WithdrawDeletionHandler
{
    /// <summary>Takes it back; when there is none, that is how it shall be.</summary>
    public static void Handle(WithdrawDeletion command, [Locked(nameof(WithdrawDeletion.CustomerId))] IEventStream<Customer> customer, TimeProvider clock) =>
        customer.Append(DeletionDecisions.Withdraw(customer.Existing(CustomerErrors.SignInRequired), clock.GetUtcNow()));
}
