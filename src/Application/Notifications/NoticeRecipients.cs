using Marketplace.Application.Orders;
using Marketplace.Domain;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Notifications;

/// <summary>Where a notice goes, or in one word why it goes nowhere.</summary>
public sealed record Recipient(Contact? To, string? Nobody)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(Recipient);
}

/// <summary>Finds the contact that a notice goes to, from the account of now and the event that it is about.</summary>
public static class NoticeRecipients
{
    /// <summary>The customer's data are erased.</summary>
    public const string Erased = "erased";

    /// <summary>There is no verified e-mail (S19).</summary>
    public const string NoVerifiedEmail = "no-verified-email";

    /// <summary>What was to be told is over: the link is void, or the change has ended.</summary>
    public const string Over = "over";

    /// <summary>The contact. A change that has ended is announced no more.</summary>
    public static Recipient Of(NoticeRoute route, Customer customer, object? happened) =>
        ChangeOf(happened) is { } change && !IsPending(customer, change.Id) ? new(null, Over) : ByRoute(route, customer, happened);

    /// <summary>The contact of who ordered without an account (D1): the phone, where a phone will do, until the guest is forgotten.</summary>
    public static Recipient OfGuest(NoticeRoute route, GuestOrder? order) => (route, order) switch
    {
        (_, not { Phone: not null }) => new(null, Erased),
        (NoticeRoute.VerifiedEmailOrSms or NoticeRoute.Phone, { Phone: { } phone }) => Known(ContactKind.Phone, phone),
        _ => new(null, NoVerifiedEmail),
    };

    private static Recipient ByRoute(NoticeRoute route, Customer customer, object? happened) => route switch
    {
        NoticeRoute.VerifiedEmail => VerifiedEmail(customer),
        NoticeRoute.VerifiedEmailOrSms => VerifiedEmail(customer) is { To: not null } letter ? letter : Phone(customer),
        NoticeRoute.Phone => Phone(customer),
        NoticeRoute.EmailToProve => EmailToProve(customer, happened),
        NoticeRoute.ContactToLose => ContactToLose(customer, happened),
        NoticeRoute.LostContact => LostContact(happened),
        _ => throw new ArgumentOutOfRangeException(nameof(route), route, "No contact is known for this route."),
    };

    private static Recipient VerifiedEmail(Customer customer) =>
        customer.VerifiedEmail() is { } address ? Known(ContactKind.Email, address) : new(null, NoVerifiedEmail);

    private static Recipient Phone(Customer customer) => Known(ContactKind.Phone, customer.Phone);

    private static Recipient EmailToProve(Customer customer, object? happened) =>
        happened is EmailVerificationRequested asked && customer.Email is { Verified: false } email && email.LinkId == asked.LinkId
            ? Known(ContactKind.Email, email.Address)
            : new(null, Over);

    private static Recipient ContactToLose(Customer customer, object? happened) => ChangeOf(happened) switch
    {
        { Kind: ContactKind.Phone } => Phone(customer),
        { Kind: ContactKind.Email } => VerifiedEmail(customer),
        _ => new(null, Over),
    };

    private static Recipient LostContact(object? happened) => happened switch
    {
        PhoneChanged e => Known(ContactKind.Phone, e.PreviousPhone),
        EmailChanged e => Known(ContactKind.Email, e.PreviousEmail),
        _ => new(null, Over),
    };

    private static (Guid Id, ContactKind Kind)? ChangeOf(object? happened) => happened switch
    {
        ContactChangeScheduled e => (e.ChangeId, e.Kind),
        ContactChangeWarned e => (e.ChangeId, e.Kind),
        _ => null,
    };

    private static bool IsPending(Customer customer, Guid changeId) => customer.ContactChanges.Exists(c => c.ChangeId == changeId);

    private static Recipient Known(ContactKind kind, Pii<string> kept) =>
        Contact.Of(kind, kept) is { } contact ? new(contact, null) : new(null, Erased);
}
