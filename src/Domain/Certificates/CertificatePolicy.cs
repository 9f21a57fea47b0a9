using Marketplace.Domain.Values;

namespace Marketplace.Domain.Certificates;

/// <summary>The numbers of gift certificates (S87).</summary>
public sealed record CertificatePolicy
{
    /// <summary>The most that one certificate can be worth.</summary>
    public Money MaxAmount { get; init; } = new(100_000_00);

    /// <summary>The most certificates that can be made at once.</summary>
    public int MaxCount { get; init; } = 100;

    /// <summary>The longest life of a certificate.</summary>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromDays(3 * 365 + 1);

    /// <summary>How many wrong codes a customer, or an internet address, may enter. Each cap is a count within a time.</summary>
    public IReadOnlyList<GuessCap> Guesses { get; init; } = [new(10, TimeSpan.FromHours(1)), new(30, TimeSpan.FromDays(1))];
}

/// <summary>At most so many wrong codes within a time.</summary>
public sealed record GuessCap(int Count, TimeSpan Within);
