namespace Marketplace.Domain.Customers;

/// <summary>A deletion that is being asked for.</summary>
/// <param name="DeletionId">The deletion.</param>
/// <param name="Reason">Why; null when the customer did not say.</param>
/// <param name="Comment">More about it.</param>
/// <param name="Channel">Where the code goes.</param>
/// <param name="ChallengeId">The code.</param>
public sealed record NewDeletion(Guid DeletionId, DeletionReason? Reason, Pii<string>? Comment, ContactKind Channel, Guid ChallengeId);

/// <summary>How an account ends: requested, confirmed, erased (S94–S100, D8). What is in the way is asked anew at each step.</summary>
public static class DeletionDecisions
{
    /// <summary>How many characters a comment may have.</summary>
    public const int LongestComment = 1_000;

    /// <summary>Asks for the deletion (S94–S99). A newer request takes the place of an older one.</summary>
    public static Decision<CustomerEvent> Request(Customer customer, NewDeletion asked, DeletionStanding standing, DateTimeOffset now)
    {
        if (asked.Reason is not { } reason) return DeletionErrors.ReasonMissing;
        if (Refuse(customer, standing, now) is { } refused) return refused;
        if (asked.Channel == ContactKind.Email && customer.VerifiedEmail() is null) return ContactErrors.NoVerifiedEmail;
        return new DeletionRequested(customer.Id, asked.DeletionId, reason, asked.Comment, asked.Channel, asked.ChallengeId, now);
    }

    /// <summary>Takes the request back (D8); without one there is nothing to take back.</summary>
    public static Decision<CustomerEvent> Withdraw(Customer customer, DateTimeOffset now)
    {
        if (customer.IsLeaving) return DeletionErrors.Deleted;
        return customer.Deletion is { } pending ? new DeletionWithdrawn(customer.Id, pending.DeletionId, now) : Decision<CustomerEvent>.Nothing;
    }

    /// <summary>The code was right: the account is closed, and its erasure begins (S99).</summary>
    public static Decision<CustomerEvent> Confirm(Customer customer, DeletionStanding standing, DateTimeOffset now)
    {
        if (customer.IsLeaving) return Decision<CustomerEvent>.Nothing;
        if (customer.Deletion is not { } pending) return DeletionErrors.NotRequested;
        return Refuse(customer, standing, now) is { } refused ? refused : new DeletionConfirmed(customer.Id, pending.DeletionId, now);
    }

    /// <summary>
    /// Erases a customer who has confirmed (S100). Money that came in meanwhile, because an acquirer took it late, stops the
    /// deletion: whoever is erased could not have it back (D7).
    /// </summary>
    public static Decision<CustomerEvent> Erase(Customer customer, DeletionStanding standing, DateTimeOffset now)
    {
        if (customer.IsErased || customer.Deletion is not { ConfirmedAt: not null } confirmed) return Decision<CustomerEvent>.Nothing;
        return standing.Blockers() is { Count: > 0 } blockers
            ? new DeletionStopped(customer.Id, confirmed.DeletionId, blockers, now)
            : new CustomerErased(customer.Id, now);
    }

    /// <summary>
    /// Erases whoever was erased already, in a history that a restored backup has taken the place of (S100). Nothing is asked: a
    /// person who is forgotten stays so.
    /// </summary>
    public static Decision<CustomerEvent> EraseAgain(Customer customer, DateTimeOffset now) =>
        customer.IsErased ? Decision<CustomerEvent>.Nothing : new CustomerErased(customer.Id, now);

    /// <summary>Notes that nothing is left to remove (S100).</summary>
    public static Decision<CustomerEvent> Complete(Customer customer, IReadOnlyList<RemovedRows> removed, DateTimeOffset now) =>
        customer is { IsErased: true, ErasureCompletedAt: null }
            ? new ErasureCompleted(customer.Id, removed, now)
            : Decision<CustomerEvent>.Nothing;

    private static Rejection? Refuse(Customer customer, DeletionStanding standing, DateTimeOffset now) =>
        Entitlements.Refuse(customer, AccountAction.RequestDeletion, now)
        ?? (standing.Blockers() is { Count: > 0 } blockers ? DeletionErrors.Blocked(blockers) : null);
}
