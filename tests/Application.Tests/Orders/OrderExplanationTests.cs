using FluentAssertions;
using Marketplace.Application.Tests.GoldenStreams;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Xunit;

namespace Marketplace.Application.Tests.Orders;

/// <summary>Why orders cost what they cost, read off the histories that every release writes down.</summary>
public sealed class OrderExplanationTests
{
    public static TheoryData<string> Orders => [.. OrderLives.All.Where(l => l.Events[0] is OrderPlaced).Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Orders))]
    public void U7_each_discount_share_and_refund_of_an_order_is_explained_and_adds_up(string name)
    {
        OrderEvent[] events = [.. OrderLives.All.Single(l => l.Name == name).Events.Cast<OrderEvent>()];
        var explained = OrderExplanation.Of(events.Select((e, i) => new RecordedOrderEvent(IdOf(i), i + 1, e)))!;
        var (placed, paid) = (events.OfType<OrderPlaced>().Single(), events.OfType<OrderPaid>().Single());

        explained.Version.Should().Be(events.Length);
        explained.Lines.Sum(l => l.Amount).Should().Be(placed.Total).And.Be(explained.Total);
        explained.Lines.Should().AllSatisfy(l => (l.Quantity * l.UnitPrice - l.Reductions.Sum(r => r.Amount)).Should().Be(l.Amount));
        explained.Lines.SelectMany(l => l.Reductions).GroupBy(r => r.Kind).Select(g => (g.Key, g.Sum(r => r.Amount)))
            .Should().BeEquivalentTo(placed.Discounts.GroupBy(d => d.Kind).Select(g => (g.Key, g.Sum(d => d.Amount))));
        explained.PaidBy.Should().Be(IdOf(Array.IndexOf(events, paid)));
        Sum(explained.Lines.Select(l => l.Paid!)).Should().Be(new ExplainedShare(paid.WalletAmount, paid.Points, paid.CardAmount, paid.InstalmentAmount));
        explained.Lines.Should().AllSatisfy(l => AtMost(Sum(l.Refunds.Select(r => r.Share)), l.Paid!));
        explained.Lines.SelectMany(l => l.Refunds).Select(r => events[r.Version - 1]).Where(e => e is not (OrderLineRemoved or OrderCancelled or ReturnRefunded)).Should().BeEmpty();
        Sum(explained.Lines.SelectMany(l => l.Refunds).Select(r => r.Share)).Should().Be(Sum(events.SelectMany(GivenBack).Select(s => new ExplainedShare(s.Wallet, s.Points, s.Card, s.Instalments))));
    }

    [Fact]
    public void U7_an_order_that_was_never_placed_has_no_explanation() =>
        OrderExplanation.Of([new RecordedOrderEvent(IdOf(0), 1, new OrderAssemblyStarted(Golden.Id("order"), Golden.Noon))]).Should().BeNull();

    private static IEnumerable<TenderShare> GivenBack(OrderEvent happened) => happened switch
    {
        OrderLineRemoved e => [e.GivenBack],
        OrderCancelled e => e.GivenBack,
        ReturnRefunded e => e.GivenBack,
        _ => [],
    };

    private static ExplainedShare Sum(IEnumerable<ExplainedShare> shares) => shares.Aggregate(
        new ExplainedShare(0, 0, 0, 0),
        (sum, s) => new ExplainedShare(sum.Wallet + s.Wallet, sum.Points + s.Points, sum.Card + s.Card, sum.Instalments + s.Instalments));

    private static void AtMost(ExplainedShare given, ExplainedShare paid)
    {
        given.Wallet.Should().BeLessThanOrEqualTo(paid.Wallet);
        given.Points.Should().BeLessThanOrEqualTo(paid.Points);
        given.Card.Should().BeLessThanOrEqualTo(paid.Card);
        given.Instalments.Should().BeLessThanOrEqualTo(paid.Instalments);
    }

    private static Guid IdOf(int index) => Golden.Id($"event {index}");
}
