namespace Marketplace.Domain.Customers;

/// <summary>A recovery that support wants to begin.</summary>
/// <param name="RecoveryId">The recovery; the challenge of the letter has the same id.</param>
/// <param name="AgentId">Who of support.</param>
/// <param name="Reason">What the customer said.</param>
/// <param name="EmailId">The e-mail that the letter goes to.</param>
public sealed record NewRecovery(Guid RecoveryId, string AgentId, Pii<string> Reason, Guid EmailId);

/// <summary>How an account whose phone is lost gets another: support begins it, the owner of the mailbox does the rest (S49–S51, D6).</summary>
public static class RecoveryDecisions
{
    /// <summary>Begins it. Without a verified e-mail this way is closed (S50).</summary>
    public static Decision<CustomerEvent> Start(Customer customer, NewRecovery begun, RecoveryPolicy policy, DateTimeOffset now)
    {
        if (customer.Email is not { Verified: true } email || email.EmailId != begun.EmailId) return RecoveryErrors.NoVerifiedEmail;
        if (customer.Recovery is { } open && now < open.StartedAt + policy.AgainAfter) return RecoveryErrors.AlreadyOpen(open.StartedAt + policy.AgainAfter);
        return new RecoveryStarted(customer.Id, begun.RecoveryId, begun.AgentId, begun.Reason, begun.RecoveryId, now + policy.Life, now);
    }

    /// <summary>The code of the letter was right: the phone is to become that one, once it is proved (S51).</summary>
    public static Decision<CustomerEvent> NamePhone(Customer customer, Guid recoveryId, Pii<string> newPhone, Guid challengeId, DateTimeOffset now)
    {
        if (Open(customer, recoveryId, now) is null) return RecoveryErrors.Unknown;
        return new RecoveryPhoneNamed(customer.Id, recoveryId, newPhone, challengeId, now);
    }

    /// <summary>Another code went to the phone that was named; it is still the same phone.</summary>
    /// <param name="customer">The account.</param>
    /// <param name="recoveryId">The recovery.</param>
    /// <param name="lastChallengeId">The code that has not come.</param>
    /// <param name="challengeId">The code in its place.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> SendAgain(Customer customer, Guid recoveryId, Guid lastChallengeId, Guid challengeId, DateTimeOffset now)
    {
        if (Open(customer, recoveryId, now) is not { } open) return RecoveryErrors.Unknown;
        if (open.NewPhone is not { } phone || open.PhoneChallengeId != lastChallengeId) return ChallengeErrors.Unknown;
        return new RecoveryPhoneNamed(customer.Id, recoveryId, phone, challengeId, now);
    }

    /// <summary>
    /// The new phone was proved: it is the account's, everybody is signed out, and changes of contacts that were under way are
    /// void, because whoever asked for them may be the one with the lost phone.
    /// </summary>
    public static Decision<CustomerEvent> Complete(Customer customer, Guid recoveryId, Guid challengeId, DateTimeOffset now)
    {
        if (Open(customer, recoveryId, now) is not { } open) return RecoveryErrors.Unknown;
        if (open.NewPhone is not { } phone || open.PhoneChallengeId != challengeId) return ChallengeErrors.Unknown;
        return (List<CustomerEvent>)
        [
            .. customer.ContactChanges.Select(c => new ContactChangeCancelled(customer.Id, c.ChangeId, c.Kind, ContactChangeEnd.Overtaken, now)),
            new RecoveryCompleted(customer.Id, recoveryId, now),
            new PhoneChanged(customer.Id, recoveryId, phone, customer.Phone, ContactChangeReason.Recovery, now),
            .. customer.Sessions.Select(s => new SessionClosed(customer.Id, s.SessionId, SessionEnd.Recovered, now)),
        ];
    }

    /// <summary>That recovery, as long as something can be done in it.</summary>
    public static PendingRecovery? Open(Customer customer, Guid recoveryId, DateTimeOffset now) =>
        customer.Recovery is { } open && open.RecoveryId == recoveryId && now < open.ExpiresAt ? open : null;
}
