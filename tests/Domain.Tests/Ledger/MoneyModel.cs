using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>
/// What a customer is worth, counted by somebody who knows prices, units and what banks really did, and nothing of tenders,
/// shares or postings: the wallet, the points, the goods at their price, less what is owed in instalments, all that was paid in
/// from outside and all points that were granted. It is always 0: no command makes or loses money.
/// </summary>
internal sealed class MoneyModel
{
    private readonly Dictionary<Guid, Basket> baskets = [];
    private readonly HashSet<Guid> moved = [];
    private long outside;

    internal void Placed(Guid order, Quote quote) => baskets.TryAdd(order, new Basket(quote));

    internal void Removed(Guid order, Guid line, int units) => baskets[order].Lines[line].Gone += units;

    /// <summary>What was removed before is not part of what was paid: from here on a unit costs its part of the rest.</summary>
    internal void Paid(Guid order)
    {
        foreach (var line in baskets[order].Lines.Values) line.Rebase();
    }

    internal void Cancelled(Guid order) => baskets[order].Cancelled = true;

    /// <summary>The acquirer took a top-up, or the bank paid a withdrawal: once, however often it is told.</summary>
    internal void Moved(Guid id, long toOutside)
    {
        if (moved.Add(id)) outside += toOutside;
    }

    internal bool HasMoved(Guid id) => moved.Contains(id);

    /// <summary>At dispatch the card is asked for so much of the order.</summary>
    internal void Charged(Guid order, long kopecks) => baskets[order].Charged = kopecks;

    /// <summary>So many points are gone for good.</summary>
    internal void Lost(long points) => outside += points * 100;

    /// <summary>So much was promised back to the card.</summary>
    internal void RefundedToCard(Guid order, long kopecks) => baskets[order].Charged -= kopecks;

    internal void Granted(Guid order, long points) => baskets[order].Granted += points;

    /// <summary>What does not add up, or null.</summary>
    internal string? Broken(Streams streams)
    {
        var wealth = streams.Wallet.Balance.Kopecks - streams.Wallet.Owed.Kopecks + outside;
        if (streams.Card is { } card) wealth += (card.Pending + card.Active - card.Debt) * 100;
        foreach (var (id, basket) in baskets)
        {
            var order = streams.Order(id)!;
            wealth += (order.Pending?.Points ?? 0) * 100 - (basket.Charged ?? order.CardRemaining.Kopecks) - basket.Granted * 100;
            if (order.PaidBy is not null) wealth += basket.Price;
            wealth -= order.Plan?.Outstanding.Kopecks ?? 0;
            if (order.Total.Kopecks != basket.Price) return $"the order costs {order.Total.Kopecks}, its units cost {basket.Price}";
            if (basket.Granted < 0 || basket.Granted * 10_000 > basket.Goods) return $"{basket.Granted} points were granted for goods of {basket.Goods}";
        }

        return wealth == 0 ? null : $"the customer is worth {wealth} kopecks more than was paid in";
    }

    private sealed class Basket(Quote quote)
    {
        internal Dictionary<Guid, Line> Lines { get; } = quote.Lines.ToDictionary(l => l.LineId, l => new Line(l.Quantity, l.Amount));

        internal bool Cancelled { get; set; }

        internal long? Charged { get; set; }

        internal long Granted { get; set; }

        internal long Goods => Cancelled ? 0 : Lines.Values.Sum(l => l.Left);

        internal long Price => Cancelled ? 0 : Goods + quote.DeliveryFee.Kopecks;
    }

    /// <summary>Units that cost so much together, discounts taken off; each that goes takes its part, to the nearest kopeck.</summary>
    private sealed class Line(int units, long amount)
    {
        private int units = units;
        private long amount = amount;

        internal int Gone { get; set; }

        internal long Left => amount - (long)Math.Round((decimal)amount * Gone / units, MidpointRounding.AwayFromZero);

        internal void Rebase()
        {
            if (Gone == units) return;
            (amount, units, Gone) = (Left, units - Gone, 0);
        }
    }
}
