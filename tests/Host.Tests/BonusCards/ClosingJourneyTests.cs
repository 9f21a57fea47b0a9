using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Host.Tests.Journeys;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.BonusCards;

/// <summary>A card until its points expire or it is closed.</summary>
public sealed class ClosingJourneyTests : IAsyncLifetime
{
    private readonly MovableClock clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    private RunningHost host = null!;

    public async Task InitializeAsync() => host = await RunningHost.StartAsync(null, services => services.AddSingleton<TimeProvider>(clock));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task S59_S60_X19_a_card_is_closed_when_nothing_of_it_can_come_back_and_opened_again_empty()
    {
        var customer = await WithPointsAsync();
        var second = (await customer.PlaceAsync(("books-900", 6))).Id("orderId");
        (await customer.PayAsync(second, wallet: 45_06, points: 15)).Expect(HttpStatusCode.OK);
        (await CloseAsync(customer)).Expect(HttpStatusCode.Conflict).Code.Should().Be("bonus-card.redemption-open");
        await host.DeliverAsync(second);
        (await CloseAsync(customer)).Code.Should().Be("bonus-card.redemption-open", "it can still be returned");
        clock.Advance(TimeSpan.FromDays(7));

        (await CloseAsync(customer)).Expect(HttpStatusCode.NoContent);
        (await CloseAsync(customer)).Expect(HttpStatusCode.NoContent);

        var closed = (await customer.GetAsync("/api/bonus-card")).Expect(HttpStatusCode.OK);
        (closed.Text("status"), closed.Number("points"), closed.Number("pending")).Should().Be(("closed", 0, 0));
        (await customer.OrderAsync(second)).Number("total").Should().Be(60_06);
        await AddsUpAsync(customer, closing: 0, "issued", "accrued", "activated", "redeemed", "closed");
        (await customer.DeleteAsync("/api/account/consents/personal-data")).Expect(HttpStatusCode.NoContent);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        (await customer.GetAsync("/api/bonus-card")).Text("status").Should().Be("active");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task P5_S59_X21_points_expire_by_their_timer_and_the_statement_says_so()
    {
        var customer = await WithPointsAsync();
        (await customer.GetAsync("/api/bonus-card")).Body["expiring"]!.AsArray().Should().ContainSingle();
        (await TimersOfExpiryAsync()).Should().ContainSingle().Which.Should().BeCloseTo(clock.GetUtcNow().AddYears(1).UtcDateTime, TimeSpan.FromMinutes(5));
        clock.Advance(TimeSpan.FromDays(364));
        await ExpireAsync(customer);
        clock.Advance(TimeSpan.FromDays(1));
        await ExpireAsync(customer);
        await ExpireAsync(customer);
        await SignInAsync(customer);

        await AddsUpAsync(customer, closing: 0, "issued", "accrued", "activated", "expired");
        var late = await StatementAsync(customer, $"?from={clock.GetUtcNow().AddDays(-30):O}");
        (late.Number("opening"), late.Number("closing")).Should().Be((20, 0));
        late.Body["items"]!.AsArray().Should().ContainSingle();
        (await customer.GetAsync("/api/bonus-card/statement?from=2027-01-01T00:00:00Z&to=2026-01-01T00:00:00Z")).Code.Should().Be("bonus-card.period-invalid");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task P5_S63_a_quote_tells_what_points_leave_to_pay_and_refuses_what_the_payment_would()
    {
        var customer = await WithPointsAsync();
        (string Sku, int Quantity)[] six = [("books-900", 6)];

        var quote = (await QuoteAsync(customer, 15, six)).Expect(HttpStatusCode.OK);
        (quote.Number("total"), quote.Number("points"), quote.Number("due")).Should().Be((60_06, 15, 45_06));
        (await QuoteAsync(customer, 0, six)).Number("due").Should().Be(60_06);
        (await QuoteAsync(customer, 16, six)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.too-many-points");
        (await QuoteAsync(customer, -1, six)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.tender-negative");
        (await QuoteAsync(customer, 21, ("books-900", 60))).Expect(HttpStatusCode.Conflict).Code.Should().Be("bonus-card.insufficient-points");
        (await QuoteAsync(await host.ProtectedCustomerAsync(), 1, six)).Expect(HttpStatusCode.Conflict).Code.Should().Be("bonus-card.not-issued");
        (await QuoteAsync(await host.CustomerAsync(), 1, six)).Expect(HttpStatusCode.Forbidden).Code.Should().Be("customer.account-restricted");

        (await customer.GetAsync("/api/bonus-card")).Number("points").Should().Be(20, "a preview takes nothing");
        var order = (await customer.PlaceAsync(six)).Id("orderId");
        (await customer.PayAsync(order, wallet: quote.Number("due"), points: quote.Number("points"))).Expect(HttpStatusCode.OK);
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S60_there_is_nothing_to_close_without_a_card()
    {
        var customer = await host.CustomerAsync();
        (await CloseAsync(customer)).Code.Should().Be("bonus-card.not-issued");
        (await host.Anonymous().DeleteAsync("/api/bonus-card")).Expect(HttpStatusCode.Unauthorized);
    }

    // 20 points that can be spent.
    private async Task<Api> WithPointsAsync()
    {
        var customer = await host.ProtectedCustomerAsync(5000_00);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        var order = (await customer.PlaceAsync(("books-901", 20))).Id("orderId");
        (await customer.PayAsync(order, wallet: 2000_00)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order);
        clock.Advance(TimeSpan.FromDays(7));
        await host.SendAsync(new ActivatePoints(AccountIds.BonusCardId(customer.CustomerId), order));
        (await customer.GetAsync("/api/bonus-card")).Number("points").Should().Be(20);
        return customer;
    }

    private async Task ExpireAsync(Api customer)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        var card = (await session.LoadAsync<BonusCard>(AccountIds.BonusCardId(customer.CustomerId)))!;
        await host.SendAsync(new ExpirePoints(card.Id, card.Lots.Single().LotId));
    }

    private async Task<IReadOnlyList<DateTime>> TimersOfExpiryAsync()
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var select = new Npgsql.NpgsqlCommand(
            "select execution_time from marketplace_messages.wolverine_incoming_envelopes where message_type like '%ExpirePoints' and status = 'Scheduled'", connection);
        await using var rows = await select.ExecuteReaderAsync();
        List<DateTime> times = [];
        while (await rows.ReadAsync()) times.Add(rows.GetFieldValue<DateTime>(0).ToUniversalTime());
        return times;
    }

    // A session does not live a year.
    private static async Task SignInAsync(Api customer)
    {
        customer.Token = null;
        var before = (await customer.MessagesAsync()).Count;
        var challenge = (await customer.PostAsync("/api/auth/challenges", new { phone = customer.Phone })).Expect(HttpStatusCode.Accepted);
        await customer.UntilAsync($"/dev/messages?to={Uri.EscapeDataString(customer.Phone)}", m => m.Body.AsArray().Count > before);
        var body = new { challengeId = challenge.Id("challengeId"), code = await customer.CodeAsync() };
        customer.Token = (await customer.PostAsync("/api/auth/sessions", body)).Expect(HttpStatusCode.Created).Text("token");
    }

    private static Task<Answer> QuoteAsync(Api customer, long points, params (string Sku, int Quantity)[] lines) => customer.PostAsync("/api/orders/quote", new
    {
        lines = lines.Select(l => new { sku = l.Sku, quantity = l.Quantity }),
        delivery = new { pickupPointId = "pvz-101" },
        points,
    });

    private static Task<Answer> CloseAsync(Api customer) => customer.DeleteAsync("/api/bonus-card");

    private static async Task<Answer> StatementAsync(Api customer, string period = "") =>
        (await customer.GetAsync($"/api/bonus-card/statement{period.Replace("+", "%2B", StringComparison.Ordinal)}")).Expect(HttpStatusCode.OK);

    private static async Task AddsUpAsync(Api customer, long closing, params string[] kinds)
    {
        var statement = await StatementAsync(customer);
        JsonNode[] items = [.. statement.Body["items"]!.AsArray().Reverse().Select(i => i!)];
        items.Select(i => (string)i["kind"]!).Should().Equal(kinds);
        (statement.Number("opening") + items.Sum(i => (long)i["change"]!)).Should().Be(closing).And.Be(statement.Number("closing"));
        items.Where(i => (string)i["kind"]! is not ("issued" or "closed")).Should().OnlyContain(i => i["orderId"] != null);
        ((long)items[^1]["balance"]!).Should().Be(closing);
        (await customer.GetAsync("/api/bonus-card")).Number("balance").Should().Be(closing);
    }
}
