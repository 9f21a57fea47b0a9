using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// What orders say of points and what the cards did must be the same, order by order (I7): what a delivery earned was accrued, and what
/// returns took back was taken from the card. Points that were given up with the card are nobody's to take back (S60). It counts
/// events by itself and trusts no state's own count.
/// </summary>
internal sealed class EarnedPointsInvariants
{
    private readonly Dictionary<Guid, long> earned = [];
    private readonly Dictionary<Guid, long> accrued = [];
    private readonly Dictionary<Guid, long> toTakeBack = [];
    private readonly Dictionary<Guid, long> takenBack = [];
    private readonly Dictionary<Guid, Guid> cardOf = [];
    private readonly HashSet<Guid> forfeited = [];

    /// <summary>Folds one more event of an order.</summary>
    public void Add(OrderEvent happened)
    {
        if (happened is OrderDelivered delivered) Count(earned, delivered.OrderId, delivered.PointsEarned);
        if (happened is ReturnRefunded refunded && !forfeited.Contains(refunded.OrderId)) Count(toTakeBack, refunded.OrderId, refunded.PointsTakenBack);
    }

    /// <summary>Folds one more event of a card.</summary>
    public void Add(BonusCardEvent happened)
    {
        switch (happened)
        {
            case PointsAccrued e:
                cardOf[e.OrderId] = e.CardId;
                Count(accrued, e.OrderId, e.Points);
                break;
            case PointsClawedBack e:
                Count(takenBack, e.OrderId, e.Points);
                break;
            case BonusCardClosed e:
                forfeited.UnionWith(cardOf.Where(c => c.Value == e.CardId).Select(c => c.Key));
                break;
        }
    }

    /// <summary>Where the two sides differ; of an order that was never seen nothing can be said.</summary>
    public IEnumerable<Violation> Finish(IReadOnlyDictionary<Guid, Order?> orders)
    {
        foreach (var order in orders.Keys)
        {
            if (Of(earned, order) != Of(accrued, order))
            {
                yield return new Violation("I7", order, 0, $"the order earned {Of(earned, order)} points, its card got {Of(accrued, order)}");
            }

            if (Of(toTakeBack, order) != Of(takenBack, order))
            {
                yield return new Violation("I7", order, 0, $"returns took {Of(toTakeBack, order)} points back, the card lost {Of(takenBack, order)}");
            }
        }
    }

    private static long Of(Dictionary<Guid, long> points, Guid order) => points.GetValueOrDefault(order);

    private static void Count(Dictionary<Guid, long> points, Guid order, long more) => points[order] = checked(Of(points, order) + more);
}
