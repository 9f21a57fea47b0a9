using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

[Collection(nameof(HostFixture))]
public sealed class ReturnJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S70_D16_removed_units_are_credited_and_the_rest_keeps_its_price()
    {
        var customer = await host.CustomerAsync(500_00);
        var order = await PaidAsync(customer, 230_03, ("books-901", 2), ("books-900", 3));
        var (notebook, postcard) = (order.Line("books-901"), order.Line("books-900"));

        (await RemoveAsync(customer, order, postcard, 1)).Expect(HttpStatusCode.OK).Number("wallet").Should().Be(10_01);
        (await RemoveAsync(customer, order, postcard, 3)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.quantity-exceeds");
        (await RemoveAsync(customer, order, Guid.NewGuid(), 1)).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.line-unknown");
        (await RemoveAsync(customer, order, postcard, 2)).Expect(HttpStatusCode.OK).Number("wallet").Should().Be(20_02);

        var left = await customer.OrderAsync(order.Id("orderId"));
        left.Number("effectiveTotal").Should().Be(200_00);
        var line = left.Body["lines"]!.AsArray().Single(l => (string)l!["sku"]! == "books-901")!;
        ((long)line["unitPrice"]!, (long)line["effectiveAmount"]!).Should().Be((100_00, 200_00));

        var last = (await RemoveAsync(customer, order, notebook, 2)).Expect(HttpStatusCode.OK);
        (last.Text("status"), last.Number("wallet")).Should().Be(("cancelled", 200_00L), "the last unit takes the order with it");
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S70_units_cannot_be_removed_once_assembly_has_begun()
    {
        var customer = await host.CustomerAsync(100_00);
        var order = await PaidAsync(customer, 20_02, ("books-900", 2));
        await host.FulfilAsync(order.Id("orderId"), "assembly");

        (await RemoveAsync(customer, order, order.Line("books-900"), 1)).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.assembly-started");
        (await customer.WalletAsync()).Should().Be((79_98, 79_98));
    }

    [Fact]
    public async Task P11_the_card_is_charged_for_what_is_left_at_dispatch()
    {
        var customer = await host.CustomerAsync();
        var order = await customer.PlaceAsync(("books-901", 3));
        (await customer.PayAsync(order.Id("orderId"), card: "tok_ok")).Expect(HttpStatusCode.OK);

        (await RemoveAsync(customer, order, order.Line("books-901"), 1)).Expect(HttpStatusCode.OK).Number("card").Should().Be(100_00);
        await host.DeliverAsync(order.Id("orderId"));

        await customer.UntilAsync($"/api/orders/{order.Id("orderId")}", o => o.PaymentStatus() == "captured");
        var events = (await host.Staff("auditor").GetAsync($"/api/audit/streams/order/{order.Id("orderId")}/events")).Body["items"]!.AsArray();
        ((long)events.Single(e => (string)e!["type"]! == "CardPaymentCaptured")!["data"]!["amount"]!).Should().Be(200_00);
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X14_X15_X16_X17_returns_refund_the_counted_units_and_never_more_than_was_paid()
    {
        var customer = await host.CustomerAsync(100_00);
        var order = await PaidAsync(customer, 40_04, ("books-900", 4));
        var (id, line) = (order.Id("orderId"), order.Line("books-900"));
        (await customer.ReturnAsync(id, line, 1)).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.not-delivered");
        await host.DeliverAsync(id);

        var first = await customer.AnnounceAsync(id, line, 3);
        (await customer.ReturnAsync(id, line, 2)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.quantity-exceeds", "three of four are announced");
        (await host.ReceiveAsync(first, line, 2)).Number("toWallet").Should().Be(20_02);
        (await customer.OrderAsync(id)).Text("status").Should().Be("partly-returned");

        var second = await customer.AnnounceAsync(id, line, 2);
        (await host.ReceiveAsync(second, line, 2)).Number("toWallet").Should().Be(20_02);
        (await customer.ReturnAsync(id, line, 1)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.quantity-exceeds");

        var returned = await customer.OrderAsync(id);
        (returned.Text("status"), returned.Number("effectiveTotal"), returned.Of("refunded", "toWallet")).Should().Be(("returned", 0L, 40_04L));
        (await customer.WalletAsync()).Should().Be((100_00, 100_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X2_a_return_that_is_received_ten_times_at_once_is_refunded_once()
    {
        var customer = await host.CustomerAsync(100_00);
        var order = await PaidAsync(customer, 30_03, ("books-900", 3));
        await host.DeliverAsync(order.Id("orderId"));
        var back = await customer.AnnounceAsync(order.Id("orderId"), order.Line("books-900"), 3);
        var warehouse = host.Staff("warehouse");
        var receipt = Steps.Counted(order.Line("books-900"), 3);
        (await warehouse.PostAsync($"/api/fulfilment/returns/{back}/receipt", receipt)).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.return-invalid-transition");
        (await warehouse.PostAsync($"/api/fulfilment/returns/{back}/approval")).Expect(HttpStatusCode.OK);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => warehouse.PostAsync($"/api/fulfilment/returns/{back}/receipt", receipt)));

        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.OK || a.Code == "concurrency.conflict");
        answers.Where(a => a.Status == HttpStatusCode.OK).Sum(a => a.Number("toWallet")).Should().Be(30_03);
        (await customer.WalletAsync()).Should().Be((100_00, 100_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task D15_the_card_paid_share_goes_back_to_the_card_when_the_customer_says_so()
    {
        var customer = await host.CustomerAsync(100_00);
        var order = await customer.PlaceAsync(("books-901", 2), ("books-900", 1));
        var id = order.Id("orderId");
        (await customer.PayAsync(id, wallet: 70_00, card: "tok_ok")).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(id);

        var first = await host.ReceiveAsync(await customer.AnnounceAsync(id, order.Line("books-901"), 2, "original"), order.Line("books-901"), 2);
        var second = await host.ReceiveAsync(await customer.AnnounceAsync(id, order.Line("books-900"), 1, "original"), order.Line("books-900"), 1);

        (first.Number("toWallet") + first.Number("toCard")).Should().Be(200_00);
        (first.Number("toWallet") + second.Number("toWallet")).Should().Be(70_00, "X18: what the wallet paid restores the wallet");
        (first.Number("toCard") + second.Number("toCard")).Should().Be(140_01);
        foreach (var part in new[] { first, second })
        {
            await customer.UntilAsync($"/api/returns/{part.Id("returnId")}", r => (bool)r.Body["cardRefunded"]!);
        }

        (await customer.WalletAsync()).Should().Be((100_00, 100_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task D15_by_default_the_card_paid_share_goes_to_the_wallet()
    {
        var customer = await host.CustomerAsync();
        var order = await customer.PlaceAsync(("books-901", 1));
        (await customer.PayAsync(order.Id("orderId"), card: "tok_ok")).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order.Id("orderId"));

        var back = await customer.AnnounceAsync(order.Id("orderId"), order.Line("books-901"), 1);
        var refund = await host.ReceiveAsync(back, order.Line("books-901"), 1);

        (refund.Number("toWallet"), refund.Number("toCard")).Should().Be((100_00, 0));
        (await customer.WalletAsync()).Should().Be((100_00, 100_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S71_a_rejected_return_refunds_nothing_and_its_units_can_be_announced_again()
    {
        var customer = await host.CustomerAsync(100_00);
        var order = await PaidAsync(customer, 10_01, ("books-900", 1));
        await host.DeliverAsync(order.Id("orderId"));
        var back = await customer.AnnounceAsync(order.Id("orderId"), order.Line("books-900"), 1);
        var warehouse = host.Staff("warehouse");

        (await warehouse.PostAsync($"/api/fulfilment/returns/{back}/rejection", new { reason = "worn" })).Expect(HttpStatusCode.OK);

        (await warehouse.PostAsync($"/api/fulfilment/returns/{back}/approval")).Expect(HttpStatusCode.Conflict);
        (await customer.GetAsync($"/api/returns/{back}")).Text("status").Should().Be("rejected");
        (await customer.WalletAsync()).Should().Be((89_99, 89_99));
        await customer.AnnounceAsync(order.Id("orderId"), order.Line("books-900"), 1);
    }

    [Fact]
    public async Task S61_food_comes_back_only_when_something_is_wrong_with_it()
    {
        var customer = await host.CustomerAsync(10_000_00);
        var order = await customer.PlaceAsync(("food-001", 1), ("books-900", 1));
        (await customer.PayAsync(order.Id("orderId"), order.Number("total"))).Expect(HttpStatusCode.OK);
        order.Body["lines"]!.AsArray().Select(l => ((string)l!["sku"]!, (string)l["returns"]!)).Should().Equal(("food-001", "fault-only"), ("books-900", "any-reason"));
        await host.DeliverAsync(order.Id("orderId"));

        Task<Answer> ReturnAsync(string sku, string reason) => customer.PostAsync(
            $"/api/orders/{order.Id("orderId")}/returns", new { lines = new[] { new { lineId = order.Line(sku), quantity = 1, reason } } });
        (await ReturnAsync("food-001", "changed-mind")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.not-returnable");
        (await ReturnAsync("food-001", "defective")).Expect(HttpStatusCode.Created);
        (await ReturnAsync("books-900", "changed-mind")).Expect(HttpStatusCode.Created);
    }

    private static async Task<Answer> PaidAsync(Api customer, long wallet, params (string Sku, int Quantity)[] lines)
    {
        var order = await customer.PlaceAsync(lines);
        (await customer.PayAsync(order.Id("orderId"), wallet)).Expect(HttpStatusCode.OK);
        return order;
    }

    private static Task<Answer> RemoveAsync(Api customer, Answer order, Guid line, int quantity) =>
        customer.PostAsync($"/api/orders/{order.Id("orderId")}/lines/{line}/removal", new { quantity });
}
