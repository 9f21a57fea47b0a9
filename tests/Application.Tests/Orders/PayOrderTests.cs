using FluentAssertions;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Orders;
using Xunit;

namespace Marketplace.Application.Tests.Orders;

[Collection(nameof(Shop))]
public sealed class PayOrderTests(Shop shop)
{
    [Fact]
    public async Task S84_one_hundred_parallel_payments_of_10_01_from_1000_00_pay_99_orders_and_leave_9_01()
    {
        var customer = await shop.CustomerAsync(1000_00);
        var orders = new List<Guid>();
        for (var i = 0; i < 100; i++) orders.Add((await shop.PlaceAsync(customer, ("tea", 1))).OrderId);

        var outcomes = await Task.WhenAll(orders.Select(order => Task.Run(async () =>
        {
            try
            {
                return (await PayAsync(customer, order, wallet: 10_01)).Status.ToString();
            }
            catch (RefusedException refused)
            {
                return refused.Rejection.Code;
            }
        })));

        outcomes.GroupBy(o => o).ToDictionary(g => g.Key, g => g.Count()).Should().BeEquivalentTo(
            new Dictionary<string, int> { ["Paid"] = 99, ["wallet.insufficient-funds"] = 1 });
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(9_01);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S63_wallet_and_card_pay_together_and_the_card_is_charged_at_dispatch()
    {
        var customer = await shop.CustomerAsync(500_00);
        var order = await shop.PlaceAsync(customer, ("kettle", 1), ("tea", 3));
        var taken = shop.Acquirer.Taken;

        var paid = await PayAsync(customer, order.OrderId, wallet: 300_00, card: "tok_ok");
        paid.Status.Should().Be(PaymentStatus.Paid);
        paid.Card.Should().Be(999_99 + 30_03 - 300_00);
        shop.Acquirer.Taken.Should().Be(taken, "an authorisation takes nothing yet (P11)");

        await shop.DeliverAsync(customer, order.OrderId);
        await Shop.EventuallyAsync(async () => (await shop.OrderAsync(order.OrderId)).Card!.Captured, "the capture");
        shop.Acquirer.Taken.Should().Be(taken + paid.Card);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S63_a_declined_card_frees_what_the_wallet_had_set_aside()
    {
        var customer = await shop.CustomerAsync(500_00);
        var order = await shop.PlaceAsync(customer, ("kettle", 1));

        (await PayAsync(customer, order.OrderId, wallet: 100_00, card: "tok_declined")).Status.Should().Be(PaymentStatus.Declined);

        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(500_00);
        (await shop.OrderAsync(order.OrderId)).Status.Should().Be(OrderStatus.Placed);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X4_a_silent_acquirer_leaves_the_payment_open_until_a_callback_pays_it_once()
    {
        var customer = await shop.CustomerAsync(500_00);
        var order = await shop.PlaceAsync(customer, ("kettle", 1));

        var answer = await PayAsync(customer, order.OrderId, wallet: 100_00, card: "tok_timeout");
        answer.Status.Should().Be(PaymentStatus.Pending);
        (await shop.WalletAsync(customer)).Held.Kopecks.Should().Be(100_00);

        var told = new RecordCardPayment(customer, order.OrderId, answer.AttemptId, new CardAnswer(CardOutcome.Approved, "4242"), answer.Card, null);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.InvokeAsync<PaymentAnswer>(told)));

        (await shop.OrderAsync(order.OrderId)).Status.Should().Be(OrderStatus.Paid);
        var wallet = await shop.WalletAsync(customer);
        (wallet.Available.Kopecks, wallet.Held.Kopecks).Should().Be((400_00, 0));
        await shop.InvariantsHoldAsync();
    }

    [Theory]
    [InlineData("tok_timeout")]
    [InlineData("tok_3ds")]
    public async Task X4_S64_a_card_whose_callback_is_lost_is_found_by_asking_and_pays_once(string card)
    {
        var customer = await shop.CustomerAsync(500_00);
        var order = await shop.PlaceAsync(customer, ("kettle", 1));
        var answer = await PayAsync(customer, order.OrderId, wallet: 100_00, card);
        answer.Status.Should().Be(card == "tok_3ds" ? PaymentStatus.ConfirmationNeeded : PaymentStatus.Pending);
        shop.Acquirer.ConfirmInSilence(new PaymentReference(PaymentKind.Order, customer, order.OrderId, answer.AttemptId).ToString());

        var ask = new FollowPayment(customer, order.OrderId, answer.AttemptId, 0);
        await Task.WhenAll(shop.InvokeAsync(ask), shop.InvokeAsync(ask));
        await Shop.EventuallyAsync(async () => (await shop.OrderAsync(order.OrderId)).Status == OrderStatus.Paid, "the payment");
        await shop.InvokeAsync(ask);

        var wallet = await shop.WalletAsync(customer);
        (wallet.Available.Kopecks, wallet.Held.Kopecks).Should().Be((400_00, 0));
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S64_a_card_whose_owner_never_confirms_is_let_go_and_the_order_can_be_paid_otherwise()
    {
        var customer = await shop.CustomerAsync(1500_00);
        var order = await shop.PlaceAsync(customer, ("kettle", 1));
        var answer = await PayAsync(customer, order.OrderId, wallet: 100_00, card: "tok_3ds");
        answer.Status.Should().Be(PaymentStatus.ConfirmationNeeded);

        await shop.InvokeAsync(new FollowPayment(customer, order.OrderId, answer.AttemptId, FollowUps.PatienceWithOwner - 1));
        (await shop.OrderAsync(order.OrderId)).Pending.Should().NotBeNull("the owner may still come back");
        await shop.InvokeAsync(new FollowPayment(customer, order.OrderId, answer.AttemptId, FollowUps.PatienceWithOwner));
        await Shop.EventuallyAsync(async () => (await shop.OrderAsync(order.OrderId)).Pending is null, "the end of the attempt");

        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(1500_00);
        (await PayAsync(customer, order.OrderId, wallet: 999_99)).Status.Should().Be(PaymentStatus.Paid);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X5_the_answer_of_a_payment_is_kept_with_its_effect()
    {
        var customer = await shop.CustomerAsync(500_00);
        var order = await shop.PlaceAsync(customer, ("tea", 1));
        var key = Shop.Key(customer);

        var paid = await shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, key.NewId(), 10_01, 0, false, key));

        await using var session = shop.Store.QuerySession();
        var stored = await session.LoadAsync<StoredAnswer>(key.Id);
        System.Text.Json.JsonSerializer.Deserialize<PaymentAnswer>(stored!.Body!.Value!, Answers.Json).Should().Be(paid);
        stored.IsFinal.Should().BeTrue();
    }

    [Fact]
    public async Task Someone_elses_order_is_refused_exactly_as_an_unknown_one()
    {
        var owner = await shop.CustomerAsync(500_00);
        var order = await shop.PlaceAsync(owner, ("tea", 1));
        var stranger = await shop.CustomerAsync(500_00);

        var foreign = await Assert.ThrowsAsync<RefusedException>(() => PayAsync(stranger, order.OrderId, wallet: 10_01));
        var unknown = await Assert.ThrowsAsync<RefusedException>(() => PayAsync(stranger, Guid.NewGuid(), wallet: 10_01));

        foreign.Rejection.Should().BeEquivalentTo(unknown.Rejection);
    }

    private Task<PaymentAnswer> PayAsync(Guid customer, Guid order, long wallet, string? card = null)
    {
        var key = Shop.Key(customer);
        return card is null
            ? shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order, key.NewId(), wallet, 0, false, key))
            : shop.InvokeAsync<PaymentAnswer>(new PayOrderByCard(customer, order, key.NewId(), wallet, 0, new Secret(card), key));
    }
}
