using Marketplace.Domain.Orders;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Orders;

public class UnpaidOrderTests
{
    private static readonly OrderPolicy Numbers = new();
    private static readonly OrderEvent Placed = new OrderPlaced(
        OrderId, CustomerId, [new OrderedLine(Id("line"), "tea", "Чай", "food", 2, 10_01, PriceKind.List, 20_02)],
        DeliveryKind.PickupPoint, "pvz-1", null, 0, 20_02, Numbers.Version, Noon);

    [Fact]
    public void S74_an_order_that_nobody_pays_keeps_its_goods_for_24_hours_and_no_longer()
    {
        var due = Noon.AddHours(24);
        Given(Placed).When(o => UnpaidDecisions.Lapse(o, Numbers, due - OneSecond)).ThenNothing();
        Given(Placed).When(o => UnpaidDecisions.Lapse(o, Numbers, due)).Then(new OrderCancelled(OrderId, [], due));
        Given(Placed, new OrderCancelled(OrderId, [], due)).When(o => UnpaidDecisions.Lapse(o, Numbers, due)).ThenNothing();
    }

    [Fact]
    public void S74_an_order_whose_payment_is_under_way_or_done_does_not_lapse()
    {
        var asked = new OrderPaymentRequested(OrderId, Id("attempt"), 0, 0, 20_02, Noon);
        var paid = new OrderPaid(OrderId, Id("attempt"), 20_02, 0, 0, null, [new TenderShare(Id("line"), 20_02, 0, 0)], Noon);
        var declined = new OrderPaymentDeclined(OrderId, Id("attempt"), "declined", Noon);
        Given(Placed, asked).When(o => UnpaidDecisions.Lapse(o, Numbers, Noon.AddDays(2))).ThenNothing();
        Given(Placed, paid).When(o => UnpaidDecisions.Lapse(o, Numbers, Noon.AddDays(2))).ThenNothing();
        Given(Placed, asked, declined).When(o => UnpaidDecisions.Lapse(o, Numbers, Noon.AddDays(2))).Then(new OrderCancelled(OrderId, [], Noon.AddDays(2)));
    }

    private static Given<Order, OrderEvent> Given(params OrderEvent[] events) => Scenario.Given<Order, OrderEvent>(Order.Evolve, events);
}
