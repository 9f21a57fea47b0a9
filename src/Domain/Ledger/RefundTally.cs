using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// What each line of one order was paid with and has not been given back: never less than nothing (I6), and all together
/// what the order costs (I4). It adds up the events alone and does not ask the order's own arithmetic, so that a fault there
/// shows here.
/// </summary>
internal sealed class RefundTally
{
    private readonly Dictionary<Guid, TenderShare> left = [];

    /// <summary>Takes one more event in and says what it breaks.</summary>
    internal IEnumerable<(string Invariant, string Finding)> Add(OrderEvent happened, Order after)
    {
        if (happened is not (OrderPaid or OrderLineRemoved or OrderCancelled or ReturnRefunded)) yield break;
        if (Take(happened) is { } broken) yield return ("I6", broken);
        // What is not paid yet costs something and has no tenders.
        if (after.PaidBy is not null && left.Values.Sum(s => s.Wallet + s.Points * 100 + s.Card + s.Instalments) != after.Total.Kopecks)
        {
            yield return ("I4", "what is left of the tenders is not what the rest of the order costs");
        }
    }

    private string? Take(OrderEvent happened)
    {
        switch (happened)
        {
            case OrderPaid e:
                foreach (var share in e.Shares) left[share.LineId] = share;
                return null;
            case OrderLineRemoved e:
                return GiveBack([e.GivenBack]);
            case OrderCancelled e:
                return GiveBack(e.GivenBack);
            case ReturnRefunded e:
                return GiveBack(e.GivenBack);
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
            var rest = new TenderShare(share.LineId, paid.Wallet - share.Wallet, paid.Points - share.Points, paid.Card - share.Card)
            {
                Instalments = paid.Instalments - share.Instalments,
            };
            left[share.LineId] = rest;
            if (IsBelowZero(share)) finding = "less than nothing was given back";
            if (IsBelowZero(rest)) finding = "more was given back of a line than it was paid with";
        }

        return finding;
    }

    private static bool IsBelowZero(TenderShare share) => share.Wallet < 0 || share.Points < 0 || share.Card < 0 || share.Instalments < 0;
}
