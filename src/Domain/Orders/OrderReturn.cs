using System.Collections.Immutable;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>How far a return has come (S71).</summary>
public enum ReturnStatus
{
    /// <summary>Asked for.</summary>
    Requested,

    /// <summary>The units may be sent.</summary>
    Approved,

    /// <summary>Refused.</summary>
    Rejected,

    /// <summary>Counted and refunded.</summary>
    Refunded,
}

/// <summary>A return and its units.</summary>
public sealed record OrderReturn(
    Guid ReturnId, ImmutableList<ReturnedUnits> Units, RefundDestination RefundTo, ReturnStatus Status, Money ToCard, bool CardRefunded);
