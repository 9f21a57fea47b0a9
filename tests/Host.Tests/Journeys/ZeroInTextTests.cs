using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>A text with a zero character, which PostgreSQL stores nowhere: wherever somebody types one, the answer is one refusal.</summary>
[Collection(nameof(HostFixture))]
public sealed class ZeroInTextTests(HostFixture fixture)
{
    private const string Zero = "\\u0000";
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task A_zero_character_in_any_text_of_a_request_about_goods_and_money_is_refused_before_the_database_is_asked()
    {
        var customer = await host.ProtectedCustomerAsync(1_000_00);
        var order = await customer.PlaceAsync(("books-901", 1));
        (await customer.PayAsync(order.Id("orderId"), wallet: 100_00)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order.Id("orderId"));
        var returned = await customer.AnnounceAsync(order.Id("orderId"), order.Line("books-901"), 1);
        (string Who, HttpMethod Method, string Path, string? Body)[] requests =
        [
            ("customer", HttpMethod.Get, "/api/products?query=%00", null),
            ("customer", HttpMethod.Get, "/api/products?category=%00", null),
            ("customer", HttpMethod.Get, "/api/products?cursor=%00", null),
            ("customer", HttpMethod.Get, "/api/wallet/statement?clock=%00", null),
            ("auditor", HttpMethod.Get, "/api/audit/refusals?code=%00", null),
            ("customer", HttpMethod.Post, "/api/orders", $$"""{"lines":[{"sku":"{{Zero}}","quantity":1}],"delivery":{"pickupPointId":"pvz-101"} }"""),
            ("customer", HttpMethod.Post, "/api/orders", $$"""{"lines":[{"sku":"books-901","quantity":1}],"delivery":{"pickupPointId":"{{Zero}}"} }"""),
            ("customer", HttpMethod.Post, "/api/orders", $$"""{"lines":[{"sku":"books-901","quantity":1}],"delivery":{"pickupPointId":"pvz-101"},"promoCode":"A{{Zero}}"}"""),
            ("customer", HttpMethod.Post, "/api/orders", $$"""{"lines":[{"sku":"books-901","quantity":1}],"delivery":{"address":"Тверская{{Zero}}"} }"""),
            ("customer", HttpMethod.Post, "/api/orders/quote", $$"""{"lines":[{"sku":"{{Zero}}","quantity":1}],"delivery":{"pickupPointId":"pvz-101"} }"""),
            ("customer", HttpMethod.Post, "/api/reservations", $$"""{"sku":"{{Zero}}","quantity":1}"""),
            ("customer", HttpMethod.Post, "/api/waitlist", $$"""{"sku":"{{Zero}}"}"""),
            ("customer", HttpMethod.Post, "/api/wallet/top-ups", $$"""{"amount":100,"cardToken":"{{Zero}}"}"""),
            ("customer", HttpMethod.Post, "/api/wallet/certificates", $$"""{"code":"{{Zero}}"}"""),
            ("customer", HttpMethod.Post, "/api/wallet/withdrawals", $$"""{"amount":100,"requisites":{"bic":"044525225","account":"40817810700000000001","recipient":"Иван{{Zero}}"} }"""),
            ("customer", HttpMethod.Put, $"/api/orders/{order.Id("orderId")}/review", $$"""{"rating":5,"text":"Спасибо{{Zero}}"}"""),
            ("customer", HttpMethod.Put, "/api/account/profile", $$"""{"surname":"Петрова{{Zero}}","name":"Мария"}"""),
            ("customer", HttpMethod.Post, "/api/support-questions", $$"""{"topic":"delivery","text":"Где{{Zero}}"}"""),
            ("customer", HttpMethod.Put, "/api/account/newsletter", $$"""{"subscribed":true,"source":"{{Zero}}"}"""),
            ("warehouse", HttpMethod.Post, $"/api/fulfilment/returns/{returned}/rejection", $$"""{"reason":"worn{{Zero}}"}"""),
            ("admin", HttpMethod.Put, "/api/admin/products/zero-1", $$"""{"name":"Кружка{{Zero}}","category":"toys","price":100}"""),
            ("admin", HttpMethod.Put, "/api/admin/promo-codes/ZERO", $$"""{"basisPoints":100,"validFrom":"2026-01-01T00:00:00Z","validUntil":"2027-01-01T00:00:00Z","categories":["{{Zero}}"]}"""),
        ];
        var failed = new List<string>();
        foreach (var (who, method, path, body) in requests)
        {
            var answer = await (who == "customer" ? customer : host.Staff(who)).SendAsync(method, path, body, Guid.NewGuid().ToString());
            if (answer.Code != "request.zero-character") failed.Add($"{method} {path} {body}: {(int)answer.Status} {answer.Code}");
        }

        failed.Should().BeEmpty();
        await host.InvariantsHoldAsync();
    }
}
