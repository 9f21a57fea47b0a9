namespace Marketplace.Domain.Orders;

/// <summary>Who may order (D1).</summary>
public sealed record CheckoutPolicy
{
    /// <summary>Whether a guest may order without an account.</summary>
    public bool AllowGuests { get; init; }

    /// <summary>How long a guest's phone and address are kept before they are destroyed; longer only while the order is on its way.</summary>
    public TimeSpan GuestDataKept { get; init; } = TimeSpan.FromDays(30);
}
