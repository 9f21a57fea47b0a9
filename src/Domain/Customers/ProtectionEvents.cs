namespace Marketplace.Domain.Customers;

/// <summary>Who the customer is, as the customer says.</summary>
/// <param name="Surname">The surname.</param>
/// <param name="Name">The given name.</param>
/// <param name="Patronymic">The patronymic; not everybody has one.</param>
/// <param name="BirthDate">The day of birth, when it was told.</param>
public sealed record Profile(string Surname, string Name, string? Patronymic, DateOnly? BirthDate)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(Profile);
}

/// <summary>The customer said who they are, or corrected it (S13, S44).</summary>
public sealed record ProfileSaved(Guid CustomerId, Pii<Profile> Profile, DateTimeOffset SavedAt) : CustomerEvent;

/// <summary>The customer named an e-mail to activate the account with; the code of <c>ChallengeId</c> went to the phone (S14, S15).</summary>
public sealed record ActivationRequested(
    Guid CustomerId, Guid ActivationId, Pii<string> Email, Guid ChallengeId, DateTimeOffset RequestedAt) : CustomerEvent;

/// <summary>The code of the activation was entered: the phone's owner stands by the profile and the e-mail; the e-mail is not proven by it (S15, D3).</summary>
public sealed record AccountActivated(Guid CustomerId, Guid ActivationId, DateTimeOffset ActivatedAt) : CustomerEvent;

/// <summary>The account has a new unverified e-mail, named by <c>EmailId</c>; nothing is sent to it but its own link (S16, S19).</summary>
public sealed record EmailAdded(Guid CustomerId, Guid EmailId, Pii<string> Email, DateTimeOffset AddedAt) : CustomerEvent;

/// <summary>A link that proves that e-mail was asked for; older links are void (S17, P9).</summary>
public sealed record EmailVerificationRequested(
    Guid CustomerId, Guid EmailId, Guid LinkId, DateTimeOffset ExpiresAt, DateTimeOffset RequestedAt) : CustomerEvent;

/// <summary>The link was followed: the mailbox is the customer's (S18).</summary>
public sealed record EmailVerified(Guid CustomerId, Guid EmailId, Guid LinkId, DateTimeOffset VerifiedAt) : CustomerEvent;

/// <summary>The account is protected from now on (S10, S16).</summary>
public sealed record AccountProtected(Guid CustomerId, DateTimeOffset ProtectedAt) : CustomerEvent;
