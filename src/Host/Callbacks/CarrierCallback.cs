using Marketplace.Domain.Orders;

namespace Marketplace.Host.Callbacks;

/// <summary>The carrier tells where a parcel is. It may tell it twice, late, and in any order.</summary>
/// <param name="EventId">The same in every delivery of one fact: de-duplicate by it.</param>
/// <param name="OrderId">The order whose parcel it is.</param>
/// <param name="Status">Where it is.</param>
/// <param name="OccurredAt">When that was, not when it is told.</param>
public sealed record CarrierCallback(Guid EventId, Guid OrderId, ShipmentStatus Status, DateTimeOffset OccurredAt);
