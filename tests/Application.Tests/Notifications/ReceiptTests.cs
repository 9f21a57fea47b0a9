using FluentAssertions;
using Marketplace.Application.Notifications;
using Marketplace.Application.Orders;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Xunit;

namespace Marketplace.Application.Tests.Notifications;

/// <summary>Receipts: one for each payment and each refund (S53).</summary>
[Collection(nameof(NoticeShop))]
public class ReceiptTests(NoticeShop world)
{
    private Shop Shop => world.Shop;

    [Fact]
    public async Task S53_a_payment_and_each_refund_have_one_receipt_and_together_they_are_what_the_order_cost()
    {
        var person = await world.PersonAsync(5_000_00);
        var order = await PaidAsync(person, ("tea", 3), ("kettle", 1));
        var tea = order.Lines.Single(l => l.Sku == "tea");
        await Shop.InvokeAsync<GivenBackAnswer>(new RemoveOrderLine(person.Id, order.OrderId, Guid.NewGuid(), tea.LineId, 1, Shop.Key(person.Id)));
        await Shop.DeliverAsync(person.Id, order.OrderId);
        await ReturnAsync(person, order.OrderId, tea.LineId, counted: 1);
        await ReturnAsync(person, order.OrderId, tea.LineId, counted: 0);

        var view = await ViewAsync(order.OrderId);
        view.Receipts.Select(r => r.Kind).Should().Equal(ReceiptKind.Sale, ReceiptKind.Refund, ReceiptKind.Refund);
        view.Receipts.Select(r => r.ReceiptId).Should().OnlyHaveUniqueItems();
        view.Receipts.Should().OnlyContain(r => r.Amount == r.Lines.Sum(l => l.Amount) && r.Amount == r.Wallet + r.Card + r.Points * 100 && r.Lines.All(l => l.Quantity > 0));
        view.Receipts[0].Amount.Should().Be(order.Total);
        view.Receipts.Sum(r => r.Kind == ReceiptKind.Sale ? r.Amount : -r.Amount).Should().Be(view.EffectiveTotal);
        view.Receipts[2].Lines.Should().ContainSingle().Which.Should().Match<ReceiptLineView>(l => l.Name == "Чай" && l.Quantity == 1 && l.Amount == 10_01);
    }

