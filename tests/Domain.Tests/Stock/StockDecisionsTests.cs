using FluentAssertions;
using Marketplace.Domain.Stock;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Stock;

public class StockDecisionsTests
{
    private const string Sku = "tea";
    private static readonly StockPolicy Numbers = new();
    private static readonly Guid StockId = StockIds.Of(Sku);
    private static readonly Guid Reservation = Id("reservation");
    private static readonly Guid Other = Id("other customer");
    private static readonly StockEvent Opened = new StockOpened(StockId, Sku, Noon);
    private static readonly DateTimeOffset Until = Noon + Numbers.HoldsFor;

    [Fact]
    public void S74_a_product_that_was_never_counted_has_none()
    {
        Given().When(s => StockDecisions.Take(s, Sku, CustomerId, OrderId, 1, Noon)).ThenRefused("stock.out-of-stock").Facts["available"].Should().Be(0L);
        Given().When(s => StockDecisions.Receive(s, Sku, 3, Numbers, Noon)).Then(Opened, Received(3));
        Given().When(s => StockDecisions.Count(s, Sku, 0, Numbers, Noon)).Then(Opened);
    }

    [Fact]
    public void S74_an_order_takes_all_there_is_and_not_one_more()
    {
        Given(Opened, Received(3)).When(s => StockDecisions.Take(s, Sku, CustomerId, OrderId, 3, Noon)).Then(Taken(3));
        Given(Opened, Received(3)).When(s => StockDecisions.Take(s, Sku, CustomerId, OrderId, 4, Noon)).ThenRefused("stock.out-of-stock").Facts["available"].Should().Be(3L);
        Given(Opened, Received(3), Taken(3)).When(s => StockDecisions.Take(s, Sku, CustomerId, OrderId, 1, Noon)).ThenRefused("stock.out-of-stock");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(10_000_000, true)]
    [InlineData(10_000_001, false)]
    public void S74_a_delivery_brings_a_number_of_units_that_can_be(long quantity, bool possible) =>
        (StockDecisions.Receive(null, Sku, quantity, Numbers, Noon).Rejection?.Code).Should().Be(possible ? null : "stock.quantity-invalid");

    [Fact]
    public void S74_a_count_says_what_is_free_and_how_far_the_books_were_off()
    {
        Given(Opened, Received(3), Taken(1)).When(s => StockDecisions.Count(s, Sku, 1, Numbers, Noon)).Then(new StockCounted(StockId, 1, -1, Noon));
        Given(Opened, Received(3), Taken(1)).When(s => StockDecisions.Count(s, Sku, 2, Numbers, Noon)).ThenNothing();
        Given(Opened).When(s => StockDecisions.Count(s, Sku, -1, Numbers, Noon)).ThenRefused("stock.quantity-invalid");
        Given(Opened).When(s => StockDecisions.Count(s, Sku, 10_000_001, Numbers, Noon)).ThenRefused("stock.quantity-invalid");
    }

    [Fact]
    public void S74_what_an_order_loses_is_free_again_but_never_more_than_was_taken()
    {
        Given(Opened, Received(3), Taken(2)).When(s => StockDecisions.GiveBack(s, OrderId, OrderId, 2, Noon)).Then(new StockReturned(StockId, OrderId, OrderId, 2, Noon));
        Given(Opened, Received(3), Taken(2)).When(s => StockDecisions.GiveBack(s, OrderId, OrderId, 3, Noon)).ThenNothing();
        Given().When(s => StockDecisions.GiveBack(s, OrderId, OrderId, 1, Noon)).ThenNothing();
    }

    [Fact]
    public void S74_reserved_units_are_for_their_customer_only()
    {
        Given(Opened, Received(3), Reserved(2)).When(s => StockDecisions.Take(s, Sku, Other, OrderId, 1, Noon)).Then(Taken(1));
        Given(Opened, Received(3), Reserved(2)).When(s => StockDecisions.Take(s, Sku, Other, OrderId, 2, Noon)).ThenRefused("stock.out-of-stock").Facts["available"].Should().Be(1L);
        Given(Opened, Received(3), Reserved(2)).When(s => StockDecisions.Take(s, Sku, CustomerId, OrderId, 3, Noon)).Then(Converted(2), Taken(1));
        Given(Opened, Received(3), Reserved(2)).When(s => StockDecisions.Take(s, Sku, CustomerId, OrderId, 1, Noon)).Then(Converted(1));
        Given(Opened, Received(3), Reserved(2), Converted(1)).When(s => StockDecisions.Take(s, Sku, Other, OrderId, 2, Noon)).ThenRefused("stock.out-of-stock");
    }

