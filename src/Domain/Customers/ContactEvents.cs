namespace Marketplace.Domain.Customers;

/// <summary>A way to reach a person.</summary>
public enum ContactKind
{
    /// <summary>A phone number.</summary>
    Phone,

    /// <summary>An e-mail address.</summary>
    Email,
}

/// <summary>What made a contact change.</summary>
public enum ContactChangeReason
{
    /// <summary>The old contact and the new one were both proved (S46).</summary>
    BothProved,

    /// <summary>The old one was not proved, and nobody objected for fourteen days (S47, D11).</summary>
    GraceElapsed,

    /// <summary>The customer recovered the account through the e-mail (S51).</summary>
    Recovery,
}

/// <summary>Why a change of a contact did not come to be.</summary>
public enum ContactChangeEnd
{
    /// <summary>The customer took it back in a session (S48).</summary>
    CancelledInSession,

    /// <summary>Whoever holds the old contact took it back by the link of a warning (D11).</summary>
    CancelledByLink,

    /// <summary>The new contact was not proved in time.</summary>
    NotProved,

    /// <summary>The new contact belongs to another account.</summary>
    ContactTaken,

    /// <summary>The account was recovered or another change made it void.</summary>
    Overtaken,
}

/// <summary>The customer asked for another phone or e-mail; one code went to the phone of now and one to the new contact (S45, S46).</summary>
public sealed record ContactChangeRequested(
    Guid CustomerId,
    Guid ChangeId,
    ContactKind Kind,
    Pii<string> NewContact,
    Guid OldChallengeId,
    Guid NewChallengeId,
    DateTimeOffset ProveBy,
    DateTimeOffset RequestedAt) : CustomerEvent;

/// <summary>The new contact was proved, the old one was not: the change waits until <c>EffectiveAt</c> for an objection (S47, D11).</summary>
public sealed record ContactChangeScheduled(
    Guid CustomerId, Guid ChangeId, ContactKind Kind, DateTimeOffset EffectiveAt, DateTimeOffset ScheduledAt) : CustomerEvent;

/// <summary>The old contact was warned once more; <c>Day</c> counts from the schedule (D11).</summary>
public sealed record ContactChangeWarned(Guid CustomerId, Guid ChangeId, ContactKind Kind, int Day, DateTimeOffset WarnedAt) : CustomerEvent;

/// <summary>The change will not come to be (S48).</summary>
public sealed record ContactChangeCancelled(
    Guid CustomerId, Guid ChangeId, ContactKind Kind, ContactChangeEnd Reason, DateTimeOffset CancelledAt) : CustomerEvent;

/// <summary>The account has another verified phone; the previous one opens nothing here any more (S39). <c>ChangeId</c> is the change or the recovery.</summary>
public sealed record PhoneChanged(
    Guid CustomerId, Guid ChangeId, Pii<string> Phone, Pii<string> PreviousPhone, ContactChangeReason Reason, DateTimeOffset ChangedAt) : CustomerEvent;

/// <summary>The account has another verified e-mail.</summary>
public sealed record EmailChanged(
    Guid CustomerId,
    Guid ChangeId,
    Guid EmailId,
    Pii<string> Email,
    Pii<string> PreviousEmail,
    ContactChangeReason Reason,
    DateTimeOffset ChangedAt) : CustomerEvent;

/// <summary>Support began a recovery; its code went to the verified e-mail, and support saw neither (S49, S50, D6).</summary>
public sealed record RecoveryStarted(
    Guid CustomerId, Guid RecoveryId, string AgentId, Pii<string> Reason, Guid ChallengeId, DateTimeOffset ExpiresAt, DateTimeOffset StartedAt) : CustomerEvent;

/// <summary>The code from the letter was entered, and the new phone named; the code of <c>ChallengeId</c> went there. Once more for each code sent again (S51).</summary>
public sealed record RecoveryPhoneNamed(
    Guid CustomerId, Guid RecoveryId, Pii<string> NewPhone, Guid ChallengeId, DateTimeOffset NamedAt) : CustomerEvent;

/// <summary>The new phone was proved; a <see cref="PhoneChanged"/> goes with it (S51).</summary>
public sealed record RecoveryCompleted(Guid CustomerId, Guid RecoveryId, DateTimeOffset CompletedAt) : CustomerEvent;
