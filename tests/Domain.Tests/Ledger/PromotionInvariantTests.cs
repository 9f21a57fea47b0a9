using FluentAssertions;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Tests.Orders;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>The promo part of I8: nothing is found in a true history, and in each tampered one what was tampered with.</summary>
public class PromotionInvariantTests
{
    private static readonly Guid Code = Id("code");
    private static readonly Guid First = Id("first");
    private static readonly PromoCodeDefined Defined = new(Code, "CODE", 20_00, 0, null, Noon, Noon.AddDays(1), 1, 2, 0, [], null, Noon);
    private static readonly FirstOrderDiscountGranted Granted = new(First, CustomerId, 10_00, 500_00, Noon);

    [Fact]
    public void I8_a_true_history_breaks_nothing() =>
        Found([Defined, Granted, Carried(OrderId), Used(OrderId), new FirstOrderDiscountUsed(First, OrderId, Noon), .. Cancelled(OrderId), Carried(Id("2")), Used(Id("2")),
            new FirstOrderDiscountUsed(First, Id("2"), Noon)]).Should().BeEmpty();

    [Fact]
    public void I8_a_use_above_the_limit_of_a_customer_is_found() =>
        Found([Defined, Granted, Carried(OrderId, first: false), Used(OrderId), Carried(Id("2"), first: false), Used(Id("2"))]).Should().Equal("I8");

    [Fact]
    public void I8_a_use_above_the_limit_of_all_is_found() =>
        Found([
            Defined, Carried(OrderId, first: false), Used(OrderId), Carried(Id("2"), first: false), Used(Id("2"), "b"), Carried(Id("3"), first: false), Used(Id("3"), "c"),
        ]).Should().Equal("I8");

    [Fact]
    public void I8_a_first_order_discount_used_twice_is_found() =>
        Found([Granted, Carried(OrderId, code: false), new FirstOrderDiscountUsed(First, OrderId, Noon), Carried(Id("2"), code: false), new FirstOrderDiscountUsed(First, Id("2"), Noon)])
            .Should().Equal("I8");

    [Fact]
    public void I8_a_use_that_outlives_its_order_is_found() =>
        Found([Defined, Carried(OrderId, first: false), Used(OrderId), new OrderCancelled(OrderId, [], Noon)]).Should().Equal("I8");

    [Fact]
    public void I8_an_order_whose_use_was_not_counted_is_found() => Found([Defined, Carried(OrderId, first: false)]).Should().Equal("I8");

    [Fact]
    public void I8_a_use_that_no_order_carries_is_found() => Found([Defined, Used(OrderId)]).Should().Equal("I8");

    [Fact]
    public void I5_a_line_that_lost_more_than_its_reductions_is_found() =>
        Found([Defined, Tamper(Carried(OrderId, first: false), l => l with { Amount = l.Amount - 1 }), Used(OrderId)]).Should().Equal("I5");

    [Fact]
    public void I5_a_reduction_that_no_promotion_made_is_found() =>
        Found([Carried(OrderId, first: false) with { Discounts = [] }]).Should().Equal("I5");

    private static OrderPlaced Carried(Guid orderId, bool code = true, bool first = true)
    {
        List<Discount> discounts = [];
        if (code) discounts.Add(new Discount(ReductionKind.PromoCode, "CODE", Code, 20_00, 0, null, []));
        if (first) discounts.Add(new Discount(ReductionKind.FirstOrder, "", First, 10_00, 0, 500_00, []));
        var quote = Quote.For(orderId, [new(OrderLife.Book, 2)], DeliveryKind.Courier, OrderLife.Policy, discounts);
        return (OrderPlaced)OrderDecisions.Place(null, orderId, CustomerId, quote, OrderLife.ByCourier, OrderLife.Policy, Noon).Events.Single();
    }

    private static OrderPlaced Tamper(OrderPlaced placed, Func<OrderedLine, OrderedLine> change) =>
        placed with { Lines = [change(placed.Lines[0])], Total = placed.Total - 1 };

    private static PromoCodeUsed Used(Guid orderId, string customer = "customer") => new(Code, orderId, Id(customer), Noon);

    private static object[] Cancelled(Guid orderId) =>
        [new OrderCancelled(orderId, [], Noon), new PromoCodeReleased(Code, orderId, Noon), new FirstOrderDiscountRestored(First, orderId, Noon)];

    private static IReadOnlyList<string> Found(IReadOnlyList<object> history)
    {
        var check = new InvariantCheck();
        var versions = new Dictionary<Guid, long>();
        foreach (var happened in history)
        {
            var stream = happened switch { OrderPlaced e => e.OrderId, OrderCancelled e => e.OrderId, PromotionEvent => Code, _ => First };
            check.Add(stream, versions[stream] = versions.GetValueOrDefault(stream) + 1, happened);
        }

        return [.. check.Finish().Select(v => v.Invariant).Distinct()];
    }
}
