namespace Marketplace.Domain.Catalogue;

/// <summary>A place where orders can be collected (S68).</summary>
/// <param name="PickupPointId">Its identity.</param>
/// <param name="City">The city.</param>
/// <param name="Address">Street and house.</param>
/// <param name="Active">Whether orders may be sent there now.</param>
public sealed record PickupPoint(string PickupPointId, string City, string Address, bool Active);
