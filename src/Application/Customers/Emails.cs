using Marketplace.Domain.Values;
using MimeKit;

namespace Marketplace.Application.Customers;

/// <summary>Reads an e-mail address as a person types it: spaces around it, other alphabets in the domain.</summary>
public static class Emails
{
    private const int LongestSpelling = 320;

    /// <summary>Takes the bare address; a display name, a comment or a second address is none.</summary>
    public static bool TryRead(string? spelling, out EmailAddress email)
    {
        email = default;
        var text = spelling?.Trim();
        if (string.IsNullOrEmpty(text) || text.Length > LongestSpelling || text.AsSpan().ContainsAny('<', '(', '"')) return false;
        if (!MailboxAddress.TryParse(text, out var mailbox) || mailbox.IsInternational && mailbox.LocalPart.Any(c => !char.IsAscii(c))) return false;
        return EmailAddress.TryCreate(MailboxAddress.EncodeAddrspec(mailbox.Address), out email);
    }
}
