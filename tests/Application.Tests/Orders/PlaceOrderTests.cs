using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Xunit;

namespace Marketplace.Application.Tests.Orders;

[Collection(nameof(Shop))]
public sealed class PlaceOrderTests(Shop shop)
{
    [Theory]
    [InlineData(DeliveryKind.PickupPoint, "pvz-1", null)]
    [InlineData(DeliveryKind.Courier, null, "Тверская, 1")]
    public async Task S63_only_what_the_way_of_delivery_needs_is_kept(DeliveryKind kind, string? point, string? address)
    {
        var (customer, orderId) = (await shop.CustomerAsync(), Guid.NewGuid());

        await shop.InvokeAsync<OrderView>(
            new PlaceOrder(customer, orderId, [new Item("tea", 1)], new DeliveryRequest(kind, "pvz-1", "Тверская, 1"), Shop.Key(customer)));

        await using var session = shop.Store.QuerySession();
        var placed = (await session.Events.FetchStreamAsync(orderId)).Select(e => e.Data).OfType<OrderPlaced>().Single();
        (placed.Delivery, placed.PickupPointId, placed.Address?.Value).Should().Be((kind, point, address));
    }
}
