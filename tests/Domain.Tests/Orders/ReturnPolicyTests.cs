using FluentAssertions;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class ReturnPolicyTests
{
    private static readonly ReturnPolicy Later = new() { Version = "2027-01", FaultOnly = ["books"] };

    [Theory]
    [InlineData(ReturnReason.Defective, null)]
    [InlineData(ReturnReason.WrongItem, null)]
    [InlineData(ReturnReason.NotAsDescribed, null)]
    [InlineData(ReturnReason.ChangedMind, "order.not-returnable")]
    [InlineData(ReturnReason.Other, "order.not-returnable")]
    public void S61_food_comes_back_only_when_the_shop_is_at_fault(ReturnReason reason, string? refusal)
    {
        var order = Carried("food", Policy);
        ReturnDecisions.RequestReturn(order, Id("return"), [new ReturnedUnits(order.Lines[0].LineId, 1, reason)], RefundDestination.Wallet, Noon)
            .Rejection?.Code.Should().Be(refusal);
    }

    [Fact]
    public void S61_every_kind_of_goods_has_a_rule_and_only_food_is_final()
    {
        var policy = new ReturnPolicy();
        ProductRules.Categories.Where(c => policy.RuleOf(c) == ReturnRule.FaultOnly).Should().Equal("food");
        policy.FaultOnly.Should().BeSubsetOf(ProductRules.Categories, "a rule for goods that nobody sells is a slip");
    }

    [Theory]
    [InlineData(ReturnReason.Defective)]
    [InlineData(ReturnReason.WrongItem)]
    [InlineData(ReturnReason.NotAsDescribed)]
    [InlineData(ReturnReason.ChangedMind)]
    [InlineData(ReturnReason.Other)]
    public void S61_all_other_goods_come_back_for_any_reason(ReturnReason reason) =>
        ReturnPolicy.Allows(new ReturnPolicy().RuleOf("books"), reason).Should().BeTrue();

    [Fact]
    public void S61_U10_what_was_sold_under_a_policy_stays_under_it()
    {
        var placed = Place("books", Policy);
        placed.ReturnPolicy.Should().Be("2026-11");
        placed.Lines[0].Returns.Should().Be(ReturnRule.AnyReason);
        var next = Place("books", Policy with { Returns = Later });
        next.ReturnPolicy.Should().Be("2027-01");
        next.Lines[0].Returns.Should().Be(ReturnRule.FaultOnly);
        // Nothing of a return asks for a policy: the order alone says what its lines come back for.
        Announce(Carried("books", Policy), "return", (placed.Lines[0].LineId, 1)).IsRefused.Should().BeFalse();
        Announce(Carried("books", Policy with { Returns = Later }), "return", (next.Lines[0].LineId, 1)).Rejection!.Code.Should().Be("order.not-returnable");
    }

    [Fact]
    public void S61_an_order_from_before_the_rules_comes_back_for_any_reason()
    {
        var old = Place("food", Policy);
        old = old with { ReturnPolicy = "", Lines = [.. old.Lines.Select(l => l with { Returns = default })] };
        Announce(Carried(old), "return", (old.Lines[0].LineId, 1)).IsRefused.Should().BeFalse();
    }

    private static OrderPlaced Place(string category, OrderPolicy policy)
    {
        var product = new Product("sku", "name", category, new Money(100_00), null, true);
        var quote = Quote.For(OrderId, [new QuotedItem(product, 2)], DeliveryKind.Courier, policy);
        return (OrderPlaced)OrderDecisions.Place(null, OrderId, CustomerId, quote, ByCourier, policy, Noon).Events[0];
    }

    private static Order Carried(string category, OrderPolicy policy) => Carried(Place(category, policy));

    private static Order Carried(OrderPlaced placed) => Order.Evolve(null, placed)!
        .Then(o => Pay(o, wallet: o.Total.Kopecks, points: 0))
        .Then(o => OrderDecisions.StartAssembly(o, Noon))
        .Then(o => OrderDecisions.Ship(o, Noon))
        .Then(o => OrderDecisions.Deliver(o, 0, Policy, Noon));
}
