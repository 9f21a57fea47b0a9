namespace Marketplace.Domain.Stock;

/// <summary>The numbers of stock (P3).</summary>
public sealed record StockPolicy
{
    /// <summary>How long a reservation holds its units (P3).</summary>
    public TimeSpan HoldsFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The most units of one reservation.</summary>
    public int MaxReserved { get; init; } = 10;

    /// <summary>The most open reservations of one customer.</summary>
    public int MaxOpen { get; init; } = 20;

    /// <summary>The most units that one delivery or count of the warehouse can speak of.</summary>
    public long MaxCounted { get; init; } = 10_000_000;
}
