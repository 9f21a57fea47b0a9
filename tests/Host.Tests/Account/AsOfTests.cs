using System.Globalization;
using System.Net;
using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Domain;
using Marketplace.Host.Tests.Journeys;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Account;

/// <summary>The past as it can be read (U1): a life is lived on a moving clock, and each of its moments must answer later as it did then.</summary>
public sealed class AsOfTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private readonly MovableClock clock = new(Start);
    private readonly List<(DateTimeOffset At, string Path, string Answer)> moments = [];

    private RunningHost host = null!;

    public async Task InitializeAsync() => host = await RunningHost.StartAsync(null, services => services.AddSingleton<TimeProvider>(clock));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task U1_every_moment_of_a_life_answers_later_as_it_did_then()
    {
        var customer = await host.CustomerAsync();
        await LiveAsync(customer);

        moments.Should().HaveCountGreaterThan(60);
        moments.Select(m => (m.Path, m.Answer)).Distinct().Should().HaveCountGreaterThan(35, "a life in which nothing changes proves nothing");
        foreach (var (at, path, then) in moments)
        {
            (await customer.GetAsync(AsOf(path, at))).Expect(HttpStatusCode.OK).Raw.Should().Be(then, "{0} was so at {1:O}", path, at);
        }
    }

    [Fact]
    public async Task U1_before_the_account_there_is_nothing_and_the_future_is_not_told()
    {
        var customer = await host.CustomerAsync();
        var order = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        var (before, tomorrow) = (Start.AddDays(-1), clock.GetUtcNow().AddDays(1));

        (await customer.GetAsync(AsOf("/api/account", before))).Expect(HttpStatusCode.NotFound).Code.Should().Be("customer.not-found");
        (await customer.GetAsync(AsOf("/api/wallet", before))).Expect(HttpStatusCode.NotFound).Code.Should().Be("wallet.not-found");
        (await customer.GetAsync(AsOf("/api/bonus-card", before))).Expect(HttpStatusCode.NotFound).Code.Should().Be("bonus-card.not-issued");
        (await customer.GetAsync(AsOf($"/api/orders/{order}", before))).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.not-found");
        (await customer.GetAsync(AsOf("/api/purchases", before))).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Should().BeEmpty();
        foreach (var path in new[] { "/api/account", "/api/wallet", "/api/bonus-card", $"/api/orders/{order}", "/api/purchases" })
        {
            (await customer.GetAsync(AsOf(path, tomorrow))).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("request.as-of-invalid");
            (await customer.GetAsync($"{path}?asOf=yesterday")).Expect(HttpStatusCode.BadRequest).Code.Should().Be("request.malformed");
            (await customer.GetAsync($"{path}?asOf=")).Expect(HttpStatusCode.BadRequest).Code.Should().Be("request.malformed");
        }
    }

    [Theory]
    [InlineData("/api/purchases?limit=")]
    [InlineData("/api/purchases?limit=2&asOf=")]
    [InlineData("/api/wallet/statement?from=")]
    public async Task A_value_that_is_left_empty_is_malformed_and_not_left_out(string path) =>
        (await (await host.CustomerAsync()).GetAsync(path)).Expect(HttpStatusCode.BadRequest).Code.Should().Be("request.malformed");

    [Fact]
    public async Task U1_the_past_of_another_customer_is_as_unknown_as_the_present()
    {
        var order = (await (await host.CustomerAsync()).PlaceAsync(("books-901", 1))).Id("orderId");
        var other = await host.CustomerAsync();

        (await other.GetAsync(AsOf($"/api/orders/{order}", clock.GetUtcNow()))).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.not-found");
        (await other.GetAsync(AsOf("/api/purchases", clock.GetUtcNow()))).Body["items"]!.AsArray().Should().BeEmpty();
    }

    private async Task LiveAsync(Api customer)
    {
        await RememberAsync(customer);
        (await customer.SendAsync(HttpMethod.Put, "/api/account/newsletter", """{"source":"checkout"}""")).Expect(HttpStatusCode.NoContent);
        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 3000_00, cardToken = "tok_ok" })).Expect(HttpStatusCode.Created);
        await RememberAsync(customer);
        await host.ProtectedAsync(customer);
        await RememberAsync(customer);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        var first = await customer.PlaceAsync(("books-901", 20));
        var (order, line) = (first.Id("orderId"), first.Line("books-901"));
        await RememberAsync(customer, order);
        (await customer.PayAsync(order, wallet: 2000_00)).Expect(HttpStatusCode.OK);
        await RememberAsync(customer, order);
        foreach (var step in new[] { "assembly", "shipment", "arrival", "delivery" })
        {
            await host.FulfilAsync(order, step);
            await RememberAsync(customer, order);
        }

        await host.ReceiveAsync(await customer.AnnounceAsync(order, line, 5), line, 5);
        await RememberAsync(customer, order);
        (await customer.DeleteAsync("/api/account/newsletter")).Expect(HttpStatusCode.NoContent);
        var second = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        await RememberAsync(customer, second);
        (await customer.PostAsync($"/api/orders/{second}/cancellation")).Expect(HttpStatusCode.OK);
        await RememberAsync(customer, second);
        clock.Advance(TimeSpan.FromDays(7));
        await host.SendAsync(new ActivatePoints(AccountIds.BonusCardId(customer.CustomerId), order));
        await RememberAsync(customer, order);
        // The points expire without an event: the page of then must not show that of now.
        clock.Advance(TimeSpan.FromDays(380));
        await SignInAgainAsync(customer);
        (await customer.GetAsync("/api/bonus-card")).Expect(HttpStatusCode.OK).Number("points").Should().Be(0);
        await RememberAsync(customer, order);
    }

    private static async Task SignInAgainAsync(Api customer)
    {
        var used = await customer.CodeAsync();
        var challenge = (await customer.PostAsync("/api/auth/challenges", new { phone = customer.Phone })).Expect(HttpStatusCode.Accepted).Id("challengeId");
        var session = await customer.PostAsync("/api/auth/sessions", new { challengeId = challenge, code = await customer.CodeAsync(other: used) });
        customer.Token = session.Expect(HttpStatusCode.Created).Text("token");
    }

    /// <summary>Notes what all reads answer. What was recorded meanwhile would belong to neither moment, so they are asked until two answers agree.</summary>
    private async Task RememberAsync(Api customer, Guid? order = null)
    {
        List<string> paths = ["/api/account", "/api/wallet", "/api/purchases", "/api/purchases?limit=1"];
        if ((await customer.GetAsync("/api/bonus-card")).Status == HttpStatusCode.OK) paths.Add("/api/bonus-card");
        if (order is not null) paths.Add($"/api/orders/{order}");
        foreach (var path in paths)
        {
            for (var asked = 0; ; asked++)
            {
                var before = (await customer.GetAsync(path)).Expect(HttpStatusCode.OK).Raw;
                var at = clock.GetUtcNow();
                if ((await customer.GetAsync(path)).Expect(HttpStatusCode.OK).Raw == before)
                {
                    moments.Add((at, path, before));
                    break;
                }

                asked.Should().BeLessThan(50, "{0} never comes to rest", path);
            }
        }

        clock.Advance(TimeSpan.FromMinutes(3));
    }

    private static string AsOf(string path, DateTimeOffset at) =>
        $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}asOf={at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture)}";
}
