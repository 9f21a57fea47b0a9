namespace Marketplace.Domain.Orders;

/// <summary>What each tender pays of one line; the delivery fee is the line with the empty id.</summary>
/// <param name="LineId">The line, or the empty id for the delivery fee (D16).</param>
/// <param name="Wallet">Kopecks from the wallet.</param>
/// <param name="Points">Points, a rouble each.</param>
/// <param name="Card">Kopecks from the bank card.</param>
public sealed record TenderShare(Guid LineId, long Wallet, long Points, long Card)
{
    /// <summary>Kopecks that are owed in instalments, or were (S72).</summary>
    public long Instalments { get; init; }
}
