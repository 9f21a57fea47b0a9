using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Views;

/// <summary>A contact that its owner recognises and nobody else can use.</summary>
public static class MaskedContact
{
    private const string Unreadable = "•••";

    /// <summary>The mask of a phone or an e-mail; null when it is erased.</summary>
    public static string? Of(ContactKind kind, Pii<string> contact) => contact.Value is { } value ? Of(kind, value) : null;

    private static string Of(ContactKind kind, string value) => kind switch
    {
        ContactKind.Phone when PhoneNumber.TryCreate(value, out var phone) => phone.ToString(),
        ContactKind.Email when EmailAddress.TryCreate(value, out var email) => email.ToString(),
        // What no rule can read any more is no reason to show all of it.
        _ => Unreadable,
    };
}
