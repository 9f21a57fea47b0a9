using System.Net;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

[Collection(nameof(HostFixture))]
public sealed class CertificateJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S87_D10_a_restricted_customer_activates_a_certificate_pays_with_it_and_gets_it_back()
    {
        var customer = await host.CustomerAsync();
        var code = (await IssueAsync(50_00, 1)).Single();

        var activated = (await ActivateAsync(customer, code)).Expect(HttpStatusCode.Created);
        activated.Number("amount").Should().Be(50_00);
        (await customer.WalletAsync()).Should().Be((50_00, 50_00));
        var order = (await customer.PlaceAsync(("books-900", 3))).Id("orderId");
        (await customer.PayAsync(order, wallet: 30_03)).Expect(HttpStatusCode.OK);
        (await BySourceAsync(customer)).Should().Equal(new Dictionary<string, long> { ["certificate"] = 19_97 });
        (await customer.PostAsync($"/api/orders/{order}/cancellation")).Expect(HttpStatusCode.OK);

        (await BySourceAsync(customer)).Should().Equal(new Dictionary<string, long> { ["certificate"] = 50_00 });
        (await customer.GetAsync("/api/wallet/statement")).Body["entries"]!.AsArray().Select(e => (string)e!["kind"]!)
            .Should().Equal("certificate", "order-payment", "order-cancelled");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S87_X19_the_same_request_again_answers_the_same_and_another_one_is_refused()
    {
        var customer = await host.CustomerAsync();
        var code = (await IssueAsync(50_00, 1)).Single();
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ActivateAsync(customer, code, key)));

        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.Created);
        answers.Select(a => a.Raw).Distinct().Should().ContainSingle();
        (await ActivateAsync(customer, code)).Expect(HttpStatusCode.Conflict).Code.Should().Be("certificate.used");
        (await ActivateAsync(customer, "0000-0000-0000-0000")).Expect(HttpStatusCode.NotFound).Code.Should().Be("certificate.unknown");
        (await customer.WalletAsync()).Should().Be((50_00, 50_00));
    }

    [Fact]
    public async Task S87_the_eleventh_wrong_code_is_told_to_wait()
    {
        var customer = await host.CustomerAsync();
        for (var n = 0; n < 10; n++) (await ActivateAsync(customer, $"wrong {n}")).Expect(HttpStatusCode.NotFound);

        var refused = (await ActivateAsync(customer, "wrong")).Expect(HttpStatusCode.TooManyRequests);

        refused.Code.Should().Be("certificate.too-many-attempts");
        refused.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.FromMinutes(55)).And.BeLessThanOrEqualTo(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task S87_only_an_admin_issues_certificates_and_sees_their_codes_once()
    {
        var body = new { amount = 100_00, count = 2, expiresAt = DateTimeOffset.UtcNow.AddDays(30) };
        var (admin, key) = (host.Staff("admin"), Guid.NewGuid().ToString());

        var first = (await admin.PostAsync("/api/admin/certificates", body, key)).Expect(HttpStatusCode.Created);
        var again = (await admin.PostAsync("/api/admin/certificates", body, key)).Expect(HttpStatusCode.Created);

        first.Body["codes"]!.AsArray().Select(c => (string)c!).Should().HaveCount(2).And.OnlyContain(c => c.Length == 19);
        again.Body["codes"]!.AsArray().Should().BeEmpty();
        again.Id("batchId").Should().Be(first.Id("batchId"));
        foreach (var role in new[] { "support", "warehouse", "auditor" }) (await host.Staff(role).PostAsync("/api/admin/certificates", body)).Expect(HttpStatusCode.Forbidden);
        (await (await host.CustomerAsync()).PostAsync("/api/admin/certificates", body)).Expect(HttpStatusCode.Forbidden);
        (await admin.PostAsync("/api/admin/certificates", body with { count = 101 })).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("certificate.count-out-of-range");
        (await admin.PostAsync("/api/admin/certificates", body with { expiresAt = DateTimeOffset.UtcNow })).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("certificate.expiry-out-of-range");
        (await host.Anonymous().PostAsync("/api/wallet/certificates", new { code = "0" })).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task X12_a_certificate_and_a_card_together_charge_the_right_sum()
    {
        var customer = await host.CustomerAsync();
        (await ActivateAsync(customer, (await IssueAsync(12_34, 1)).Single())).Expect(HttpStatusCode.Created);
        var order = (await customer.PlaceAsync(("books-900", 3))).Id("orderId");

        var paid = (await customer.PayAsync(order, wallet: 12_34, card: "tok_ok")).Expect(HttpStatusCode.OK);

        paid.Number("card").Should().Be(30_03 - 12_34);
        (await customer.WalletAsync()).Should().Be((0, 0));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X12_X18_a_certificate_and_a_promo_code_together_charge_the_right_sum_and_give_it_back()
    {
        var customer = await host.CustomerAsync();
        var terms = JsonSerializer.Serialize(new { basisPoints = 10_00, validFrom = DateTimeOffset.UtcNow.AddDays(-1), validUntil = DateTimeOffset.UtcNow.AddDays(1) });
        (await host.Staff("admin").SendAsync(HttpMethod.Put, "/api/admin/promo-codes/GIFT-TENTH", terms)).Expect(HttpStatusCode.OK);
        (await ActivateAsync(customer, (await IssueAsync(12_34, 1)).Single())).Expect(HttpStatusCode.Created);
        var basket = new { lines = new[] { new { sku = "books-900", quantity = 4 } }, delivery = new { pickupPointId = "pvz-101" }, promoCode = "GIFT-TENTH" };

        // 40.04 less its tenth; then the certificate pays 12.34 and the card the rest.
        var order = (await customer.PostAsync("/api/orders", basket)).Expect(HttpStatusCode.Created);
        order.Number("total").Should().Be(36_04);
        var paid = (await customer.PayAsync(order.Id("orderId"), wallet: 12_34, card: "tok_ok")).Expect(HttpStatusCode.OK);
        paid.Number("card").Should().Be(36_04 - 12_34);
        await host.DeliverAsync(order.Id("orderId"));
        var line = (await customer.OrderAsync(order.Id("orderId"))).Line("books-900");
        await host.ReceiveAsync(await customer.AnnounceAsync(order.Id("orderId"), line, 2), line, 2);

        (await BySourceAsync(customer)).Should().Equal(new Dictionary<string, long> { ["certificate"] = 6_17, ["return-refunded"] = 18_02 - 6_17 });
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task U7_U8_X18_a_wallet_explains_its_balance_down_to_events_and_a_return_keeps_the_lineage()
    {
        var customer = await host.CustomerAsync(20_00);
        (await ActivateAsync(customer, (await IssueAsync(10_00, 1)).Single())).Expect(HttpStatusCode.Created);
        var order = (await customer.PlaceAsync(("books-900", 4))).Id("orderId");
        (await customer.PayAsync(order, wallet: 30_00, card: "tok_ok")).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order);
        var line = (await customer.OrderAsync(order)).Line("books-900");
        await host.ReceiveAsync(await customer.AnnounceAsync(order, line, 2), line, 2);

        var explained = (await customer.GetAsync("/api/wallet/explanation")).Expect(HttpStatusCode.OK);

        // Half of the goods came back: 15.00 of the wallet's, first the certificate's 10.00; what the card had paid is new.
        var sources = await BySourceAsync(customer);
        sources["certificate"].Should().Be(10_00);
        sources["top-up"].Should().Be(5_00);
        sources["return-refunded"].Should().Be(20_02 - 15_00);
        var entries = explained.Body["entries"]!.AsArray();
        entries.Sum(e => (long)e!["amount"]!).Should().Be(explained.Number("balance"));
        entries.Should().OnlyContain(e => e!["origins"]!.AsArray().Sum(o => (long)o!["amount"]!) == (long)e!["amount"]!);
        explained.Body["lots"]!.AsArray().Sum(l => (long)l!["left"]!).Should().Be(explained.Number("balance"));
        var events = (await host.Staff("auditor").GetAsync($"/api/audit/streams/wallet/{explained.Id("walletId")}/events")).Body["items"]!.AsArray().Select(e => (string)e!["eventId"]!).ToList();
        entries.Select(e => (string)e!["eventId"]!).Should().BeSubsetOf(events);
    }

    [Fact]
    public async Task S93_U1_U2_the_balance_of_any_moment_and_a_statement_by_either_clock()
    {
        var customer = await host.CustomerAsync(20_00);
        var between = DateTimeOffset.UtcNow;
        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 5_00, cardToken = "tok_ok" })).Expect(HttpStatusCode.Created);

        (await customer.GetAsync($"/api/wallet?asOf={Uri.EscapeDataString(between.ToString("O"))}")).Expect(HttpStatusCode.OK).Number("balance").Should().Be(20_00);
        (await customer.GetAsync($"/api/wallet/explanation?asOf={Uri.EscapeDataString(between.ToString("O"))}")).Expect(HttpStatusCode.OK).Number("balance").Should().Be(20_00);
        (await customer.GetAsync("/api/wallet?asOf=2020-01-01T00:00:00Z")).Expect(HttpStatusCode.NotFound).Code.Should().Be("wallet.not-found");
        foreach (var clock in new[] { "recorded", "effective" })
        {
            var statement = (await customer.GetAsync($"/api/wallet/statement?clock={clock}&from={Uri.EscapeDataString(between.ToString("O"))}")).Expect(HttpStatusCode.OK);
            (statement.Text("clock"), statement.Number("opening"), statement.Number("closing")).Should().Be((clock, 20_00, 25_00));
            var entry = statement.Body["entries"]!.AsArray().Single()!;
            ((long)entry["balance"]!, (string)entry["at"]!).Should().Be((25_00, (string)entry[$"{clock}At"]!));
        }

        (await customer.GetAsync("/api/wallet/statement?clock=wall")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("wallet.clock-invalid");
    }

    private static async Task<Dictionary<string, long>> BySourceAsync(Api customer) =>
        (await customer.GetAsync("/api/wallet/explanation")).Expect(HttpStatusCode.OK).Body["bySource"]!.AsObject().ToDictionary(s => s.Key, s => (long)s.Value!);

    private static Task<Answer> ActivateAsync(Api customer, string code, string? key = null) => customer.PostAsync("/api/wallet/certificates", new { code }, key);

    private async Task<IReadOnlyList<string>> IssueAsync(long amount, int count) =>
    [
        .. (await host.Staff("admin").PostAsync("/api/admin/certificates", new { amount, count, expiresAt = DateTimeOffset.UtcNow.AddDays(30) }))
            .Expect(HttpStatusCode.Created).Body["codes"]!.AsArray().Select(c => (string)c!),
    ];
}
