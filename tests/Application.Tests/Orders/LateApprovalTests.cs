using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Xunit;

namespace Marketplace.Application.Tests.Orders;

/// <summary>An inquiry that overtakes its request hears of no such payment; the card is authorised afterwards.</summary>
[Collection(nameof(Shop))]
public sealed class LateApprovalTests(Shop shop)
{
    private readonly Guid attempt = Guid.NewGuid();

    [Fact]
    public async Task X4_a_card_approved_after_the_acquirer_had_not_heard_of_it_is_let_go_and_pays_nothing()
    {
        var customer = await shop.CustomerAsync(500_00);
        var (order, approved) = await DeclinedThenApprovedAsync(customer);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.InvokeAsync<PaymentAnswer>(Told(customer, order, approved))));
        await Shop.EventuallyAsync(() => Task.FromResult(shop.Acquirer.IsVoided(Reference(customer, order))), "the void");

        (await shop.OrderAsync(order.OrderId)).Status.Should().Be(OrderStatus.Placed);
        var wallet = await shop.WalletAsync(customer);
        (wallet.Available.Kopecks, wallet.Held.Kopecks).Should().Be((500_00, 0));
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X4_the_request_whose_inquiry_was_faster_hears_that_its_attempt_was_declined()
    {
        var customer = await shop.CustomerAsync(500_00);
        var (order, approved) = await DeclinedThenApprovedAsync(customer);

        var answer = await shop.InvokeAsync<PaymentAnswer>(Told(customer, order, approved));

        (answer.Status, answer.Reason).Should().Be((PaymentStatus.Declined, "unknown-payment"));
    }

    [Fact]
    public async Task X4_a_late_approval_does_not_touch_the_card_that_paid_instead()
    {
        var customer = await shop.CustomerAsync(500_00);
        var (order, approved) = await DeclinedThenApprovedAsync(customer);
        var (second, taken) = (Guid.NewGuid(), shop.Acquirer.Taken);
        await shop.InvokeAsync<PaymentAnswer>(new PayOrderByCard(customer, order.OrderId, second, 100_00, 0, new Secret("tok_ok"), null));

        await shop.InvokeAsync<PaymentAnswer>(Told(customer, order, approved));
        await shop.InvokeAsync<PaymentAnswer>(Told(customer, order, approved) with { AttemptId = second });
        await Shop.EventuallyAsync(() => Task.FromResult(shop.Acquirer.IsVoided(Reference(customer, order))), "the void of the first card");
        await shop.DeliverAsync(customer, order.OrderId);
        await Shop.EventuallyAsync(async () => (await shop.OrderAsync(order.OrderId)).Card!.Captured, "the capture of the second card");

        (await shop.OrderAsync(order.OrderId)).Card!.Voided.Should().BeFalse();
        shop.Acquirer.IsVoided(Reference(customer, order, second)).Should().BeFalse();
        shop.Acquirer.Taken.Should().Be(taken + 899_99);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X4_money_reserved_under_an_attempt_that_the_order_never_had_is_let_go()
    {
        var customer = await shop.CustomerAsync(500_00);
        var order = await shop.PlaceAsync(customer, ("kettle", 1));

        await shop.InvokeAsync<PaymentAnswer>(Told(customer, order, await AuthoriseAsync(customer, order)));

        await Shop.EventuallyAsync(() => Task.FromResult(shop.Acquirer.IsVoided(Reference(customer, order))), "the void");
    }

    private async Task<(OrderView Order, CardAnswer Approved)> DeclinedThenApprovedAsync(Guid customer)
    {
        var order = await shop.PlaceAsync(customer, ("kettle", 1));
        await shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, attempt, 100_00, 0, HasCard: true, null));
        await shop.InvokeAsync(new FollowPayment(customer, order.OrderId, attempt, 0));
        await Shop.EventuallyAsync(async () => (await shop.OrderAsync(order.OrderId)).Declined.ContainsKey(attempt), "the refusal");
        return (order, await AuthoriseAsync(customer, order));
    }

    private Task<CardAnswer> AuthoriseAsync(Guid customer, OrderView order) =>
        shop.Acquirer.AuthoriseAsync(Reference(customer, order), 899_99, "tok_ok", capture: false, CancellationToken.None);

    private RecordCardPayment Told(Guid customer, OrderView order, CardAnswer answer) => new(customer, order.OrderId, attempt, answer, 899_99, null);

    private string Reference(Guid customer, OrderView order, Guid? of = null) =>
        new PaymentReference(PaymentKind.Order, customer, order.OrderId, of ?? attempt).ToString();
}
