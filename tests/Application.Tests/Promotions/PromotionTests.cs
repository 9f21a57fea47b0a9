using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Orders;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Xunit;

namespace Marketplace.Application.Tests.Promotions;

[Collection(nameof(PromoShop))]
public class PromotionTests(PromoShop shop)
{
    [Fact]
    public async Task P7_a_preview_costs_what_the_placement_costs_to_the_kopeck()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            var customer = random.Next(2) == 0 ? await shop.CustomerAsync() : await shop.NewcomerAsync();
            if (random.Next(2) == 0) await CardAsync(customer);
            var (share, amount) = (random.Next(1, 10_001), random.Next(1, 2_000_00));
            var code = random.Next(3) switch
            {
                0 => null,
                1 => await shop.CodeAsync(t => t with { BasisPoints = share }),
                _ => await shop.CodeAsync(t => t with { BasisPoints = 0, AmountOff = amount, Categories = ["food"] }),
            };
            (string, int)[] items = [("tea", random.Next(1, 30)), ("kettle", random.Next(1, 5))];
            var quote = await shop.QuoteAsync(customer, code, items);
            var order = await shop.PlaceAsync(customer, code, null, items);
            order.Total.Should().Be(quote.Total.Kopecks, $"seed {seed}");
            order.Lines.Select(l => l.Amount).Should().Equal(quote.Lines.Select(l => l.Amount), $"seed {seed}");
            order.Discounts.Select(d => d.Amount).Should().Equal(quote.Discounts.Select(d => d.Amount), $"seed {seed}");
        }

        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task P7_U10_an_order_names_the_version_of_the_promotions_that_reduced_it_and_a_guests_names_none()
    {
        var customer = await shop.NewcomerAsync();
        var (reduced, guest) = (await shop.PlaceAsync(customer, ("kettle", 1)), Guid.NewGuid());
        var owner = GuestDecisions.OwnerOf(guest);
        await shop.InvokeAsync<OrderView>(new PlaceOrder(
            owner, guest, [new Item("kettle", 1)], new DeliveryRequest(DeliveryKind.PickupPoint, "pvz-1", null), Shop.Key(owner))
        {
            GuestPhone = new Secret("+79161234567"),
        });

        (await PlacedAsync(reduced.OrderId)).PromotionPolicy.Should().Be(new PromotionPolicy().Version);
        (await PlacedAsync(guest)).PromotionPolicy.Should().BeNull();
        PromotionPolicy.None.Version.Should().NotBe(new PromotionPolicy().Version, "a shop without promotions prices by other rules");

        async Task<OrderPlaced> PlacedAsync(Guid orderId)
        {
            await using var session = shop.Store.QuerySession();
            return (OrderPlaced)(await session.Events.FetchStreamAsync(orderId))[0].Data;
        }
    }

    [Fact]
    public async Task S55_the_discount_of_an_active_card_is_frozen_into_the_order()
    {
        var customer = await shop.CustomerAsync();
        (await shop.PlaceAsync(customer, ("kettle", 1))).Total.Should().Be(999_99);
        await CardAsync(customer);
        var order = await shop.PlaceAsync(customer, ("kettle", 1));
        order.Total.Should().Be(999_99 - 30_00);
        order.Discounts.Should().ContainSingle().Which.Kind.Should().Be(ReductionKind.CardDiscount);

        await shop.InvokeAsync(new CloseBonusCard(customer));
        (await shop.PlaceAsync(customer, ("kettle", 1))).Total.Should().Be(999_99, "a closed card takes nothing off");
        await using var session = shop.Store.QuerySession();
        (await session.LoadAsync<OrderView>(order.OrderId))!.Total.Should().Be(order.Total, "what was frozen stays");
    }

    [Fact]
    public async Task X9_of_100_parallel_checkouts_with_a_code_of_limit_1_one_order_carries_it()
    {
        var code = await shop.CodeAsync(t => t with { UsesInTotal = 1 });
        List<Guid> customers = [];
        for (var i = 0; i < 100; i++) customers.Add(await shop.CustomerAsync());
        var outcomes = await Task.WhenAll(customers.Select(c => OutcomeAsync(() => shop.PlaceAsync(c, code, null, ("kettle", 1)))));
        outcomes.Count(o => o == "placed").Should().Be(1);
        outcomes.Count(o => o == "promo.exhausted").Should().Be(99);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X9_of_100_parallel_checkouts_of_one_customer_with_a_code_for_each_customer_once_one_order_carries_it()
    {
        var (customer, other) = (await shop.CustomerAsync(), await shop.CustomerAsync());
        var code = await shop.CodeAsync(t => t with { UsesPerCustomer = 1 });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => OutcomeAsync(() => shop.PlaceAsync(customer, code, null, ("kettle", 1)))));
        outcomes.Count(o => o == "placed").Should().Be(1);
        outcomes.Count(o => o == "promo.exhausted").Should().Be(99);
        (await OutcomeAsync(() => shop.PlaceAsync(other, code, null, ("kettle", 1)))).Should().Be("placed", "the limit is each customer's own");
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X9_of_100_parallel_checkouts_with_a_code_of_limit_7_exactly_seven_orders_carry_it()
    {
        var code = await shop.CodeAsync(t => t with { UsesInTotal = 7, UsesPerCustomer = 2 });
        List<Guid> customers = [];
        for (var i = 0; i < 20; i++) customers.Add(await shop.CustomerAsync());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => OutcomeAsync(() => shop.PlaceAsync(customers[i % 20], code, null, ("kettle", 1)))));
        outcomes.Count(o => o == "placed").Should().Be(7);
        outcomes.Count(o => o == "promo.exhausted").Should().Be(93);
        await using var session = shop.Store.QuerySession();
        (await session.LoadAsync<Promotion>(Promotion.IdOf(code)))!.Uses.Values.GroupBy(c => c).Should().OnlyContain(uses => uses.Count() <= 2);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X8_of_20_parallel_orders_of_one_customer_one_has_the_first_order_discount()
    {
        var customer = await shop.NewcomerAsync();
        var orders = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.PlaceAsync(customer, ("kettle", 1))));
        orders.Count(o => o.Total == 999_99 - 100_00).Should().Be(1);
        orders.Count(o => o.Total == 999_99).Should().Be(19);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X10_S81_a_cancelled_order_frees_its_code_and_its_first_order_discount()
    {
        var customer = await shop.NewcomerAsync();
        var code = await shop.CodeAsync(t => t with { UsesInTotal = 1, UsesPerCustomer = 1 });
        var first = await shop.PlaceAsync(customer, code, null, ("kettle", 2));
        await RefusedAsync(() => shop.PlaceAsync(customer, code, null, ("kettle", 1)), "promo.exhausted");
        await RefusedAsync(() => shop.QuoteAsync(customer, code, ("kettle", 1)), "promo.exhausted");

        await shop.InvokeAsync<GivenBackAnswer>(new RemoveOrderLine(customer, first.OrderId, Guid.NewGuid(), first.Lines[0].LineId, 1, null));
        await RefusedAsync(() => shop.PlaceAsync(customer, code, null, ("kettle", 1)), "promo.exhausted");

        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, first.OrderId, null));
        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, first.OrderId, null));
        var second = await shop.PlaceAsync(customer, code, null, ("kettle", 1));
        second.Discounts.Select(d => d.Kind).Should().Equal(ReductionKind.FirstOrder, ReductionKind.PromoCode);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X10_S81_an_order_that_nobody_paid_frees_its_code_and_its_first_order_discount_when_its_time_is_over()
    {
        var customer = await shop.NewcomerAsync();
        var code = await shop.CodeAsync(t => t with { UsesInTotal = 1 });
        var first = await shop.PlaceAsync(customer, code, null, ("kettle", 1));
        first.Discounts.Select(d => d.Kind).Should().Equal(ReductionKind.FirstOrder, ReductionKind.PromoCode);
        await shop.InvokeAsync(new LapseUnpaidOrder(first.OrderId));
        await RefusedAsync(() => shop.PlaceAsync(customer, code, null, ("kettle", 1)), "promo.exhausted");

        shop.Clock.Advance(TimeSpan.FromHours(24));
        await shop.InvokeAsync(new LapseUnpaidOrder(first.OrderId));
        await shop.InvokeAsync(new LapseUnpaidOrder(first.OrderId));

        (await shop.OrderAsync(first.OrderId)).Status.Should().Be(OrderStatus.Cancelled);
        var second = await shop.PlaceAsync(customer, code, null, ("kettle", 1));
        second.Discounts.Select(d => d.Kind).Should().Equal(ReductionKind.FirstOrder, ReductionKind.PromoCode);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X10_removing_the_last_unit_frees_the_code_too()
    {
        var customer = await shop.CustomerAsync();
        var code = await shop.CodeAsync(t => t with { UsesInTotal = 1 });
        var first = await shop.PlaceAsync(customer, code, null, ("kettle", 1));
        await shop.InvokeAsync<GivenBackAnswer>(new RemoveOrderLine(customer, first.OrderId, Guid.NewGuid(), first.Lines[0].LineId, 1, null));
        (await shop.PlaceAsync(customer, code, null, ("kettle", 1))).Discounts.Should().ContainSingle();
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S81_a_return_does_not_give_the_first_order_discount_back()
    {
        var customer = await shop.NewcomerAsync(2_000_00);
        var order = await shop.PlaceAsync(customer, ("kettle", 1));
        await shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, Guid.NewGuid(), order.Total, 0, false, Shop.Key(customer)));
        await shop.DeliverAsync(customer, order.OrderId);
        var (returnId, line) = (Guid.NewGuid(), order.Lines[0].LineId);
        await shop.InvokeAsync<ReturnAnswer>(new RequestReturn(
            customer, order.OrderId, returnId, [new ReturnedUnits(line, 1, ReturnReason.Defective)], RefundDestination.Wallet, Shop.Key(customer)));
        await ApproveAsync(order.OrderId, returnId);
        var refunded = await shop.InvokeAsync<RefundedAnswer>(new ReceiveReturn(customer, order.OrderId, returnId, [new CountedUnits(line, 1)], null));
        refunded.ToWallet.Should().Be(899_99);
        (await shop.PlaceAsync(customer, ("kettle", 1))).Discounts.Should().BeEmpty();
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S63_the_same_order_again_keeps_its_price_when_the_code_is_gone()
    {
        var (customer, orderId) = (await shop.CustomerAsync(), Guid.NewGuid());
        var code = await shop.CodeAsync(t => t with { UsesInTotal = 1 });
        var first = await shop.PlaceAsync(customer, code, orderId, ("kettle", 1));
        (await shop.PlaceAsync(customer, code, orderId, ("kettle", 1))).Total.Should().Be(first.Total);
        await using var session = shop.Store.QuerySession();
        (await session.LoadAsync<Promotion>(Promotion.IdOf(code)))!.Uses.Should().ContainKey(orderId).And.HaveCount(1);
    }

    [Fact]
    public async Task S82_a_refused_code_leaves_no_order()
    {
        var (customer, orderId) = (await shop.CustomerAsync(), Guid.NewGuid());
        var code = await shop.CodeAsync(t => t with { MinimumSum = 20_00 });
        await RefusedAsync(() => shop.PlaceAsync(customer, code, orderId, ("tea", 1)), "promo.minimum-not-reached");
        await RefusedAsync(() => shop.PlaceAsync(customer, "NO-SUCH-CODE", orderId, ("tea", 1)), "promo.unknown");
        await using var session = shop.Store.QuerySession();
        (await session.Events.FetchStreamStateAsync(orderId)).Should().BeNull();
    }

    private async Task ApproveAsync(Guid orderId, Guid returnId)
    {
        await using var session = shop.Store.LightweightSession();
        var stream = await session.Events.FetchForWriting<Order>(orderId);
        stream.AppendMany(ReturnDecisions.Approve(stream.Aggregate!, returnId, shop.Clock.GetUtcNow()).Events);
        await session.SaveChangesAsync();
    }

    private async Task CardAsync(Guid customerId)
    {
        var cardId = AccountIds.BonusCardId(customerId);
        await using var session = shop.Store.LightweightSession();
        session.Events.StartStream<BonusCard>(cardId, BonusCardDecisions.Issue(null, cardId, customerId, Guid.NewGuid(), shop.Clock.GetUtcNow()).Events);
        await session.SaveChangesAsync();
    }

    private static async Task RefusedAsync(Func<Task> deed, string code) =>
        (await FluentActions.Awaiting(deed).Should().ThrowAsync<RefusedException>()).Which.Rejection.Code.Should().Be(code);

    private static async Task<string> OutcomeAsync(Func<Task> deed)
    {
        try
        {
            await deed();
            return "placed";
        }
        catch (RefusedException e)
        {
            return e.Rejection.Code;
        }
    }
}