    [Fact]
    public void P3_a_reservation_holds_for_24_hours_however_late_its_timer_is()
    {
        (Until - Noon).Should().Be(TimeSpan.FromHours(24));
        var expired = new ReservationExpired(StockId, Reservation, 2, Until);
        Given(Opened, Received(2), Reserved(2)).When(s => StockDecisions.Take(s, Sku, Other, OrderId, 1, Until - OneSecond)).ThenRefused("stock.out-of-stock");
        Given(Opened, Received(2), Reserved(2)).When(s => StockDecisions.Take(s, Sku, Other, OrderId, 1, Until)).Then(expired, new StockTaken(StockId, OrderId, 1, Until));
        // Nor does it serve its own customer any longer: those are free units like all others.
        Given(Opened, Received(2), Reserved(2)).When(s => StockDecisions.Take(s, Sku, CustomerId, OrderId, 1, Until)).Then(expired, new StockTaken(StockId, OrderId, 1, Until));
        Given(Opened, Received(2), Reserved(2)).When(s => ReservationDecisions.Expire(s, Until - OneSecond)).ThenNothing();
        Given(Opened, Received(2), Reserved(2)).When(s => ReservationDecisions.Expire(s, Until)).Then(expired);
        Given(Opened, Received(2), Reserved(2), Converted(1)).When(s => ReservationDecisions.Expire(s, Until)).Then(expired with { Quantity = 1 });
        var stock = Given(Opened, Received(2), Reserved(2)).State!;
        (stock.FreeAt(Until - OneSecond), stock.FreeAt(Until)).Should().Be((0, 2));
    }

    [Theory]
    [InlineData(0, 0, "reservation.quantity-invalid")]
    [InlineData(1, 0, null)]
    [InlineData(10, 0, null)]
    [InlineData(11, 0, "reservation.quantity-invalid")]
    [InlineData(1, 19, null)]
    [InlineData(1, 20, "reservation.too-many-open")]
    public void S74_a_reservation_has_one_to_ten_units_and_a_customer_twenty_reservations(int quantity, int open, string? refusal)
    {
        var decision = ReservationDecisions.Reserve(Given(Opened, Received(20)).State, Sku, Reservation, CustomerId, quantity, open, Numbers, Noon);

        decision.Rejection?.Code.Should().Be(refusal);
        decision.Events.Should().HaveCount(refusal is null ? 1 : 0);
    }

    [Fact]
    public void S74_a_reservation_takes_what_is_free_and_ends_once()
    {
        Given(Opened, Received(2)).When(s => ReservationDecisions.Reserve(s, Sku, Reservation, CustomerId, 2, 0, Numbers, Noon)).Then(Reserved(2));
        Given(Opened, Received(2)).When(s => ReservationDecisions.Reserve(s, Sku, Reservation, CustomerId, 3, 0, Numbers, Noon)).ThenRefused("stock.out-of-stock");
        Given(Opened, Received(2), Reserved(2)).When(s => ReservationDecisions.Reserve(s, Sku, Reservation, CustomerId, 2, 0, Numbers, Noon)).ThenNothing();
        Given(Opened, Received(2), Reserved(2)).When(s => ReservationDecisions.Release(s, Reservation, Noon)).Then(new ReservationReleased(StockId, Reservation, 2, Noon));
        Given(Opened, Received(2), Reserved(2), new ReservationReleased(StockId, Reservation, 2, Noon)).When(s => ReservationDecisions.Release(s, Reservation, Noon)).ThenNothing();
        Given(Opened, Received(2), Reserved(2), Converted(2)).When(s => ReservationDecisions.Release(s, Reservation, Noon)).ThenNothing();
    }

    private static StockReceived Received(long units) => new(StockId, units, Noon);

    private static StockTaken Taken(int units) => new(StockId, OrderId, units, Noon);

    private static ItemReserved Reserved(int units) => new(StockId, Reservation, CustomerId, Sku, units, Until, Noon);

    private static ReservationConverted Converted(int units) => new(StockId, Reservation, OrderId, units, Noon);

    private static Given<ProductStock, StockEvent> Given(params StockEvent[] events) =>
        Scenario.Given<ProductStock, StockEvent>(ProductStock.Evolve, events);
}
