using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Stock;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Marten;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Stock;

/// <summary>Many at once for few units: as many as there are get one, and nobody waits for somebody who waits for them.</summary>
[Collection(nameof(Shop))]
public sealed class OversellTests(Shop shop)
{
    [Fact]
    public async Task S74_the_last_unit_goes_to_one_order_or_one_reservation()
    {
        var sku = await shop.ProductAsync(1);
        var customers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => shop.CustomerAsync()));

        var answers = await Task.WhenAll(customers.Select((customer, i) => i % 2 == 0
            ? AnswerAsync(() => shop.PlaceAsync(customer, (sku, 1)))
            : AnswerAsync(() => ReserveAsync(customer, sku, 1))));

        answers.Count(a => a == "done").Should().Be(1);
        answers.Where(a => a != "done").Should().HaveCount(29).And.OnlyContain(a => a == "stock.out-of-stock");
        var stock = await shop.StockAsync(sku);
        (stock.Free, stock.Taken + stock.Reserved).Should().Be((0, 1));
    }

    [Fact]
    public async Task S74_orders_of_the_same_products_in_any_order_never_wait_for_each_other_in_a_circle()
    {
        var (first, second, third) = (await shop.ProductAsync(40), await shop.ProductAsync(40), await shop.ProductAsync(10));
        var customers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.CustomerAsync(100_00)));
        (string, int)[][] orders = [[(first, 1), (second, 1)], [(second, 1), (first, 1)], [(third, 1), (second, 1), (first, 1)]];

        var placed = await Task.WhenAll(customers.Select((customer, i) => shop.PlaceAsync(customer, orders[i % 3])));
        // Paying locks the wallet, cancelling locks wallet and stock, and others place while that goes on.
        var more = customers.Select((customer, i) => shop.PlaceAsync(customer, (second, 1), (first, 1)));
        var cancelled = placed.Select((order, i) => CancelAsync(customers[i], order.OrderId, pays: i % 2 == 0));
        await Task.WhenAll([.. more, .. cancelled]);

        (await shop.StockAsync(first)).Should().BeEquivalentTo(new { Free = 20, Taken = 20 });
        (await shop.StockAsync(second)).Should().BeEquivalentTo(new { Free = 20, Taken = 20 });
        (await shop.StockAsync(third)).Should().BeEquivalentTo(new { Free = 10, Taken = 0 });
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S74_while_the_stock_of_a_hot_product_is_held_orders_of_other_products_are_placed_paid_and_cancelled()
    {
        var (hot, other) = (await shop.ProductAsync(100), await shop.ProductAsync(100));
        var customers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => shop.CustomerAsync(100_00)));
        Task<OrderView> waiting;
        await using (var holder = shop.Store.LightweightSession())
        {
            await holder.Events.FetchForExclusiveWriting<ProductStock>(StockIds.Of(hot));
            waiting = shop.PlaceAsync(customers[0], (hot, 1));
            await Shop.EventuallyAsync(async () => await WaitingForLocksAsync() == 1, "the order of the hot product waits");

            var placed = await Task.WhenAll(customers[1..].Select(customer => shop.PlaceAsync(customer, (other, 1))));
            await Task.WhenAll(placed.Select((order, i) => CancelAsync(customers[i + 1], order.OrderId, pays: true)));

            (waiting.IsCompleted, await WaitingForLocksAsync()).Should().Be((false, 1), "only who wants the hot product waits for it");
        }

        await waiting;
        (await shop.StockAsync(hot)).Should().BeEquivalentTo(new { Free = 99, Taken = 1 });
        (await shop.StockAsync(other)).Should().BeEquivalentTo(new { Free = 100, Taken = 0 });
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S74_an_order_that_lacks_one_product_takes_none_of_the_others()
    {
        var (there, gone, customer) = (await shop.ProductAsync(5), await shop.ProductAsync(0), await shop.CustomerAsync());

        (await AnswerAsync(() => shop.PlaceAsync(customer, (there, 2), (gone, 1)))).Should().Be("stock.out-of-stock");

        (await shop.StockAsync(there)).Should().BeEquivalentTo(new { Free = 5, Taken = 0 });
        await using var session = shop.Store.QuerySession();
        (await session.Query<OrderView>().CountAsync(o => o.CustomerId == customer)).Should().Be(0);
    }

    [Fact]
    public async Task S74_the_same_order_again_takes_its_units_once()
    {
        var (sku, customer, orderId) = (await shop.ProductAsync(5), await shop.CustomerAsync(), Guid.NewGuid());
        for (var i = 0; i < 3; i++)
        {
            await shop.InvokeAsync<OrderView>(new PlaceOrder(
                customer, orderId, [new Item(sku, 2)], new DeliveryRequest(DeliveryKind.PickupPoint, "pvz-1", null), Shop.Key(customer)));
        }

        (await shop.StockAsync(sku)).Should().BeEquivalentTo(new { Free = 3, Taken = 2 });
    }

    private async Task<long> WaitingForLocksAsync()
    {
        await using var source = NpgsqlDataSource.Create(shop.Connection);
        await using var command = source.CreateCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    internal static async Task<string> AnswerAsync(Func<Task> deed)
    {
        try
        {
            await deed();
            return "done";
        }
        catch (RefusedException refused)
        {
            return refused.Rejection.Code;
        }
    }

    private Task<ReservationAnswer> ReserveAsync(Guid customer, string sku, int quantity) =>
        shop.InvokeAsync<ReservationAnswer>(new ReserveItem(customer, Guid.NewGuid(), sku, quantity, Shop.Key(customer)));

    private async Task CancelAsync(Guid customer, Guid orderId, bool pays)
    {
        var total = (await shop.OrderAsync(orderId)).Total.Kopecks;
        if (pays) await shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, orderId, Guid.NewGuid(), total, 0, HasCard: false, Shop.Key(customer)));
        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, orderId, Shop.Key(customer)));
    }
}
