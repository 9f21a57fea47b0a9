using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>An order bought in instalments, over HTTP (S72, P13).</summary>
[Collection(nameof(HostFixture))]
public class InstalmentJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S72_P13_an_order_is_bought_in_instalments_and_paid_off_and_a_refund_lowers_the_debt_first()
    {
        var customer = await host.ProtectedCustomerAsync(300_00);
        var order = await customer.PlaceAsync(("books-901", 4));
        var id = order.Id("orderId");
        var bought = (await BuyAsync(customer, id, 6, wallet: 100_00)).Expect(HttpStatusCode.OK);
        (bought.Text("status"), bought.Number("wallet"), bought.Number("card"), bought.Number("instalments")).Should().Be(("paid", 100_00, 0, 300_00));

        var account = (await customer.GetAsync("/api/account")).Expect(HttpStatusCode.OK).Body["instalments"]!.AsArray().Single()!;
        ((long)account["outstanding"]!, (long)account["next"]!["amount"]!, (int)account["next"]!["number"]!).Should().Be((300_00, 50_00, 1));
        var first = (await InstalAsync(customer, id)).Expect(HttpStatusCode.OK);
        (first.Number("paid"), first.Number("outstanding")).Should().Be((50_00, 250_00));

        var removed = (await customer.PostAsync($"/api/orders/{id}/lines/{order.Line("books-901")}/removal", new { quantity = 1 })).Expect(HttpStatusCode.OK);
        removed.Number("debtLowered").Should().Be(75_00);
        removed.Number("wallet").Should().Be(25_00, "the wallet paid a quarter of it; the rest was owed");
        var reduced = (await customer.OrderAsync(id)).Body["instalments"]!;
        ((long)reduced["outstanding"]!, (long)reduced["lowered"]!, (long)reduced["paid"]!).Should().Be((175_00, 75_00, 50_00));
        reduced["due"]!.AsArray().Select(p => (long)p!["amount"]!).Should().Equal([50_00, 50_00, 50_00, 25_00], "the last parts go first");

        await host.DeliverAsync(id);
        (await customer.PostAsync("/api/account/deletion", new { reason = "privacy", channel = "phone" }))
            .Expect(HttpStatusCode.Conflict).Raw.Should().Contain("\"instalments\"");
        var rest = (await InstalAsync(customer, id, all: true)).Expect(HttpStatusCode.OK);
        (rest.Number("paid"), rest.Number("outstanding")).Should().Be((175_00, 0));
        (await customer.WalletAsync()).Should().Be((0, 0), "300 less 100, 50 and 175, and 25 came back");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S72_an_instalment_that_the_wallet_does_not_hold_is_refused_and_changes_nothing()
    {
        var customer = await host.ProtectedCustomerAsync(33_32);
        var id = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        (await BuyAsync(customer, id, 3)).Expect(HttpStatusCode.OK);
        (await InstalAsync(customer, id)).Expect(HttpStatusCode.Conflict).Code.Should().Be("wallet.insufficient-funds");
        ((long)(await customer.OrderAsync(id)).Body["instalments"]!["outstanding"]!).Should().Be(100_00);
        (await customer.WalletAsync()).Should().Be((33_32, 33_32));
    }

    [Fact]
    public async Task S72_what_was_paid_of_the_debt_comes_back_to_the_wallet_when_the_goods_do()
    {
        var customer = await host.ProtectedCustomerAsync(200_00);
        var order = await customer.PlaceAsync(("books-901", 1));
        var id = order.Id("orderId");
        (await BuyAsync(customer, id, 3)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(id);
        var key = Guid.NewGuid().ToString();
        (await InstalAsync(customer, id, key: key)).Number("paid").Should().Be(33_33);
        (await InstalAsync(customer, id, key: key)).Number("paid").Should().Be(33_33, "the same request again");
        (await customer.WalletAsync()).Available.Should().Be(166_67);

        var refund = await host.ReceiveAsync(await customer.AnnounceAsync(id, order.Line("books-901"), 1), order.Line("books-901"), 1);

        (refund.Number("toWallet"), refund.Number("debtLowered")).Should().Be((33_33, 66_67));
        (await customer.WalletAsync()).Should().Be((200_00, 200_00));
        (await InstalAsync(customer, id)).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.instalments-settled");
        (await customer.GetAsync("/api/account")).Body["instalments"]!.AsArray().Should().BeEmpty();
        var receipts = (await customer.OrderAsync(id)).Body["receipts"]!.AsArray();
        receipts.Select(r => ((string)r!["kind"]!, (long)r["amount"]!, (long)r["wallet"]!, (long)r["instalments"]!)).Should().Equal(
            ("sale", 100_00, 0, 100_00), ("instalment", 33_33, 33_33, 0), ("refund", 100_00, 33_33, 66_67));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task D10_S72_a_restricted_account_takes_no_instalments_and_other_numbers_of_parts_are_refused()
    {
        var restricted = await host.CustomerAsync(100_00);
        var order = (await restricted.PlaceAsync(("books-901", 1))).Id("orderId");
        (await BuyAsync(restricted, order, 3)).Expect(HttpStatusCode.Forbidden).Code.Should().Be("customer.account-restricted");
        (await restricted.PayAsync(order, wallet: 100_00)).Expect(HttpStatusCode.OK);

        var customer = await host.ProtectedCustomerAsync();
        var other = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        (await BuyAsync(customer, other, 4)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.instalments-invalid");
        (await BuyAsync(customer, other, 3, card: "tok_ok")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.card-or-instalments");
        (await InstalAsync(customer, other)).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.no-instalments");
        (await InstalAsync(restricted, other)).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.not-found", "it is somebody else's");
    }

    [Fact]
    public async Task I4_S72_of_ten_payments_of_the_last_part_at_once_one_is_taken()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var id = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        (await BuyAsync(customer, id, 3)).Expect(HttpStatusCode.OK);
        (await InstalAsync(customer, id)).Expect(HttpStatusCode.OK);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => InstalAsync(customer, id, all: true)));

        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.OK || a.Code == "order.instalments-settled" || a.Code == "concurrency.conflict");
        answers.Where(a => a.Status == HttpStatusCode.OK).Sum(a => a.Number("paid")).Should().Be(66_67);
        (await customer.WalletAsync()).Should().Be((400_00, 400_00));
        await host.InvariantsHoldAsync();
    }

    private static Task<Answer> BuyAsync(Api customer, Guid order, int parts, long wallet = 0, string? card = null)
    {
        var mix = new Dictionary<string, object> { ["instalments"] = parts };
        if (wallet > 0) mix["wallet"] = wallet;
        if (card is not null) mix["cardToken"] = card;
        return customer.PostAsync($"/api/orders/{order}/payment", mix);
    }

    private static Task<Answer> InstalAsync(Api customer, Guid order, bool all = false, string? key = null) =>
        customer.PostAsync($"/api/orders/{order}/instalments", new { pay = all ? "all" : "next" }, key);
}
