namespace Marketplace.Domain.Promotions;

/// <summary>Something that happened to the first-order discount of one customer.</summary>
public abstract record FirstOrderEvent;

/// <summary>Registration granted it, at the terms of that day (S81).</summary>
public sealed record FirstOrderDiscountGranted(
    Guid DiscountId, Guid CustomerId, int BasisPoints, long AtMost, DateTimeOffset GrantedAt) : FirstOrderEvent;

/// <summary>An order carries it (X8).</summary>
public sealed record FirstOrderDiscountUsed(Guid DiscountId, Guid OrderId, DateTimeOffset UsedAt) : FirstOrderEvent;

/// <summary>That order was cancelled in full: the next one may carry it. A return does not give it back.</summary>
public sealed record FirstOrderDiscountRestored(Guid DiscountId, Guid OrderId, DateTimeOffset RestoredAt) : FirstOrderEvent;
