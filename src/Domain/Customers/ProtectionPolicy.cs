namespace Marketplace.Domain.Customers;

/// <summary>The numbers of protection (P9).</summary>
public sealed record ProtectionPolicy
{
    /// <summary>How long the link in a letter proves the mailbox.</summary>
    public TimeSpan LinkLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How soon another letter may be asked for.</summary>
    public TimeSpan ResendLinkAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many letters with a link an account may ask for in a day; a letter goes to an address that nobody has proven.</summary>
    public int LinksADay { get; init; } = 10;
}
