using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>An order that is paid in the transaction that places it, over HTTP (S63).</summary>
[Collection(nameof(HostFixture))]
public class PaidAtOnceJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S63_an_order_is_placed_and_paid_from_the_wallet_in_one_request_and_a_repeat_takes_nothing()
    {
        var customer = await host.CustomerAsync(500_00);
        var key = Guid.NewGuid().ToString();
        var order = (await BuyAsync(customer, wallet: 100_00, key: key)).Expect(HttpStatusCode.Created);

        (order.Text("status"), order.Number("total"), (long)order.Body["payment"]!["wallet"]!).Should().Be(("paid", 100_00, 100_00));
        (await BuyAsync(customer, wallet: 100_00, key: key)).Expect(HttpStatusCode.Created).Raw.Should().Be(order.Raw);
        (await customer.WalletAsync()).Should().Be((400_00, 400_00));
        var id = order.Id("orderId");
        (await customer.OrderAsync(id)).Body["tracking"]!.AsArray().Select(s => (string)s!["step"]!).Should().Equal("placed", "paid");
        (await customer.PayAsync(id, wallet: 100_00)).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.already-paid");

        (await customer.PostAsync($"/api/orders/{id}/cancellation", new { })).Expect(HttpStatusCode.OK).Number("wallet").Should().Be(100_00);
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S63_an_order_that_cannot_be_paid_at_once_is_not_placed_either()
    {
        var customer = await host.CustomerAsync(99_99);

        (await BuyAsync(customer, wallet: 100_00)).Expect(HttpStatusCode.Conflict).Code.Should().Be("wallet.insufficient-funds");
        (await BuyAsync(customer, wallet: 99_99)).Code.Should().Be("order.payment-short");
        (await BuyAsync(customer, wallet: 100_01)).Code.Should().Be("order.payment-exceeds");
        (await BuyAsync(customer, wallet: 0)).Code.Should().Be("order.payment-short", "nothing is nothing and not all");
        (await BuyAsync(customer, wallet: 90_00, points: 10)).Expect(HttpStatusCode.Forbidden).Code.Should().Be("customer.account-restricted");
        (await host.Anonymous().PostAsync("/api/orders", Order(100_00, 0))).Expect(HttpStatusCode.Unauthorized);

        (await customer.GetAsync("/api/purchases")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Should().BeEmpty();
        (await customer.WalletAsync()).Should().Be((99_99, 99_99));
    }

    [Fact]
    public async Task S63_points_that_could_not_pay_are_refused_when_the_order_is_placed()
    {
        var customer = await host.ProtectedCustomerAsync(100_00);

        (await BuyAsync(customer, points: 10)).Code.Should().Be("bonus-card.not-issued");
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        (await BuyAsync(customer, points: 10)).Expect(HttpStatusCode.Conflict).Code.Should().Be("bonus-card.insufficient-points");
        (await BuyAsync(customer, points: -1)).Code.Should().Be("order.tender-negative");

        (await customer.GetAsync("/api/purchases")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task X13_a_wallet_that_shall_pay_0_pays_nothing_and_the_card_the_whole()
    {
        var customer = await host.CustomerAsync(500_00);
        var id = (await BuyAsync(customer)).Expect(HttpStatusCode.Created).Id("orderId");

        var paid = (await customer.PostAsync($"/api/orders/{id}/payment", new { wallet = 0, points = 0, cardToken = "tok_ok" })).Expect(HttpStatusCode.OK);

        (paid.Text("status"), paid.Number("wallet"), paid.Number("card")).Should().Be(("paid", 0, 100_00));
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));
    }

    private static Task<Answer> BuyAsync(Api customer, long? wallet = null, int points = 0, string? key = null) =>
        customer.PostAsync("/api/orders", Order(wallet, points), key);

    private static Dictionary<string, object> Order(long? wallet, int points)
    {
        var order = new Dictionary<string, object>
        {
            ["lines"] = new[] { new { sku = "books-901", quantity = 1 } },
            ["delivery"] = new { pickupPointId = "pvz-101" },
        };
        if (wallet is not null) order["wallet"] = wallet;
        if (points != 0) order["points"] = points;
        return order;
    }
}
