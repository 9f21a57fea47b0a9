using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// What each line of one order was paid with and has not been given back (I6). It adds up the events alone and does not ask
/// the order's own arithmetic, so that a fault there shows here.
/// </summary>
internal sealed class RefundTally
{
    private readonly Dictionary<Guid, TenderShare> left = [];

    /// <summary>Takes one more event in and says what it breaks.</summary>
    internal string? Add(OrderEvent happened, Order after)
    {
        switch (happened)
        {
            case OrderPaid e:
                foreach (var share in e.Shares) left[share.LineId] = share;
                return null;
            case OrderLineRemoved e:
                return GiveBack([e.GivenBack]);
            case OrderCancelled e:
                return GiveBack(e.GivenBack) ?? Kept(_ => true);
            case ReturnRefunded e:
                return GiveBack(e.GivenBack) ?? (after.Status == OrderStatus.Returned ? Kept(line => line != Guid.Empty) : null);
            default:
                return null;
        }
    }

    private string? GiveBack(IEnumerable<TenderShare> shares)
    {
        string? finding = null;
        foreach (var share in shares)
        {
            var paid = left.GetValueOrDefault(share.LineId) ?? new TenderShare(share.LineId, 0, 0, 0);
            var rest = new TenderShare(share.LineId, paid.Wallet - share.Wallet, paid.Points - share.Points, paid.Card - share.Card);
            left[share.LineId] = rest;
            if (share.Wallet < 0 || share.Points < 0 || share.Card < 0) finding = "less than nothing was given back";
            if (rest.Wallet < 0 || rest.Points < 0 || rest.Card < 0) finding = "more was given back of a line than it was paid with";
        }

        return finding;
    }

    // The delivery fee, the line with the empty id, stays with the shop once the goods have been handed over (D16).
    private string? Kept(Func<Guid, bool> counts) =>
        left.Values.Any(s => counts(s.LineId) && (s.Wallet != 0 || s.Points != 0 || s.Card != 0))
            ? "everything came back, and not everything that was paid"
            : null;
}
