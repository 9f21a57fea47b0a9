using Marketplace.Domain.Values;

namespace Marketplace.Domain.Customers;

/// <summary>A phone or an e-mail that messages can go to. Personal data: it prints as its kind.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Value">E.164, or the address.</param>
public sealed record Contact(ContactKind Kind, string Value)
{
    /// <summary>A phone.</summary>
    public static Contact Of(PhoneNumber phone) => new(ContactKind.Phone, phone.Value);

    /// <summary>An e-mail.</summary>
    public static Contact Of(EmailAddress email) => new(ContactKind.Email, email.Value);

    /// <summary>A contact that an account keeps; null when it has been erased.</summary>
    public static Contact? Of(ContactKind kind, Pii<string> kept) => kept.Value is { } value ? new(kind, value) : null;

    /// <summary>What is compared when it is asked whose a contact is (S8): e-mails differ by more than case, or not at all.</summary>
    public string ComparisonKey() => Kind == ContactKind.Email && EmailAddress.TryCreate(Value, out var email) ? email.ComparisonKey : Value;

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => Kind.ToString();
}
