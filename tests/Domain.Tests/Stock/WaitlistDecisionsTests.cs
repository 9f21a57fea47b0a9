using Marketplace.Domain.Stock;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Stock;

public class WaitlistDecisionsTests
{
    private const string Sku = "tea";
    private static readonly StockPolicy Numbers = new();
    private static readonly Guid StockId = StockIds.Of(Sku);
    private static readonly Guid Second = Id("second");
    private static readonly StockEvent Opened = new StockOpened(StockId, Sku, Noon);
    private static readonly StockEvent One = new StockReceived(StockId, 1, Noon);
    private static readonly StockEvent Taken = new StockTaken(StockId, OrderId, 1, Noon);

    [Fact]
    public void S75_only_what_is_not_there_can_be_waited_for()
    {
        Given().When(s => WaitlistDecisions.Join(s, Sku, CustomerId, Noon)).Then(Opened, Joined(CustomerId));
        Given(Opened, One).When(s => WaitlistDecisions.Join(s, Sku, CustomerId, Noon)).ThenRefused("waitlist.item-in-stock");
        Given(Opened, One, Taken).When(s => WaitlistDecisions.Join(s, Sku, CustomerId, Noon)).Then(Joined(CustomerId));
    }

    [Fact]
    public void S75_what_others_have_reserved_is_not_there_until_their_time_is_over()
    {
        var reserved = new ItemReserved(StockId, Id("r"), Second, Sku, 1, Noon.AddHours(24), Noon);
        Given(Opened, One, reserved).When(s => WaitlistDecisions.Join(s, Sku, CustomerId, Noon.AddHours(24) - OneSecond)).Then(Joined(CustomerId) with { JoinedAt = Noon.AddHours(24) - OneSecond });
        Given(Opened, One, reserved).When(s => WaitlistDecisions.Join(s, Sku, CustomerId, Noon.AddHours(24))).ThenRefused("waitlist.item-in-stock");
    }

    [Fact]
    public void S75_a_customer_waits_once_for_a_product()
    {
        Given(Opened, Joined(CustomerId)).When(s => WaitlistDecisions.Join(s, Sku, CustomerId, Noon)).ThenRefused("waitlist.already-waiting");
        Given(Opened, Joined(CustomerId)).When(s => WaitlistDecisions.Leave(s, CustomerId, Noon)).Then(new WaitlistLeft(StockId, CustomerId, Noon));
        Given(Opened, Joined(CustomerId), new WaitlistLeft(StockId, CustomerId, Noon)).When(s => WaitlistDecisions.Leave(s, CustomerId, Noon)).ThenRefused("waitlist.not-waiting");
        Given(Opened, Joined(CustomerId), new WaitlistLeft(StockId, CustomerId, Noon)).When(s => WaitlistDecisions.Join(s, Sku, CustomerId, Noon)).Then(Joined(CustomerId));
        Given().When(s => WaitlistDecisions.Leave(s, CustomerId, Noon)).ThenRefused("waitlist.not-waiting");
    }

    [Fact]
    public void S75_S76_all_who_wait_are_told_in_the_order_in_which_they_came_and_each_once()
    {
        Given(Opened, Joined(Second), Joined(CustomerId)).When(s => StockDecisions.Receive(s, Sku, 1, Numbers, Noon)).Then(One, Told(Second), Told(CustomerId));
        Given(Opened, Joined(Second), Joined(CustomerId)).When(s => StockDecisions.Count(s, Sku, 1, Numbers, Noon)).Then(new StockCounted(StockId, 1, 1, Noon), Told(Second), Told(CustomerId));
        Given(Opened, Joined(Second), One, Told(Second)).When(s => StockDecisions.Receive(s, Sku, 1, Numbers, Noon)).Then(One);
    }

    [Fact]
    public void S76_it_does_not_matter_why_the_product_is_there_again()
    {
        var reserved = new ItemReserved(StockId, Id("r"), Second, Sku, 1, Noon.AddHours(24), Noon);
        Given(Opened, One, Taken, Joined(CustomerId)).When(s => StockDecisions.GiveBack(s, OrderId, OrderId, 1, Noon)).Then(new StockReturned(StockId, OrderId, OrderId, 1, Noon), Told(CustomerId));
        Given(Opened, One, reserved, Joined(CustomerId)).When(s => ReservationDecisions.Release(s, Id("r"), Noon)).Then(new ReservationReleased(StockId, Id("r"), 1, Noon), Told(CustomerId));
        Given(Opened, One, reserved, Joined(CustomerId)).When(s => ReservationDecisions.Expire(s, Noon.AddHours(24)))
            .Then(new ReservationExpired(StockId, Id("r"), 1, Noon.AddHours(24)), Told(CustomerId) with { NotifiedAt = Noon.AddHours(24) });
    }

    [Fact]
    public void S76_nobody_is_told_of_units_that_an_order_takes_in_the_same_moment()
    {
        var reserved = new ItemReserved(StockId, Id("r"), Second, Sku, 1, Noon.AddHours(24), Noon);
        Given(Opened, One, reserved, Joined(CustomerId)).When(s => StockDecisions.Take(s, Sku, Id("third"), OrderId, 1, Noon.AddHours(24)))
            .Then(new ReservationExpired(StockId, Id("r"), 1, Noon.AddHours(24)), new StockTaken(StockId, OrderId, 1, Noon.AddHours(24)));
    }

    private static WaitlistJoined Joined(Guid customer) => new(StockId, customer, Sku, Noon);

    private static WaitlistNotified Told(Guid customer) => new(StockId, customer, Sku, Noon);

    private static Given<ProductStock, StockEvent> Given(params StockEvent[] events) =>
        Scenario.Given<ProductStock, StockEvent>(ProductStock.Evolve, events);
}
