using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Orders;

public class RefundProperties
{
    private const int Iterations = 3_000;

    // Which line goes next, and how many units of it: enough of both to empty any order.
    private static readonly Gen<(int Line, int Units)[]> Steps = Gen.Select(Gen.Int[0, 99], Gen.Int[1, 7]).Array[60];

    [Fact]
    public void X15_I6_removals_in_any_order_and_a_cancel_give_back_exactly_what_was_paid_by_line_and_tender() =>
        Gen.Select(RandomOrders.Paid, Steps, Gen.Int[0, 20]).Sample((order, steps, removals) =>
        {
            List<TenderShare> back = [];
            var rest = order;
            foreach (var (line, units) in steps.Take(removals))
            {
                rest = rest.Then(o => Kept(Remove(o, line, units), back));
            }

            rest.Then(o => Kept(OrderDecisions.Cancel(o, Known.Noon), back)).Status.Should().Be(OrderStatus.Cancelled);
            BackByLine(back).Should().Equal(PaidByLine(order.AllLines));
        }, iter: Iterations);

    [Fact]
    public void X14_X16_returns_in_any_order_and_size_give_back_exactly_what_the_goods_were_paid_with() =>
        Gen.Select(RandomOrders.Delivered, Steps).Sample((order, steps) =>
        {
            List<TenderShare> back = [];
            var returned = ReturnAll(order, steps, back);
            returned.Status.Should().Be(OrderStatus.Returned);
            BackByLine(back).Should().Equal(PaidByLine(order.Lines));
        }, iter: Iterations);

    [Fact]
    public void X20_X21_I7_points_taken_back_are_the_points_earned_once_everything_came_back_and_never_more_before() =>
        Gen.Select(RandomOrders.Delivered, Steps).Sample((order, steps) =>
        {
            var returned = ReturnAll(order, steps, [], rest =>
            {
                rest.Earned.TakenBack.Should().BeInRange(0, rest.Earned.Points);
                // What is kept is never more than what the goods that are left would have earned.
                (rest.Earned.Points - rest.Earned.TakenBack).Should().BeLessThanOrEqualTo(Earning.PointsOf(rest));
            });
            returned.Earned.TakenBack.Should().Be(returned.Earned.Points);
        }, iter: Iterations);

    [Fact]
    public void I4_every_unit_comes_back_for_its_price_to_the_kopeck() =>
        Gen.Select(RandomOrders.Delivered, Steps).Sample((order, steps) =>
        {
            var rest = order;
            foreach (var (line, units) in steps)
            {
                if (Pick(rest, line) is not { } going) break;
                var count = Math.Min(units, going.Remaining);
                List<TenderShare> back = [];
                rest = ReturnSome(rest, going.LineId, count, back);
                back.Sum(Worth).Should().Be(order.Lines.Single(l => l.LineId == going.LineId).AmountOf(1).Kopecks * count);
                back.Exists(s => s.Wallet < 0 || s.Points < 0 || s.Card < 0).Should().BeFalse();
                rest.AllLines.Sum(l => Worth(l.ShareOf(l.Remaining))).Should().Be(rest.Total.Kopecks);
            }
        }, iter: Iterations);

    [Fact]
    public void X6_D16_the_other_lines_keep_price_and_tenders_when_units_of_one_are_removed() =>
        Gen.Select(RandomOrders.Paid, Gen.Int[0, 99], Gen.Int[1, 7]).Sample((order, line, units) =>
        {
            var decision = Remove(order, line, units);
            if (decision.Events is not [OrderLineRemoved removed]) return;
            var rest = order.Then(_ => decision);
            rest.AllLines.Where(l => l.LineId != removed.LineId).Should().Equal(order.AllLines.Where(l => l.LineId != removed.LineId));
            rest.Total.Should().Be(order.Total - new Money(removed.Amount));
        }, iter: Iterations);

    [Fact]
    public void X7_a_member_price_is_the_same_by_the_unit_when_twenty_units_become_two()
    {
        var twenty = Quote.For(Known.OrderId, [new(OrderLife.Book, 20)], DeliveryKind.Courier, OrderLife.Policy);
        var order = OrderLife.After(null, OrderDecisions.Place(null, Known.OrderId, Known.CustomerId, twenty, OrderLife.ByCourier, OrderLife.Policy, Known.Noon))
            .Then(o => OrderDecisions.RemoveUnits(o, Known.Id("removal"), twenty.Lines[0].LineId, 18, Known.Noon));
        order.Total.Should().Be(Known.Roubles(2 * 150 + 299));
    }

    private static Decision<OrderEvent> Remove(Order order, int line, int units) => Pick(order, line) is { } going
        ? OrderDecisions.RemoveUnits(order, Guid.NewGuid(), going.LineId, Math.Min(units, going.Remaining), Known.Noon)
        : Decision<OrderEvent>.Nothing;

    private static Order ReturnAll(Order order, (int Line, int Units)[] steps, List<TenderShare> back, Action<Order>? check = null)
    {
        foreach (var (line, units) in steps)
        {
            if (Pick(order, line) is not { } going) break;
            order = ReturnSome(order, going.LineId, Math.Min(units, going.Remaining), back);
            check?.Invoke(order);
        }

        return order;
    }

    private static Order ReturnSome(Order order, Guid line, int count, List<TenderShare> back)
    {
        var id = $"return {order.Returns.Count}";
        return order.Then(o => OrderLife.Announce(o, id, (line, count)))
            .Then(o => ReturnDecisions.Approve(o, Known.Id(id), Known.Noon))
            .Then(o => Kept(OrderLife.Count(o, id, (line, count)), back));
    }

    private static OrderLine? Pick(Order order, int number)
    {
        var left = order.Lines.FindAll(l => l.Remaining > 0);
        return left.IsEmpty ? null : left[number % left.Count];
    }

    private static Decision<OrderEvent> Kept(Decision<OrderEvent> decision, List<TenderShare> back)
    {
        foreach (var happened in decision.Events)
        {
            back.AddRange(happened switch
            {
                OrderLineRemoved e => [e.GivenBack],
                OrderCancelled e => e.GivenBack,
                ReturnRefunded e => e.GivenBack,
                _ => [],
            });
        }

        return decision;
    }

    private static IEnumerable<TenderShare> BackByLine(IEnumerable<TenderShare> back) => back
        .GroupBy(s => s.LineId)
        .Select(g => new TenderShare(g.Key, g.Sum(s => s.Wallet), g.Sum(s => s.Points), g.Sum(s => s.Card)))
        .Where(s => Worth(s) > 0)
        .OrderBy(s => s.LineId);

    private static IEnumerable<TenderShare> PaidByLine(IEnumerable<OrderLine> lines) =>
        lines.Select(l => l.Paid).Where(s => Worth(s) > 0).OrderBy(s => s.LineId);

    private static long Worth(TenderShare share) => share.Wallet + share.Points * 100 + share.Card;
}
