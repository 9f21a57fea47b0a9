using System.Collections.Immutable;

namespace Marketplace.Domain.Customers;

/// <summary>A session that has been opened and not closed; it may have expired meanwhile.</summary>
public sealed record OpenSession(Guid SessionId, DateTimeOffset OpenedAt);

/// <summary>The e-mail of an account. Until it is verified it is inert (S19).</summary>
/// <param name="EmailId">Names this address at this account; another address has another id (S18).</param>
/// <param name="Address">The address.</param>
/// <param name="Verified">Whether the mailbox is proven.</param>
/// <param name="LinkId">The newest link, or the one that proved it.</param>
/// <param name="LinkExpiresAt">From this moment the link opens nothing (P9).</param>
public sealed record AccountEmail(Guid EmailId, Pii<string> Address, bool Verified, Guid? LinkId, DateTimeOffset? LinkExpiresAt);

/// <summary>An activation whose code has not come yet (S14, S15).</summary>
public sealed record PendingActivation(Guid ActivationId, Pii<string> Email, Guid ChallengeId);

/// <summary>A change of a contact that has not ended (S45–S48).</summary>
/// <param name="ChangeId">The change.</param>
/// <param name="Kind">Which contact.</param>
/// <param name="NewContact">What it is to become.</param>
/// <param name="OldChallengeId">The code that proves the phone of now.</param>
/// <param name="NewChallengeId">The code that proves the new contact.</param>
/// <param name="ProveBy">Until when the new contact must be proved.</param>
/// <param name="ScheduledAt">When the new contact was proved without the old one; null until then.</param>
/// <param name="EffectiveAt">When it takes effect without a proof of the old contact; null until the new one is proved.</param>
/// <param name="LastWarnedDay">The last day of which the old contact was warned.</param>
public sealed record PendingContactChange(
    Guid ChangeId,
    ContactKind Kind,
    Pii<string> NewContact,
    Guid OldChallengeId,
    Guid NewChallengeId,
    DateTimeOffset ProveBy,
    DateTimeOffset? ScheduledAt,
    DateTimeOffset? EffectiveAt,
    int LastWarnedDay);

/// <summary>A recovery under way (S49–S51).</summary>
/// <param name="RecoveryId">The recovery.</param>
/// <param name="ChallengeId">The code in the letter.</param>
/// <param name="ExpiresAt">When it is over.</param>
/// <param name="NewPhone">The phone that the customer named, once the code of the letter was entered.</param>
/// <param name="PhoneChallengeId">The code that proves it.</param>
public sealed record PendingRecovery(Guid RecoveryId, Guid ChallengeId, DateTimeOffset ExpiresAt, Pii<string>? NewPhone, Guid? PhoneChallengeId)
{
    /// <summary>When support began it.</summary>
    public DateTimeOffset StartedAt { get; init; }
}

/// <summary>An identity elsewhere that opens the account.</summary>
public sealed record ExternalIdentity(Guid IdentityId, ExternalProvider Provider);

/// <summary>What decisions about an account need. Codes for its owner go to <see cref="Phone"/> and nowhere else (S36).</summary>
/// <param name="Id">The customer.</param>
/// <param name="Phone">The verified phone in E.164.</param>
/// <param name="TermsVersion">The terms accepted last.</param>
/// <param name="Sessions">Open sessions, the oldest first.</param>
public sealed record Customer(Guid Id, Pii<string> Phone, string? TermsVersion, ImmutableList<OpenSession> Sessions)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>Who the customer is, once told (S13).</summary>
    public Pii<Profile>? Profile { get; init; }

    /// <summary>The e-mail, verified or not.</summary>
    public AccountEmail? Email { get; init; }

    /// <summary>When links to prove an e-mail were asked for in the last day; a letter goes to an address that nobody has proven yet.</summary>
    public ImmutableList<DateTimeOffset> LinksAskedAt { get; init; } = [];

    /// <summary>An activation that waits for its code.</summary>
    public PendingActivation? Activation { get; init; }

    /// <summary>Whether the account is activated (S15).</summary>
    public bool Activated { get; init; }

    /// <summary>Whether the account is protected (S10).</summary>
    public bool Protected { get; init; }

    /// <summary>Changes of contacts that have not ended: at most one of each kind (S45).</summary>
    public ImmutableList<PendingContactChange> ContactChanges { get; init; } = [];

    /// <summary>The last ended change, so that a repeat of its end is told from an unknown one.</summary>
    public Guid? LastEndedChange { get; init; }

    /// <summary>A recovery under way.</summary>
    public PendingRecovery? Recovery { get; init; }

    /// <summary>When a contact changed last without proof of the old one; deeds that need a settled owner wait after it (D11, S51).</summary>
    public DateTimeOffset? UnprovenChangeAt { get; init; }

    /// <summary>Identities elsewhere that open the account.</summary>
    public ImmutableList<ExternalIdentity> Identities { get; init; } = [];

    /// <summary>Passkeys that open the account.</summary>
    public ImmutableList<Guid> Passkeys { get; init; } = [];

    /// <summary>The consent to the processing of personal data in force, or null (S57).</summary>
    public string? PersonalDataConsent { get; init; }

    /// <summary>Whether the customer wants the news (S78).</summary>
    public bool Newsletter { get; init; }

    /// <summary>The verified e-mail, or null: an unverified one is as good as none (S19).</summary>
    public Pii<string>? VerifiedEmail() => Email is { Verified: true } email ? email.Address : null;

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static Customer? Evolve(Customer? customer, CustomerEvent happened) => (customer, happened) switch
    {
        (null, CustomerRegistered e) => new Customer(e.CustomerId, e.Phone, null, []),
        (null, _) => null,
        ({ } c, TermsAccepted e) => c with { TermsVersion = e.Version },
        ({ } c, SessionOpened e) when !c.HasSession(e.SessionId) => c with { Sessions = c.Sessions.Add(new OpenSession(e.SessionId, e.OpenedAt)) },
        ({ } c, SessionClosed e) => c with { Sessions = c.Sessions.RemoveAll(s => s.SessionId == e.SessionId) },
        ({ } c, ProfileSaved e) => c with { Profile = e.Profile },
        ({ } c, ExternalIdentityLinked e) => c with { Identities = c.Identities.Add(new ExternalIdentity(e.IdentityId, e.Provider)) },
        ({ } c, PasskeyEnrolled e) => c with { Passkeys = c.Passkeys.Add(e.PasskeyId) },
        ({ } c, PasskeyRemoved e) => c with { Passkeys = c.Passkeys.Remove(e.PasskeyId) },
        ({ } c, PersonalDataConsentGiven e) => c with { PersonalDataConsent = e.Version },
        ({ } c, PersonalDataConsentRevoked) => c with { PersonalDataConsent = null },
        ({ } c, NewsletterSubscribed) => c with { Newsletter = true },
        ({ } c, NewsletterUnsubscribed) => c with { Newsletter = false },
        ({ } c, _) => CustomerContacts.Evolve(CustomerProtection.Evolve(c, happened), happened),
    };

    /// <summary>Whether that session is open.</summary>
    public bool HasSession(Guid sessionId) => Sessions.Exists(s => s.SessionId == sessionId);
}
