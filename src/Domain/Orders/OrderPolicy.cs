using System.Collections.Immutable;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>The numbers of orders (P4, P5, P13).</summary>
public sealed record OrderPolicy
{
    /// <summary>The version of these numbers; it is pinned on every order that was priced with them (U10).</summary>
    public string Version { get; init; } = "2026-11";

    /// <summary>How long after delivery goods may come back (P4).</summary>
    public TimeSpan ReturnWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long an order that nobody pays keeps its goods from others.</summary>
    public TimeSpan PayWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>For which reasons they may come back, by category (S61).</summary>
    public ReturnPolicy Returns { get; init; } = new();

    /// <summary>The same for a guest, who has proved nothing (D1).</summary>
    public TimeSpan GuestPaysWithin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an order waits for its money.</summary>
    public TimeSpan PayWithinOf(bool guest) => guest ? GuestPaysWithin : PayWithin;

    /// <summary>What the courier costs; a pick-up point is free.</summary>
    public Money CourierFee { get; init; } = new(299_00);

    /// <summary>The largest part of the goods that points may pay, in basis points (P5).</summary>
    public long MaxPointsBasisPoints { get; init; } = 25_00;

    /// <summary>In how many monthly parts an order may be bought (P13).</summary>
    public ImmutableList<int> Instalments { get; init; } = [3, 6, 12];

    /// <summary>The most units of one line.</summary>
    public int MaxQuantity { get; init; } = 100;

    /// <summary>The most lines of one order.</summary>
    public int MaxLines { get; init; } = 50;
}
