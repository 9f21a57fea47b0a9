namespace Marketplace.Domain.Customers;

/// <summary>How a customer gets another phone or e-mail (S45–S48, D11). Each change ends exactly once (I13).</summary>
public static class ContactDecisions
{
    /// <summary>Asks for another contact; a code goes to the phone of now and one to the new contact (S45, S46).</summary>
    /// <param name="customer">The account.</param>
    /// <param name="change">What is asked for.</param>
    /// <param name="isSame">Whether the account has that contact already; the caller compares, no decision reads a contact.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> Request(Customer customer, NewContactChange change, bool isSame, ContactPolicy policy, DateTimeOffset now)
    {
        if (Entitlements.Refuse(customer, AccountAction.ChangePhone, now) is { } refused) return refused;
        if (isSame) return ContactErrors.Unchanged;
        var earlier = customer.ContactChanges.Find(c => c.Kind == change.Kind);
        if (earlier is not null && !HasLapsed(earlier, now)) return ContactErrors.AlreadyPending;
        List<CustomerEvent> happened = [];
        if (earlier is not null) happened.Add(Ended(customer, earlier, ContactChangeEnd.NotProved, now));
        happened.Add(new ContactChangeRequested(
            customer.Id, change.ChangeId, change.Kind, change.Contact, change.OldChallengeId, change.NewChallengeId, now + policy.ProveWithin, now));
        return happened;
    }

    /// <summary>
    /// The new contact is proved. With the phone of now proved too the change is done at once (S46), and every session but the
    /// one that asks ends; without it the change waits for objections (S47).
    /// </summary>
    /// <param name="customer">The account.</param>
    /// <param name="changeId">The change.</param>
    /// <param name="oldProved">Whether the phone of now is proved too.</param>
    /// <param name="emailId">The name of the new e-mail at this account, if it is one.</param>
    /// <param name="currentSessionId">The session that stays.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> Prove(
        Customer customer, Guid changeId, bool oldProved, Guid emailId, Guid currentSessionId, ContactPolicy policy, DateTimeOffset now)
    {
        if (Find(customer, changeId) is not { } pending) return Missing(customer, changeId);
        if (pending.EffectiveAt is not null && !oldProved) return Decision<CustomerEvent>.Nothing;
        if (HasLapsed(pending, now)) return ContactErrors.ChangeExpired;
        return oldProved
            ? Changed(customer, pending, emailId, ContactChangeReason.BothProved, currentSessionId, now)
            : new ContactChangeScheduled(customer.Id, changeId, pending.Kind, now + policy.Grace, now);
    }

    /// <summary>The waiting time is over and nobody objected: the old contact is removed (S47). Before that nothing happens.</summary>
    public static Decision<CustomerEvent> Complete(Customer customer, Guid changeId, Guid emailId, DateTimeOffset now) =>
        Find(customer, changeId) is { } pending && IsDue(pending, now)
            ? Changed(customer, pending, emailId, ContactChangeReason.GraceElapsed, null, now)
            : Decision<CustomerEvent>.Nothing;

    /// <summary>Warns the old contact once for that day (D11, X26); before it and after the end nothing happens.</summary>
    public static Decision<CustomerEvent> Warn(Customer customer, Guid changeId, int day, DateTimeOffset now) =>
        Find(customer, changeId) is { ScheduledAt: { } scheduled } pending && pending.LastWarnedDay < day && now >= scheduled.AddDays(day) && !IsDue(pending, now)
            ? new ContactChangeWarned(customer.Id, changeId, pending.Kind, day, now)
            : Decision<CustomerEvent>.Nothing;

    /// <summary>The customer, or whoever holds the old contact, takes the change back (S48, D11).</summary>
    public static Decision<CustomerEvent> Cancel(Customer customer, Guid changeId, ContactChangeEnd reason, DateTimeOffset now)
    {
        if (Find(customer, changeId) is not { } pending) return Missing(customer, changeId);
        return IsDue(pending, now) ? ContactErrors.NoPendingChange : Ended(customer, pending, reason, now);
    }

    /// <summary>Ends a change whose new contact was not proved in time; before that nothing happens.</summary>
    public static Decision<CustomerEvent> Lapse(Customer customer, Guid changeId, DateTimeOffset now) =>
        Find(customer, changeId) is { } pending && HasLapsed(pending, now)
            ? Ended(customer, pending, ContactChangeEnd.NotProved, now)
            : Decision<CustomerEvent>.Nothing;

    /// <summary>Whether the change's waiting time is over: from that moment the old contact is no longer the account's (S47).</summary>
    public static bool IsDue(PendingContactChange pending, DateTimeOffset now) => now >= pending.EffectiveAt;

    private static bool HasLapsed(PendingContactChange pending, DateTimeOffset now) => pending.EffectiveAt is null && now >= pending.ProveBy;

    private static PendingContactChange? Find(Customer customer, Guid changeId) => customer.ContactChanges.Find(c => c.ChangeId == changeId);

    private static Rejection Missing(Customer customer, Guid changeId) =>
        customer.LastEndedChange == changeId ? ContactErrors.NoPendingChange : ContactErrors.ChangeUnknown;

    private static ContactChangeCancelled Ended(Customer customer, PendingContactChange pending, ContactChangeEnd reason, DateTimeOffset now) =>
        new(customer.Id, pending.ChangeId, pending.Kind, reason, now);

    private static List<CustomerEvent> Changed(
        Customer customer, PendingContactChange pending, Guid emailId, ContactChangeReason reason, Guid? keptSessionId, DateTimeOffset now)
    {
        CustomerEvent changed = pending.Kind == ContactKind.Phone
            ? new PhoneChanged(customer.Id, pending.ChangeId, pending.NewContact, customer.Phone, reason, now)
            : new EmailChanged(customer.Id, pending.ChangeId, emailId, pending.NewContact, customer.Email!.Address, reason, now);
        var closed = customer.Sessions
            .Where(s => s.SessionId != keptSessionId)
            .Select(s => new SessionClosed(customer.Id, s.SessionId, SessionEnd.ContactChanged, now));
        return [changed, .. closed];
    }
}

/// <summary>A change of a contact that is being asked for.</summary>
/// <param name="ChangeId">The change.</param>
/// <param name="Kind">Which contact.</param>
/// <param name="Contact">What it is to become.</param>
/// <param name="OldChallengeId">The code that went to the phone of now.</param>
/// <param name="NewChallengeId">The code that went to the new contact.</param>
public sealed record NewContactChange(Guid ChangeId, ContactKind Kind, Pii<string> Contact, Guid OldChallengeId, Guid NewChallengeId);
