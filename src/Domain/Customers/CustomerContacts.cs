namespace Marketplace.Domain.Customers;

/// <summary>How changes of contacts and recoveries change an account (S45–S51).</summary>
internal static class CustomerContacts
{
    public static Customer Evolve(Customer customer, CustomerEvent happened) => happened switch
    {
        ContactChangeRequested e => customer with
        {
            ContactChanges = customer.ContactChanges.Add(new PendingContactChange(
                e.ChangeId, e.Kind, e.NewContact, e.OldChallengeId, e.NewChallengeId, e.ProveBy, null, null, -1)),
        },
        ContactChangeScheduled e => With(customer, e.ChangeId, c => c with { ScheduledAt = e.ScheduledAt, EffectiveAt = e.EffectiveAt }),
        ContactChangeWarned e => With(customer, e.ChangeId, c => c with { LastWarnedDay = Math.Max(c.LastWarnedDay, e.Day) }),
        ContactChangeCancelled e => Ended(customer, e.ChangeId),
        PhoneChanged e => Unproven(Ended(customer, e.ChangeId) with { Phone = e.Phone }, e.Reason, e.ChangedAt),
        EmailChanged e => Unproven(
            Ended(customer, e.ChangeId) with { Email = new AccountEmail(e.EmailId, e.Email, true, null, null) }, e.Reason, e.ChangedAt),
        RecoveryStarted e => customer with
        {
            Recovery = new PendingRecovery(e.RecoveryId, e.ChallengeId, e.ExpiresAt, null, null) { StartedAt = e.StartedAt },
        },
        RecoveryPhoneNamed e when customer.Recovery is { } recovery && recovery.RecoveryId == e.RecoveryId =>
            customer with { Recovery = recovery with { NewPhone = e.NewPhone, PhoneChallengeId = e.ChallengeId } },
        RecoveryCompleted => customer with { Recovery = null },
        _ => customer,
    };

    private static Customer Ended(Customer customer, Guid changeId) => customer.ContactChanges.Exists(c => c.ChangeId == changeId)
        ? customer with { ContactChanges = customer.ContactChanges.RemoveAll(c => c.ChangeId == changeId), LastEndedChange = changeId }
        : customer;

    private static Customer Unproven(Customer customer, ContactChangeReason reason, DateTimeOffset at) =>
        reason == ContactChangeReason.BothProved ? customer : customer with { UnprovenChangeAt = at };

    private static Customer With(Customer customer, Guid changeId, Func<PendingContactChange, PendingContactChange> change) =>
        customer with { ContactChanges = [.. customer.ContactChanges.Select(c => c.ChangeId == changeId ? change(c) : c)] };
}
