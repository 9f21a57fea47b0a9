using FluentAssertions;
using Marketplace.Application.Notifications;
using Marketplace.Application.Stock;
using Marketplace.Domain.Customers;
using Xunit;

namespace Marketplace.Application.Tests.Notifications;

/// <summary>Who waited for a product is told once that it is there.</summary>
[Collection(nameof(NoticeShop))]
public class BackInStockTests(NoticeShop world)
{
    [Fact]
    public async Task S76_each_who_waited_gets_one_sms_at_the_phone_of_now_and_a_rebuild_sends_nothing()
    {
        var sku = await world.Shop.ProductAsync(0);
        var (moved, stayed, left) = (await world.PersonAsync(), await world.PersonAsync(verified: false), await world.PersonAsync());
        foreach (var person in new[] { moved, stayed, left }) await world.Shop.InvokeAsync<WaitingAnswer>(new WaitForItem(person.Id, sku, null));
        await world.Shop.InvokeAsync(new StopWaiting(left.Id, sku));
        var newPhone = $"+79{Random.Shared.NextInt64(100_000_000, 999_999_999)}";
        await world.AppendAsync(moved.Id, new PhoneChanged(
            moved.Id, Guid.NewGuid(), NoticeShop.Pii(moved.Id, "phone", newPhone), NoticeShop.Pii(moved.Id, "phone", moved.Phone), ContactChangeReason.BothProved, world.Now));
        await world.SettledAsync(moved.Id, 2);

        var delivery = new ReceiveStock(sku, 5, null);
        await world.Shop.InvokeAsync<StockAnswer>(delivery);
        await world.Shop.InvokeAsync<StockAnswer>(delivery);

        (await world.SettledAsync(stayed.Id, 1)).Single().Should().BeEquivalentTo(new { Kind = NoticeKind.BackInStock, Status = NoticeStatus.Sent, SentTo = ContactKind.Phone });
        await world.SettledAsync(moved.Id, 3);
        world.Mailbox.To(stayed.Phone).Should().ContainSingle().Which.Text.Should().Contain("Кружка");
        world.Mailbox.To(newPhone).Should().ContainSingle().Which.Text.Should().Contain("Снова в наличии");
        world.Mailbox.To(moved.Phone).Should().NotContain(d => d.Text.Contains("наличии", StringComparison.Ordinal));
        world.Mailbox.To(left.Phone).Should().BeEmpty();

        var before = world.Mailbox.HandedOver.Count;
        await world.ReadAnewAsync();
        await world.AppendAsync(stayed.Id, new PasskeyEnrolled(stayed.Id, Guid.NewGuid(), null, world.Now));
        await world.SettledAsync(stayed.Id, 2);
        world.Mailbox.HandedOver.Count.Should().Be(before, "the last notice goes to no phone, and the others were sent before");
    }

    [Fact]
    public async Task S76_who_waits_again_is_told_again_and_nobody_else()
    {
        var (sku, person) = (await world.Shop.ProductAsync(0), await world.PersonAsync());
        for (var i = 0; i < 2; i++)
        {
            await world.Shop.InvokeAsync<WaitingAnswer>(new WaitForItem(person.Id, sku, null));
            await world.Shop.InvokeAsync<StockAnswer>(new ReceiveStock(sku, 1, null));
            await world.SettledAsync(person.Id, i + 1);
            await world.Shop.PlaceAsync((await world.PersonAsync()).Id, (sku, 1));
        }

        await world.Shop.InvokeAsync<StockAnswer>(new ReceiveStock(sku, 1, null));
        await world.SettledAsync(person.Id, 2);
        world.Mailbox.To(person.Phone).Should().HaveCount(2);
    }
}
