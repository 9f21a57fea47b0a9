using System.Diagnostics;
using FluentAssertions;
using Marketplace.Application.GroupCommits;
using Marketplace.Application.Orders;
using Marketplace.Application.Privacy;
using Marketplace.Application.Tests.Promotions;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
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
        using var request = new Activity("a request").Start();
        using var gone = new GoneAlone(shop.Services.GetRequiredService<ILoggerFactory>());
        Task<OrderView> waiting;
        await using (var holder = shop.Store.LightweightSession())
        {
            await holder.Events.FetchForExclusiveWriting<ProductStock>(StockIds.Of(hot));
            waiting = shop.PlaceAsync(customers[0], (hot, 1));
            // Also those of the same batch, which waits for a moment and then leaves behind who wants what is held.
            await Task.WhenAll(customers[1..].Select(customer => shop.PlaceAsync(customer, (other, 1))));
            waiting.IsCompleted.Should().BeFalse("its product is held");
        }

        var order = await waiting;
        order.Status.Should().Be(OrderStatus.Placed);
        gone.Reasons.Should().BeEmpty("the others were saved together");
        await using var session = shop.Store.QuerySession();
        (await session.Events.FetchStreamAsync(order.OrderId)).Should().OnlyContain(e => e.CorrelationId == request.RootId, "whoever goes alone is found by its request, too");
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task A_refusal_counts_when_what_it_was_decided_on_is_saved()
    {
        var (hot, last, customers) = (await shop.ProductAsync(100), await shop.ProductAsync(1), await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shop.CustomerAsync(100_00))));
        // The answer to this one cannot be kept any more, and so its order cannot be saved.
        await shop.Services.GetRequiredService<IDataKeys>().DestroyAsync(customers[1]);
        Task<string>[] answers;
        await using (var holder = shop.Store.LightweightSession())
        {
            await holder.Events.FetchForExclusiveWriting<ProductStock>(StockIds.Of(hot));
            // While a batch waits for this one, the next two come together into the batch after it.
            var first = AnswerAsync(() => shop.PlaceAsync(customers[0], (hot, 1)));
            await BlockedAsync();
            answers = [first, AnswerAsync(() => shop.PlaceAsync(customers[1], (last, 1))), AnswerAsync(() => shop.PlaceAsync(customers[2], (last, 1)))];
            await Task.WhenAll(answers[1..]);
        }

        // When each goes alone, whoever cannot be saved may come too late even to fail.
        var all = await Task.WhenAll(answers);
        (all[0], all[2]).Should().Be(("Placed", "Placed"));
        all[1].Should().BeOneOf(nameof(SubjectErasedException), "stock.out-of-stock");
        (await shop.StockAsync(last)).Should().BeEquivalentTo(new { Free = 0, Taken = 1 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_cannot_have_the_id_of_something_else_that_has_happened(bool together)
    {
        var (sku, customer) = (await shop.ProductAsync(5), await shop.CustomerAsync(100_00));
        foreach (var taken in new[] { StockIds.Of(sku), AccountIds.WalletId(customer) })
        {
            var order = new PlaceOrder(customer, taken, [new Item(sku, 1)], ToPickupPoint, Shop.Key(customer));

            (await AnswerAsync(() => together ? shop.SendAsync<OrderView>(order) : shop.InvokeAsync<OrderView>(order))).Should().Be("order.id-taken");
        }

        (await shop.StockAsync(sku)).Should().BeEquivalentTo(new { Free = 5, Taken = 0, Version = 2 });
    }

    [Fact]
    public void What_an_order_needs_decides_whether_it_goes_with_others()
    {
        var plain = new PlaceOrder(Guid.NewGuid(), Guid.NewGuid(), [new Item("tea", 1)], ToPickupPoint, null);
        PlaceOrder[] alone =
        [
            plain with { PromoCode = "SPRING" }, plain with { Points = 1 }, plain with { GuestPhone = new Secret("+79000000000") }, plain with { Items = [] }, plain with { Items = null! },
            plain with { Items = [new Item(null!, 1)] }, plain with { Items = [null!] }, plain with { Delivery = null! }, plain with { Items = [.. Enumerable.Range(0, 200).Select(i => new Item($"sku-{i}", 1))] },
        ];

        GroupCommit.Takes(plain).Should().BeTrue();
        GroupCommit.Takes(plain with { Wallet = 1 }).Should().BeTrue();
        alone.Should().NotContain(o => GroupCommit.Takes(o));
    }

    // Until a batch waits for a stock.
    private async Task BlockedAsync()
    {
        await using var source = NpgsqlDataSource.Create(shop.Connection);
        await using var waiting = source.CreateCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%mt_streams%'");
        await Eventually.HappensAsync(async () => await waiting.ExecuteScalarAsync() is > 0L, "somebody waits");
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
        catch (Exception e)
        {
            return e.Chain().Last().GetType().Name;
        }
    }
}