    [Fact]
    public async Task S53_a_cancelled_order_gives_all_back_by_one_receipt_and_an_unpaid_one_by_none()
    {
        var person = await world.PersonAsync(100_00);
        var unpaid = await Shop.PlaceAsync(person.Id, ("tea", 1));
        await Shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(person.Id, unpaid.OrderId, Shop.Key(person.Id)));
        var paid = await PaidAsync(person, ("tea", 2));
        await Shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(person.Id, paid.OrderId, Shop.Key(person.Id)));

        (await ViewAsync(unpaid.OrderId)).Receipts.Should().BeEmpty();
        var receipts = (await ViewAsync(paid.OrderId)).Receipts;
        receipts.Select(r => (r.Kind, r.Amount)).Should().Equal((ReceiptKind.Sale, paid.Total), (ReceiptKind.Refund, paid.Total));
        var notices = await world.SettledAsync(person.Id, 4);
        notices.Count(n => n.Kind == NoticeKind.OrderCancelled).Should().Be(2);
        world.Mailbox.To(person.Email).Count(d => d.Text.Contains("Чек о возврате", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task S53_the_letter_holds_the_receipt_and_without_a_verified_e_mail_an_sms_links_to_it()
    {
        var (verified, other) = (await world.PersonAsync(100_00), await world.PersonAsync(100_00, verified: false));
        await PaidAsync(verified, ("tea", 2));
        await PaidAsync(other, ("tea", 2));
        await world.SettledAsync(verified.Id, 1);
        await world.SettledAsync(other.Id, 1);

        world.Mailbox.To(verified.Email).Should().ContainSingle().Which.Text.Should().Contain("Чек об оплате").And.Contain("Чай × 2: 20.02 ₽");
        world.Mailbox.To(verified.Phone).Should().BeEmpty();
        var sms = world.Mailbox.To(other.Phone).Should().ContainSingle().Which;
        sms.Text.Should().Contain("20.02 ₽").And.Contain("https://shop.example/receipts?token=");
        world.Mailbox.To(other.Email).Should().BeEmpty("S19");
    }

    [Fact]
    public async Task S53_sending_again_makes_no_second_receipt_and_ends_at_three_an_hour()
    {
        var person = await world.PersonAsync(100_00);
        var order = await PaidAsync(person, ("tea", 1));
        var receipt = (await ViewAsync(order.OrderId)).Receipts.Single();
        await world.SettledAsync(person.Id, 1);
        var again = new SendReceiptAgain(person.Id, order.OrderId, receipt.ReceiptId);
        for (var i = 0; i < ReceiptPolicy.Most; i++) await Shop.InvokeAsync(again);
        (await RefusalAsync(again)).Should().Be("order.receipt-sent-too-often");
        Shop.Clock.Advance(ReceiptPolicy.Within);
        await Shop.InvokeAsync(again);

        await world.SettledAsync(person.Id, 5);
        world.Mailbox.To(person.Email).Count(d => d.Text.Contains("(повторно)", StringComparison.Ordinal)).Should().Be(4);
        (await ViewAsync(order.OrderId)).Receipts.Should().ContainSingle().Which.Should().BeEquivalentTo(receipt);
    }

    [Fact]
    public async Task S53_a_receipt_goes_again_only_to_its_owner_and_only_to_a_verified_e_mail()
    {
        var (owner, stranger) = (await world.PersonAsync(100_00, verified: false), await world.PersonAsync());
        var order = await PaidAsync(owner, ("tea", 1));
        var receipt = (await ViewAsync(order.OrderId)).Receipts.Single().ReceiptId;
        (await RefusalAsync(new SendReceiptAgain(stranger.Id, order.OrderId, receipt))).Should().Be("order.receipt-unknown");
        (await RefusalAsync(new SendReceiptAgain(owner.Id, order.OrderId, Guid.NewGuid()))).Should().Be("order.receipt-unknown");
        (await RefusalAsync(new SendReceiptAgain(owner.Id, order.OrderId, receipt))).Should().Be("customer.no-verified-email");
    }

    private async Task<string> RefusalAsync(object command) =>
        (await FluentActions.Awaiting(() => Shop.InvokeAsync(command)).Should().ThrowAsync<RefusedException>()).Which.Rejection.Code;

    private async Task<OrderView> PaidAsync(Person person, params (string Sku, int Quantity)[] items)
    {
        var order = await Shop.PlaceAsync(person.Id, items);
        await Shop.InvokeAsync<PaymentAnswer>(new PayOrder(person.Id, order.OrderId, Guid.NewGuid(), order.Total, 0, false, Shop.Key(person.Id)));
        return order;
    }

    private async Task ReturnAsync(Person person, Guid orderId, Guid lineId, int counted)
    {
        var returnId = Guid.NewGuid();
        await Shop.InvokeAsync<ReturnAnswer>(new RequestReturn(
            person.Id, orderId, returnId, [new ReturnedUnits(lineId, 1, ReturnReason.Defective)], RefundDestination.Wallet, Shop.Key(person.Id)));
        await Shop.InvokeAsync(new ApproveReturn(orderId, returnId, null));
        await Shop.InvokeAsync(new ReceiveReturn(person.Id, orderId, returnId, [new CountedUnits(lineId, counted)], null));
    }

    private async Task<OrderView> ViewAsync(Guid orderId)
    {
        await using var session = Shop.Store.QuerySession();
        return (await session.LoadAsync<OrderView>(orderId))!;
    }
}
