using System.Net;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>Promotions over HTTP, on a host that has those that apply by themselves.</summary>
public sealed class PromotionJourneyTests : IAsyncLifetime
{
    private static readonly string[] Food = ["food"];

    private RunningHost host = null!;

    public async Task InitializeAsync() => host = await RunningHost.StartAsync(null, null, ("Promotions:Automatic", "true"));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task S81_S82_a_newcomer_sees_the_price_before_and_pays_it_to_the_kopeck()
    {
        var customer = await host.CustomerAsync(2_000_00);
        await DefineAsync("WELCOME", new { basisPoints = 20_00, minimumSum = 500_00, usesPerCustomer = 1, issuedTo = customer.CustomerId });
        var mine = (await customer.GetAsync("/api/account/promo-codes")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray();
        mine.Should().ContainSingle().Which!["code"]!.ToString().Should().Be("WELCOME");

        // 1,000.00 less 10 % for the first order, less 20 % of the 900.00 that are left.
        var quote = (await customer.PostAsync("/api/orders/quote", Order("welcome", 10))).Expect(HttpStatusCode.OK);
        quote.Number("total").Should().Be(720_00);
        var order = (await customer.PostAsync("/api/orders", Order("welcome", 10))).Expect(HttpStatusCode.Created);
        order.Number("total").Should().Be(720_00);
        order.Body["discounts"]!.AsArray().Select(d => (string)d!["kind"]!).Should().Equal("first-order", "promo-code");
        (await customer.PayAsync(order.Id("orderId"), wallet: 720_00)).Expect(HttpStatusCode.OK);
        (await customer.PostAsync("/api/orders/quote", Order(null, 10))).Number("total").Should().Be(1_000_00);

        (await customer.PostAsync($"/api/orders/{order.Id("orderId")}/cancellation")).Expect(HttpStatusCode.OK).Number("wallet").Should().Be(720_00);
        (await customer.PostAsync("/api/orders", Order("WELCOME", 10))).Expect(HttpStatusCode.Created).Number("total").Should().Be(720_00);
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X9_of_100_parallel_checkouts_over_http_one_order_carries_the_code()
    {
        var customer = await host.CustomerAsync();
        await DefineAsync("ONLY-ONE", new { amountOff = 100_00, usesInTotal = 1 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => customer.PostAsync("/api/orders", Order("ONLY-ONE", 5))));
        answers.Count(a => a.Status == HttpStatusCode.Created).Should().Be(1);
        answers.Where(a => a.Status != HttpStatusCode.Created).Should().OnlyContain(a => a.Status == HttpStatusCode.Conflict && a.Code == "promo.exhausted");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S82_each_refusal_of_a_code_has_its_status()
    {
        var (customer, other) = (await host.CustomerAsync(), await host.CustomerAsync());
        await DefineAsync("EXPIRED", new { basisPoints = 10_00 }, validUntil: DateTimeOffset.UtcNow.AddDays(-1));
        await DefineAsync("THEIRS", new { basisPoints = 10_00, issuedTo = other.CustomerId });
        await DefineAsync("FOOD", new { basisPoints = 10_00, categories = Food });
        await DefineAsync("LARGE", new { basisPoints = 10_00, minimumSum = 500_01 });
        await RefusedAsync("NO-SUCH", HttpStatusCode.UnprocessableEntity, "promo.unknown");
        await RefusedAsync("THEIRS", HttpStatusCode.UnprocessableEntity, "promo.unknown");
        await RefusedAsync("FOOD", HttpStatusCode.UnprocessableEntity, "promo.not-applicable");
        await RefusedAsync("LARGE", HttpStatusCode.UnprocessableEntity, "promo.minimum-not-reached");
        await RefusedAsync("EXPIRED", HttpStatusCode.Gone, "promo.expired");
        (await other.GetAsync("/api/account/promo-codes")).Body["items"]!.AsArray().Should().ContainSingle();
        (await customer.GetAsync("/api/account/promo-codes")).Body["items"]!.AsArray().Should().BeEmpty();

        async Task RefusedAsync(string code, HttpStatusCode status, string expected)
        {
            (await customer.PostAsync("/api/orders/quote", Order(code, 5))).Expect(status).Code.Should().Be(expected);
            (await customer.PostAsync("/api/orders", Order(code, 5))).Expect(status).Code.Should().Be(expected);
        }
    }

    [Fact]
    public async Task S82_only_an_admin_makes_codes_and_the_terms_must_make_sense()
    {
        (await PutAsync(host.Staff("support"), "X", new { basisPoints = 1 })).Expect(HttpStatusCode.Forbidden);
        (await PutAsync(host.Staff("admin"), "X", new { })).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("promo.value-invalid");
        (await PutAsync(host.Staff("admin"), "X_Y", new { basisPoints = 1 })).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("promo.code-invalid");
    }

    private async Task DefineAsync(string code, object terms, DateTimeOffset? validUntil = null) =>
        (await PutAsync(host.Staff("admin"), code, terms, validUntil)).Expect(HttpStatusCode.OK);

    private static Task<Answer> PutAsync(Api admin, string code, object terms, DateTimeOffset? validUntil = null)
    {
        var body = JsonSerializer.SerializeToNode(terms)!;
        body["validFrom"] = DateTimeOffset.UtcNow.AddDays(-2);
        body["validUntil"] = validUntil ?? DateTimeOffset.UtcNow.AddDays(2);
        return admin.SendAsync(HttpMethod.Put, $"/api/admin/promo-codes/{code}", body.ToJsonString());
    }

    private static object Order(string? code, int quantity) => code is null
        ? new { lines = new[] { new { sku = "books-901", quantity } }, delivery = new { pickupPointId = "pvz-101" } }
        : new { lines = new[] { new { sku = "books-901", quantity } }, delivery = new { pickupPointId = "pvz-101" }, promoCode = code };
}
