namespace Marketplace.Domain.Orders;

/// <summary>What a carrier says of a parcel.</summary>
public enum ShipmentStatus
{
    /// <summary>The carrier has it.</summary>
    InTransit,

    /// <summary>It is at a sorting centre.</summary>
    AtSortingCentre,

    /// <summary>A courier is on the way with it.</summary>
    OutForDelivery,

    /// <summary>It can be fetched at the pick-up point.</summary>
    ArrivedAtPickupPoint,

    /// <summary>Nobody was there to take it.</summary>
    DeliveryAttempted,

    /// <summary>The customer has it.</summary>
    Delivered,
}

/// <summary>
/// A carrier told where the parcel is (S66). It may tell it late and out of order: <c>OccurredAt</c> is the carrier's time,
/// <c>RecordedAt</c> ours. It tells of the way only; what moves the order is an event of its own.
/// </summary>
public sealed record ShipmentStatusRecorded(
    Guid OrderId, Guid ReportId, ShipmentStatus Status, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : OrderEvent;
