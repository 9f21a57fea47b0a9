using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Tests.Promotions;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Marketplace.Application.Tests.GroupCommits;

/// <summary>Orders of many customers in one transaction: decided as each alone, and stored as each alone.</summary>
[Collection(nameof(PromoShop))]
public sealed class PlaceOrdersTogetherTests(PromoShop shop)
{
    private static readonly DeliveryRequest ToPickupPoint = new(DeliveryKind.PickupPoint, "pvz-1", null);

    // What the wallet pays for two units, with the delivery, after the discount of a first order.
    private async Task<PlaceOrder> PaidAtOnceAsync(Guid customer, string[] skus)
    {
        List<Item> items = [.. skus.Select(s => new Item(s, 2))];
        var quote = await shop.InvokeAsync<Quote>(new QuoteOrder(customer, Guid.Empty, items, ToPickupPoint, null));
        return new PlaceOrder(customer, Guid.NewGuid(), items, ToPickupPoint, Shop.Key(customer)) { Wallet = quote.Total.Kopecks };
    }

    [Fact]
    public async Task What_a_batch_stores_of_an_order_is_what_the_store_stores_in_every_column()
    {
        var orders = new List<PlaceOrder>();
        for (var i = 0; i < 2; i++) orders.Add(await PaidAtOnceAsync(await shop.NewcomerAsync(500_00), [await shop.ProductAsync(5), await shop.ProductAsync(5)]));

        var alone = await shop.InvokeAsync<OrderView>(orders[0]);
        using var gone = new GoneAlone(shop.Services.GetRequiredService<ILoggerFactory>());
        var together = await shop.SendAsync<OrderView>(orders[1]);

        gone.Reasons.Should().BeEmpty("a batch that cannot be saved is carried out by the store, command by command");
        together.Should().BeEquivalentTo(alone, o => o.Excluding(v => v.Type == typeof(Guid) || v.Name == nameof(OrderLineView.Sku) || v.Name == nameof(OrderView.Json)));
        together.Status.Should().Be(OrderStatus.Paid);
        together.Discounts.Should().ContainSingle("a first order has its discount");
        var (byStore, byBatch) = (await StoredAsync(orders[0]), await StoredAsync(orders[1]));
        byStore.Should().HaveCountGreaterThan(18).And.Contain(row => row.Contains("answered_at", StringComparison.Ordinal));
        byBatch.Should().Equal(byStore);
    }

    [Fact]
    public async Task S74_of_many_orders_at_once_as_many_are_placed_as_there_are_units_and_the_others_are_refused()
    {
        var (sku, customers) = (await shop.ProductAsync(10), await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => shop.CustomerAsync(100_00))));
        using var gone = new GoneAlone(shop.Services.GetRequiredService<ILoggerFactory>());

        var answers = await Task.WhenAll(customers.Select(c => AnswerAsync(() => shop.PlaceAsync(c, (sku, 1)))));

        answers.Count(a => a == "Placed").Should().Be(10);
        answers.Count(a => a == "stock.out-of-stock").Should().Be(20);
        gone.Reasons.Should().BeEmpty();
        (await shop.StockAsync(sku)).Should().BeEquivalentTo(new { Free = 0, Taken = 10 });
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task Whoever_cannot_pay_or_orders_what_is_not_there_keeps_nobody_from_ordering()
    {
        var (sku, customers) = (await shop.ProductAsync(100), await Task.WhenAll(Enumerable.Range(0, 12).Select(i => shop.CustomerAsync(i % 4 == 0 ? 1_00 : 500_00))));
        var orders = await Task.WhenAll(customers.Select(c => PaidAtOnceAsync(c, [sku])));
        orders[1] = orders[1] with { Items = [new Item("unheard-of", 1)] };
        orders[2] = orders[2] with { Delivery = new DeliveryRequest(DeliveryKind.PickupPoint, "nowhere", null) };
        orders[3] = orders[3] with { Items = [new Item(sku, 0)] };
        orders[5] = orders[5] with { Items = [new Item(null!, 1)] };
        orders[6] = orders[6] with { Items = [] };
        orders[7] = orders[7] with { ExpectedTotal = 1 };

        var answers = await Task.WhenAll(orders.Select(o => AnswerAsync(() => shop.SendAsync<OrderView>(o))));

        answers.Should().Equal(
            "wallet.insufficient-funds", "order.product-unavailable", "order.pickup-point-unavailable", "order.quantity-invalid",
            "wallet.insufficient-funds", answers[5], "order.lines-invalid", "order.price-changed",
            "wallet.insufficient-funds", "Paid", "Paid", "Paid");
        answers[5].Should().NotBe("Paid");
        (await shop.StockAsync(sku)).Taken.Should().Be(6, "three orders have two each");
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X5_an_order_that_is_placed_twice_at_once_under_two_keys_is_one_order()
    {
        var order = await PaidAtOnceAsync(await shop.CustomerAsync(500_00), [await shop.ProductAsync(5)]);
        var again = order with { Key = Shop.Key(order.CustomerId) };

        var answers = await Task.WhenAll(new[] { order, again }.Select(o => shop.SendAsync<OrderView>(o)));

        answers.Select(a => (a.OrderId, a.Status)).Should().AllBeEquivalentTo((order.OrderId, OrderStatus.Paid));
        (await shop.StockAsync(order.Items[0].Sku)).Taken.Should().Be(2);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task A_product_that_somebody_holds_for_long_keeps_only_those_waiting_who_want_it()
    {
        var (hot, other) = (await shop.ProductAsync(100), await shop.ProductAsync(100));
        var customers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => shop.CustomerAsync(100_00)));
        Task<OrderView> waiting;
        await using (var holder = shop.Store.LightweightSession())
        {
            await holder.Events.FetchForExclusiveWriting<ProductStock>(StockIds.Of(hot));
            waiting = shop.PlaceAsync(customers[0], (hot, 1));
            // Also those of the same batch, which waits for a moment and then lets each go alone.
            await Task.WhenAll(customers[1..].Select(customer => shop.PlaceAsync(customer, (other, 1))));
            waiting.IsCompleted.Should().BeFalse("its product is held");
        }

        (await waiting).Status.Should().Be(OrderStatus.Placed);
        await shop.InvariantsHoldAsync();
    }

    private Task<IReadOnlyList<string>> StoredAsync(PlaceOrder order) => StoredRows.OfAsync(
        shop.Connection, [order.WalletId, order.OrderId, order.FirstOrderDiscountId, .. order.StockIds], order.Key!.Id);

    private static async Task<string> AnswerAsync(Func<Task<OrderView>> deed)
    {
        try
        {
            return (await deed()).Status.ToString();
        }
        catch (RefusedException refused)
        {
            return refused.Rejection.Code;
        }
        catch (ArgumentException e)
        {
            return e.GetType().Name;
        }
    }
}
