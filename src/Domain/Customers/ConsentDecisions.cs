namespace Marketplace.Domain.Customers;

/// <summary>Consents besides the terms of use: to the processing of personal data (S57) and to the news (S78, S79).</summary>
public static class ConsentDecisions
{
    private const int LongestSource = 40;

    /// <summary>Consents to the processing of personal data; the version of today must be named, even when it is in force already (S57).</summary>
    /// <param name="customer">The account.</param>
    /// <param name="consent">The version that the customer agreed to with this request.</param>
    /// <param name="current">The version of today.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> GivePersonalData(Customer customer, string? consent, string current, DateTimeOffset now)
    {
        if (consent != current) return ConsentErrors.Required(current);
        if (customer.PersonalDataConsent == current) return Decision<CustomerEvent>.Nothing;
        return new PersonalDataConsentGiven(customer.Id, current, now);
    }

    /// <summary>Takes that consent back, unless something that rests on it is still there (S57).</summary>
    /// <param name="customer">The account.</param>
    /// <param name="hasBonusCard">Whether the customer has a live bonus card.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> RevokePersonalData(Customer customer, bool hasBonusCard, DateTimeOffset now)
    {
        if (customer.PersonalDataConsent is not { } version) return Decision<CustomerEvent>.Nothing;
        if (hasBonusCard) return ConsentErrors.InUse;
        return new PersonalDataConsentRevoked(customer.Id, version, now);
    }

    /// <summary>Asks for the news (S78).</summary>
    /// <param name="customer">The account.</param>
    /// <param name="source">Where that was said, in a word: it is kept in clear, so it must be none of the customer's own.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> Subscribe(Customer customer, string source, DateTimeOffset now)
    {
        if (!IsWord(source)) return ConsentErrors.SourceInvalid(LongestSource);
        return customer.Newsletter ? Decision<CustomerEvent>.Nothing : new NewsletterSubscribed(customer.Id, source, now);
    }

    /// <summary>Refuses the news, at once (S79).</summary>
    public static Decision<CustomerEvent> Unsubscribe(Customer customer, string source, DateTimeOffset now) =>
        customer.Newsletter ? new NewsletterUnsubscribed(customer.Id, source, now) : Decision<CustomerEvent>.Nothing;

    private static bool IsWord(string source) =>
        source is { Length: >= 1 and <= LongestSource } and [>= 'a' and <= 'z', ..] && source.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
