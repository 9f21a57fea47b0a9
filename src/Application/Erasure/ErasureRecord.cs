using Marketplace.Domain.Customers;

namespace Marketplace.Application.Erasure;

/// <summary>
/// What the house remembers of a deletion: an id that leads nowhere any more, and three dates. A host that starts reads here
/// which erasures it has to finish, and which keys must stay destroyed.
/// </summary>
/// <param name="Id">The customer.</param>
/// <param name="ConfirmedAt">When the deletion was confirmed.</param>
/// <param name="ErasedAt">When the person was erased; null until then.</param>
/// <param name="CompletedAt">When the last trace was removed; null until then.</param>
public sealed record ErasureRecord(Guid Id, DateTimeOffset ConfirmedAt, DateTimeOffset? ErasedAt, DateTimeOffset? CompletedAt)
{
    /// <summary>The events that it follows from.</summary>
    public static IReadOnlyList<Type> Events { get; } =
        [typeof(DeletionConfirmed), typeof(DeletionStopped), typeof(CustomerErased), typeof(ErasureCompleted)];

    /// <summary>The record after one more event; a deletion that was stopped leaves none. (Not named Evolve: the store's generator claims that name.)</summary>
    public static ErasureRecord? Fold(ErasureRecord? record, CustomerEvent happened) => (record, happened) switch
    {
        (_, DeletionConfirmed e) => new ErasureRecord(e.CustomerId, e.ConfirmedAt, null, null),
        (_, DeletionStopped) => null,
        // Erased again after a restore that lost the confirmation.
        (null, CustomerErased e) => new ErasureRecord(e.CustomerId, e.ErasedAt, e.ErasedAt, null),
        ({ } r, CustomerErased e) => r with { ErasedAt = e.ErasedAt },
        ({ } r, ErasureCompleted e) => r with { CompletedAt = e.CompletedAt },
        _ => record,
    };
}
