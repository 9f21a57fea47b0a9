using FluentAssertions;
using Marketplace.Application.Favourites;
using Marketplace.Application.Orders;
using Marketplace.Application.Stock;
using Marketplace.Application.Tests.Erasure;
using Marketplace.Application.Tests.Promotions;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

/// <summary>Of a shop of its own: a rebuild empties every view for a while.</summary>
public sealed class RebuiltViewsTests : IAsyncLifetime
{
    private readonly PromoShop shop = new();

    public Task InitializeAsync() => shop.InitializeAsync();

    public Task DisposeAsync() => shop.DisposeAsync();

    [Fact]
    public async Task U11_I16_X29_rebuilt_views_are_the_live_ones_byte_for_byte_and_a_planted_difference_is_named()
    {
        var customer = await LiveAsync();
        var views = shop.Services.GetRequiredService<RebuiltViews>();

        var compared = await views.CompareAsync(CancellationToken.None);

        compared.Should().AllSatisfy(v => v.Differing.Should().BeEmpty(v.View));
        compared.Where(v => v.Compared > 0).Select(v => v.View).Should().Contain(
            ["Customer", "ErasureRecord", "Wallet", "OrderView", "ReturnView", "Promotion", "PromoCodeView", "FirstOrderDiscount", "ProductStock", "ReservationView", "FavouriteList"]);
        compared.Select(v => v.View).Should().OnlyHaveUniqueItems();

        var wallet = AccountIds.WalletId(customer);
        await ExecuteAsync($"update marketplace.mt_doc_wallet set data = jsonb_set(data, '{{available}}', '1') where id = '{wallet}'");
        await ExecuteAsync($"update marketplace.mt_doc_customer set data = jsonb_set(data, '{{phone,class}}', '\"email\"') where id = '{customer}'");
        await ExecuteAsync($"delete from marketplace.mt_doc_returnview where data ->> 'customerId' = '{customer}'");
        await ExecuteAsync($"update marketplace.mt_doc_orderview set json = replace(json, 'delivered', 'placed') where customer_id = '{customer}'");

        var differing = (await views.CompareAsync(CancellationToken.None)).Where(v => v.Differing.Count > 0).ToDictionary(v => v.View, v => v.Differing);

        differing.Keys.Should().BeEquivalentTo(["Wallet", "Customer", "ReturnView", "OrderView"], "the answer of an order stands beside its document");
        (differing["Wallet"], differing["Customer"]).Should().BeEquivalentTo((new[] { wallet }, new[] { customer }));

        (await views.RebuildAsync(CancellationToken.None)).Should().Contain("Wallet");
        (await views.CompareAsync(CancellationToken.None)).Should().AllSatisfy(v => v.Differing.Should().BeEmpty(v.View));
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().BeGreaterThan(1);
        await shop.InvariantsHoldAsync();
    }

    // Somebody buys with a code, sends a part back, reserves and likes; somebody else cancels; a third is erased.
    private async Task<Guid> LiveAsync()
    {
        var (customer, other, leaving) = (await shop.NewcomerAsync(5000_00), await shop.NewcomerAsync(100_00), await shop.CustomerAsync());
        var order = await PlaceAsync(customer, await shop.CodeAsync(), ("tea", 5), ("kettle", 1));
        await PayAsync(customer, order);
        await shop.DeliverAsync(customer, order.OrderId);
        var (returnId, line) = (Guid.NewGuid(), order.Lines[0].LineId);
        await shop.InvokeAsync<ReturnAnswer>(new RequestReturn(
            customer, order.OrderId, returnId, [new ReturnedUnits(line, 2, ReturnReason.Defective)], RefundDestination.Wallet, null));
        await shop.InvokeAsync<ReturnAnswer>(new ApproveReturn(order.OrderId, returnId, null));
        await shop.InvokeAsync<RefundedAnswer>(new ReceiveReturn(customer, order.OrderId, returnId, [new CountedUnits(line, 1)], null));
        await shop.InvokeAsync<ReservationAnswer>(new ReserveItem(customer, Guid.NewGuid(), "tea", 2, Shop.Key(customer)));
        await shop.InvokeAsync(new AddFavourite(customer, "tea"));
        var cancelled = await PlaceAsync(other, null, ("tea", 1));
        await PayAsync(other, cancelled);
        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(other, cancelled.OrderId, null));
        await shop.LeaveAsync(leaving);
        return customer;
    }

    private Task<OrderView> PlaceAsync(Guid customer, string? code, params (string Sku, int Quantity)[] items) => shop.InvokeAsync<OrderView>(new PlaceOrder(
        customer, Guid.NewGuid(), [.. items.Select(i => new Item(i.Sku, i.Quantity))], new DeliveryRequest(DeliveryKind.PickupPoint, "pvz-1", null), Shop.Key(customer), code));

    private Task<PaymentAnswer> PayAsync(Guid customer, OrderView order) =>
        shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, Guid.NewGuid(), order.Total, 0, false, Shop.Key(customer)));

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(shop.Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        (await command.ExecuteNonQueryAsync()).Should().BePositive();
    }
}
