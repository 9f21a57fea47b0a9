using Marketplace.Domain.Customers;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

/// <summary>An account on its way to protection, and with a phone that changes.</summary>
internal static class ContactLife
{
    public static readonly ContactPolicy Policy = new();
    public static readonly ProtectionPolicy Protection = new();
    public static readonly Guid EmailId = Id("email");
    public static readonly Guid LinkId = Id("link");
    public static readonly Guid ChangeId = Id("change");
    public static readonly Guid OldChallengeId = Id("old code");
    public static readonly Guid NewChallengeId = Id("new code");
    public static readonly DateTimeOffset Effective = Noon.AddDays(14);
    public static readonly Pii<string> Email = new(CustomerId, "email", "maria@example.com");
    public static readonly Pii<string> NewEmail = new(CustomerId, "email", "maria@example.org");
    public static readonly Pii<string> NewPhone = new(CustomerId, "phone", "+79261112233");
    public static readonly Pii<Profile> Person = new(CustomerId, "profile", new Profile("Петрова", "Мария", null, null));

    public static ProfileSaved Saved => new(CustomerId, Person, Noon);

    public static EmailAdded Added => new(CustomerId, EmailId, Email, Noon);

    public static EmailVerificationRequested LinkAsked => new(CustomerId, EmailId, LinkId, Noon.AddHours(24), Noon);

    public static EmailVerified Verified => new(CustomerId, EmailId, LinkId, Noon);

    public static AccountProtected IsProtected => new(CustomerId, Noon);

    public static ContactChangeRequested Requested =>
        new(CustomerId, ChangeId, ContactKind.Phone, NewPhone, OldChallengeId, NewChallengeId, Noon.AddMinutes(20), Noon);

    public static ContactChangeScheduled Scheduled => new(CustomerId, ChangeId, ContactKind.Phone, Effective, Noon);

    public static NewContactChange Asked(ContactKind kind = ContactKind.Phone) =>
        new(ChangeId, kind, kind == ContactKind.Phone ? NewPhone : NewEmail, OldChallengeId, NewChallengeId);

    /// <summary>The phone changed fourteen days after noon.</summary>
    public static PhoneChanged Changed(ContactChangeReason reason) => new(CustomerId, ChangeId, NewPhone, CustomerLife.Phone, reason, Effective);

    /// <summary>A protected account, and what happened since.</summary>
    public static Given<Customer, CustomerEvent> Protected(params CustomerEvent[] since) =>
        CustomerLife.Given([Saved, Added, LinkAsked, Verified, IsProtected, .. since]);
}
