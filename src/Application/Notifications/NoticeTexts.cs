using Marketplace.Application.Ports;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Notifications;

/// <summary>The languages that notices are written in.</summary>
public enum NoticeLanguage
{
    /// <summary>What customers are written in: no other wish is kept of them yet.</summary>
    Russian,

    /// <summary>For customers who will ask for it.</summary>
    English,
}

/// <summary>What a text names; it is made when the notice is sent and kept nowhere.</summary>
/// <param name="Order">What the customer knows the order by.</param>
/// <param name="Amount">A sum, written out.</param>
/// <param name="Lines">The lines of a receipt, written out.</param>
/// <param name="Link">A page of ours.</param>
/// <param name="At">A day and a time in Moscow, written out.</param>
/// <param name="Contact">The kind of contact that changes.</param>
/// <param name="Refund">Whether a receipt is about a refund.</param>
public sealed record NoticeFacts(
    string? Order = null, string? Amount = null, string? Lines = null, Uri? Link = null, string? At = null, ContactKind? Contact = null, bool Refund = false)
{
    /// <summary>Prints nothing: it may hold a link.</summary>
    public override string ToString() => nameof(NoticeFacts);
}

/// <summary>All texts of all notices, in both languages: a letter, and an SMS where one may go instead.</summary>
public static class NoticeTexts
{
    /// <summary>The letter.</summary>
    public static Letter Letter(NoticeKind kind, NoticeLanguage language, NoticeFacts facts) =>
        language == NoticeLanguage.English ? EnglishTexts.Letter(kind, facts) : RussianTexts.Letter(kind, facts);

    /// <summary>The SMS, or null: this is told by letter only.</summary>
    public static string? Sms(NoticeKind kind, NoticeLanguage language, NoticeFacts facts) =>
        language == NoticeLanguage.English ? EnglishTexts.Sms(kind, facts) : RussianTexts.Sms(kind, facts);
}
