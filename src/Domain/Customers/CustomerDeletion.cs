namespace Marketplace.Domain.Customers;

/// <summary>How a deletion changes an account (S94–S100).</summary>
internal static class CustomerDeletion
{
    public static Customer Evolve(Customer customer, CustomerEvent happened) => happened switch
    {
        DeletionRequested e => customer with { Deletion = new PendingDeletion(e.DeletionId, e.Channel, e.ChallengeId, null) },
        DeletionWithdrawn e when customer.Deletion?.DeletionId == e.DeletionId => customer with { Deletion = null },
        DeletionConfirmed e when customer.Deletion is { } pending && pending.DeletionId == e.DeletionId =>
            customer with { Deletion = pending with { ConfirmedAt = e.ConfirmedAt }, Sessions = [] },
        DeletionStopped e when customer.Deletion?.DeletionId == e.DeletionId => customer with { Deletion = null },
        CustomerErased e => Nobody(customer, e.ErasedAt),
        ErasureCompleted e => customer with { ErasureCompletedAt = e.CompletedAt },
        _ => customer,
    };

    // All that was known of the person goes with this one event, and nothing that might happen later brings any of it back.
    private static Customer Nobody(Customer customer, DateTimeOffset at) =>
        new(customer.Id, new Pii<string>(customer.Id, customer.Phone.Class, null), null, []) { Version = customer.Version, ErasedAt = at };
}
