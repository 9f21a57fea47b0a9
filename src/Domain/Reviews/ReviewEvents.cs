namespace Marketplace.Domain.Reviews;

/// <summary>Something that happened to the review of an order (S77, D17). What was said before stays in the history.</summary>
public abstract record ReviewEvent;

/// <summary>The customer said how the shop did with a delivered order: 1 to 5, and perhaps in words.</summary>
public sealed record ReviewLeft(Guid ReviewId, Guid OrderId, Guid CustomerId, int Rating, Pii<string>? Text, DateTimeOffset LeftAt) : ReviewEvent;

/// <summary>The customer says otherwise now.</summary>
public sealed record ReviewEdited(Guid ReviewId, int Rating, Pii<string>? Text, DateTimeOffset EditedAt) : ReviewEvent;
