namespace Marketplace.Domain.Customers;

/// <summary>What support may look at (S101).</summary>
public enum SupportTopic
{
    /// <summary>Where an order is.</summary>
    Delivery,

    /// <summary>How a payment stands.</summary>
    Payment,

    /// <summary>How the site works.</summary>
    Site,

    /// <summary>What became of an order.</summary>
    OrderStatus,
}

/// <summary>The customer agreed to that version of the processing of personal data; apart from the terms of use (S57).</summary>
public sealed record PersonalDataConsentGiven(Guid CustomerId, string Version, DateTimeOffset GivenAt) : CustomerEvent;

/// <summary>The customer took that consent back (S57).</summary>
public sealed record PersonalDataConsentRevoked(Guid CustomerId, string Version, DateTimeOffset RevokedAt) : CustomerEvent;

/// <summary>The customer wants the news; <c>Source</c> is where that was said (S78).</summary>
public sealed record NewsletterSubscribed(Guid CustomerId, string Source, DateTimeOffset SubscribedAt) : CustomerEvent;

/// <summary>The customer wants no news any more (S79).</summary>
public sealed record NewsletterUnsubscribed(Guid CustomerId, string Source, DateTimeOffset UnsubscribedAt) : CustomerEvent;

/// <summary>Somebody of support looked; the customer sees it in the security log (S101, S103).</summary>
public sealed record SupportViewed(
    Guid CustomerId, Guid ViewId, SupportTopic Topic, Guid? OrderId, string AgentId, Pii<string> Reason, DateTimeOffset ViewedAt) : CustomerEvent;
