using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>
/// What goods cost (P7): the lower of list and member price, then the card discount, the first-order discount and the promo
/// code, each on what the one before it left. Delivery is never reduced, and points pay later.
/// </summary>
internal static class Pricing
{
    /// <summary>The lines with everything taken off, whatever the order in which the goods and the discounts are named (X34).</summary>
    public static IReadOnlyList<OrderedLine> Lines(Guid orderId, IReadOnlyList<QuotedItem> items, IEnumerable<Discount> discounts)
    {
        // By article: a kopeck that is left over goes to the same goods in whatever order they are named, and with it what the next discount finds.
        var named = items.Select((item, place) => (Line: Line(orderId, item), Place: place)).OrderBy(n => n.Line.Sku, StringComparer.Ordinal).ToList();
        IReadOnlyList<OrderedLine> lines = [.. named.Select(n => n.Line)];
        var priced = discounts.GroupBy(d => d.Kind).OrderBy(g => g.Key).Aggregate(lines, (before, same) => Reduce(before, Best(before, same)));
        return [.. named.Zip(priced).OrderBy(n => n.First.Place).Select(n => n.Second)];
    }

    private static OrderedLine Line(Guid orderId, QuotedItem item)
    {
        var product = item.Product;
        var (price, kind) = product.MemberPrice is { } member && member < product.Price
            ? (member, PriceKind.Member)
            : (product.Price, PriceKind.List);
        return new OrderedLine(
            DeterministicId.Of(orderId, product.Sku), product.Sku, product.Name, product.Category,
            item.Quantity, price.Kopecks, kind, (price * item.Quantity).Kopecks);
    }

    // Of one kind only one counts: the one that takes most, and of equal ones the first by name.
    private static Discount Best(IReadOnlyList<OrderedLine> lines, IEnumerable<Discount> same) =>
        same.OrderByDescending(d => Worth(d, lines)).ThenBy(d => d.Source, StringComparer.Ordinal).ThenBy(d => d.SourceId).First();

    private static long Worth(Discount discount, IReadOnlyList<OrderedLine> lines)
    {
        var goods = lines.Where(l => discount.IsFor(l.Category)).Sum(l => l.Amount);
        var wanted = discount.BasisPoints > 0 ? new Percentage(discount.BasisPoints).Of(new Money(goods)).Kopecks : discount.AmountOff;
        return Math.Min(Math.Min(wanted, discount.AtMost ?? long.MaxValue), goods);
    }

    // By the largest remainder over what the lines still cost: exact, and no line goes below 0.
    private static IReadOnlyList<OrderedLine> Reduce(IReadOnlyList<OrderedLine> lines, Discount discount)
    {
        var weights = lines.Select(l => discount.IsFor(l.Category) ? l.Amount : 0).ToList();
        var shares = Allocation.ByLargestRemainder(Worth(discount, lines), weights);
        return [.. lines.Select((line, i) => shares[i] == 0 ? line : line with
        {
            Amount = line.Amount - shares[i],
            Reductions = [.. line.Reductions, new LineReduction(discount.Kind, discount.Source, shares[i])],
        })];
    }
}
