using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

[Collection(nameof(HostFixture))]
public sealed class OrderJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S63_an_order_paid_from_the_wallet_goes_all_the_way()
    {
        var customer = await host.CustomerAsync(1000_00);
        var order = (await customer.PlaceAsync(("books-900", 3), ("books-901", 1))).Id("orderId");

        (await customer.PayAsync(order, wallet: 130_03)).Expect(HttpStatusCode.OK).Text("status").Should().Be("paid");
        (await customer.PayAsync(order, wallet: 130_03)).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.already-paid");
        (await customer.WalletAsync()).Should().Be((869_97, 869_97));

        await host.DeliverAsync(order);
        var tracking = await customer.GetAsync($"/api/orders/{order}/tracking");
        tracking.Body["steps"]!.AsArray().Select(s => (string)s!["step"]!)
            .Should().Equal("placed", "paid", "assembling", "shipped", "ready-for-pickup", "delivered");
        (await customer.PostAsync($"/api/orders/{order}/cancellation")).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.already-shipped");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task P11_a_card_is_authorised_when_it_pays_and_captured_at_dispatch()
    {
        var customer = await host.CustomerAsync(500_00);
        var order = (await customer.PlaceAsync(("books-901", 3), ("books-900", 2))).Id("orderId");

        var paid = (await customer.PayAsync(order, wallet: 200_00, card: "tok_ok")).Expect(HttpStatusCode.OK);
        (paid.Number("wallet"), paid.Number("card")).Should().Be((200_00, 120_02));
        await host.FulfilAsync(order, "assembly");
        (await customer.OrderAsync(order)).PaymentStatus().Should().Be("authorised");

        await host.FulfilAsync(order, "shipment");
        var captured = await customer.UntilAsync($"/api/orders/{order}", o => o.PaymentStatus() == "captured");
        ((string?)captured.Body["payment"]!["cardLastFour"]).Should().Be("4242");
        (await customer.WalletAsync()).Should().Be((300_00, 300_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S64_a_declined_card_frees_the_wallets_part_and_the_order_can_be_paid_otherwise()
    {
        var customer = await host.CustomerAsync(500_00);
        var order = (await customer.PlaceAsync(("books-901", 2))).Id("orderId");
        var key = Guid.NewGuid().ToString();

        var declined = (await customer.PayAsync(order, wallet: 50_00, card: "tok_declined", key: key)).Expect(HttpStatusCode.Conflict);
        declined.Code.Should().Be("order.payment-declined");
        (await customer.PayAsync(order, wallet: 50_00, card: "tok_declined", key: key)).Raw.Should().Be(declined.Raw);
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));
        var placed = await customer.OrderAsync(order);
        (placed.Text("status"), placed.PaymentStatus()).Should().Be(("placed", "declined"));

        (await customer.PayAsync(order, wallet: 199_99)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.payment-short");
        (await customer.PayAsync(order, wallet: 200_01)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.payment-exceeds");
        (await customer.PayAsync(order, wallet: 200_00)).Expect(HttpStatusCode.OK);
        (await customer.WalletAsync()).Should().Be((300_00, 300_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X4_a_silent_acquirer_leaves_the_payment_pending_until_its_callback_pays()
    {
        var customer = await host.CustomerAsync(500_00);
        var order = (await customer.PlaceAsync(("books-901", 2))).Id("orderId");

        var pending = (await customer.PayAsync(order, wallet: 50_00, card: "tok_timeout")).Expect(HttpStatusCode.Accepted);
        (pending.Text("status"), pending.Number("wallet"), pending.Number("card")).Should().Be(("pending", 50_00L, 150_00L));

        await customer.UntilAsync($"/api/orders/{order}", o => o.Text("status") == "paid");
        (await customer.WalletAsync()).Should().Be((450_00, 450_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S64_a_card_that_asks_its_owner_pays_when_he_approves()
    {
        var customer = await host.CustomerAsync(500_00);
        var order = (await customer.PlaceAsync(("books-901", 2))).Id("orderId");

        var asked = (await customer.PayAsync(order, wallet: 50_00, card: "tok_3ds")).Expect(HttpStatusCode.Accepted);
        asked.Text("status").Should().Be("confirmation-needed");
        (await customer.WalletAsync()).Should().Be((500_00, 450_00), "the wallet's part is set aside meanwhile");
        (await customer.PostAsync($"/api/orders/{order}/cancellation")).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.payment-in-progress");
        (await customer.PayAsync(order, wallet: 200_00)).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.payment-in-progress");

        await customer.SendAsync(HttpMethod.Post, asked.Text("confirmationUrl") + "/approval");
        await customer.UntilAsync($"/api/orders/{order}", o => o.Text("status") == "paid");
        (await customer.WalletAsync()).Should().Be((450_00, 450_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S64_a_card_whose_owner_declines_pays_nothing()
    {
        var customer = await host.CustomerAsync(500_00);
        var order = (await customer.PlaceAsync(("books-901", 2))).Id("orderId");

        var asked = (await customer.PayAsync(order, wallet: 50_00, card: "tok_3ds")).Expect(HttpStatusCode.Accepted);
        await customer.SendAsync(HttpMethod.Post, asked.Text("confirmationUrl") + "/decline");

        var declined = await customer.UntilAsync($"/api/orders/{order}", o => o.PaymentStatus() == "declined");
        declined.Text("status").Should().Be("placed");
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S85_a_cancelled_order_gives_the_wallet_its_part_back_and_lets_the_card_go()
    {
        var customer = await host.CustomerAsync(500_00);
        var order = (await customer.PlaceAsync(("books-901", 3), ("books-900", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: 200_00, card: "tok_ok")).Expect(HttpStatusCode.OK);

        var cancelled = (await customer.PostAsync($"/api/orders/{order}/cancellation")).Expect(HttpStatusCode.OK);
        (cancelled.Text("status"), cancelled.Number("wallet"), cancelled.Number("card")).Should().Be(("cancelled", 200_00L, 110_01L));
        (await customer.PostAsync($"/api/orders/{order}/cancellation")).Expect(HttpStatusCode.OK).Number("wallet").Should().Be(0, "X2: it is given back once");

        var voided = await customer.UntilAsync($"/api/orders/{order}", o => o.PaymentStatus() == "voided");
        voided.Number("effectiveTotal").Should().Be(0);
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X33_the_same_payment_twenty_times_with_one_key_has_one_effect_and_one_answer()
    {
        var customer = await host.CustomerAsync(1000_00);
        var order = await customer.PlaceAsync(("books-900", 3));
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => customer.PayAsync(order.Id("orderId"), wallet: 30_03, key: key)));

        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.OK);
        answers.Select(a => a.Raw).Distinct().Should().ContainSingle();
        answers.Count(a => a.Headers.Contains("Idempotency-Replayed")).Should().Be(19);
        (await customer.WalletAsync()).Should().Be((969_97, 969_97));
        await host.InvariantsHoldAsync();
    }
}
