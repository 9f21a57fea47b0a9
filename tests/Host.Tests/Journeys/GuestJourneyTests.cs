using System.Net;
using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Orders;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Wolverine;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>A shop that lets guests order.</summary>
public sealed class GuestShop : IAsyncLifetime
{
    internal RunningHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await RunningHost.StartAsync(more: [("Checkout:AllowGuests", "true")]);
        await Host.WarmUpAsync();
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

/// <summary>Orders without an account, over HTTP (D1, S42).</summary>
public class GuestJourneyTests(GuestShop shop) : IClassFixture<GuestShop>
{
    private const string Header = "X-Order-Token";
    private readonly RunningHost host = shop.Host;
    private readonly string phone = $"+7916{Random.Shared.Next(1_000_000, 9_999_999)}";

    [Fact]
    public async Task D1_S42_a_guest_orders_pays_by_card_and_follows_the_order()
    {
        var (guest, id) = await PlaceAsync();

        (await guest.PayAsync(id, card: "tok_ok")).Expect(HttpStatusCode.OK).Text("status").Should().Be("paid");
        await host.DeliverAsync(id);

        (await guest.OrderAsync(id)).Text("status").Should().Be("delivered");
        (await guest.GetAsync($"/api/orders/{id}/tracking")).Expect(HttpStatusCode.OK).Body["steps"]!.AsArray().Should().HaveCountGreaterThan(4);
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task D1_only_the_token_of_the_order_opens_it_and_only_for_what_a_guest_may()
    {
        var (guest, id) = await PlaceAsync();
        var (other, otherId) = await PlaceAsync();
        (await other.GetAsync($"/api/orders/{id}")).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.not-found");
        (await host.Anonymous().GetAsync($"/api/orders/{id}")).Expect(HttpStatusCode.Unauthorized).Code.Should().Be("auth.sign-in-required");
        (await (await host.CustomerAsync()).GetAsync($"/api/orders/{id}")).Expect(HttpStatusCode.NotFound);
        (await guest.PayAsync(id, wallet: 1, card: "tok_ok")).Expect(HttpStatusCode.Unauthorized).Code.Should().Be("auth.sign-in-required");
        (await guest.PostAsync($"/api/orders/{id}/returns", new { lines = Array.Empty<object>() })).Expect(HttpStatusCode.Unauthorized);
        (await guest.GetAsync("/api/purchases")).Expect(HttpStatusCode.Unauthorized);
        (await guest.GetAsync("/api/account")).Expect(HttpStatusCode.Unauthorized);
        (await host.Anonymous().PostAsync("/api/orders", Steps.Order(("books-900", 1)))).Status.Should().Be(HttpStatusCode.Unauthorized, "no phone, no order");
        (await other.OrderAsync(otherId)).Text("status").Should().Be("placed");
    }

    [Fact]
    public async Task D1_a_guest_cancels_and_the_card_is_let_go()
    {
        var (guest, id) = await PlaceAsync();
        (await guest.PayAsync(id, card: "tok_ok")).Expect(HttpStatusCode.OK);

        var cancelled = (await guest.PostAsync($"/api/orders/{id}/cancellation")).Expect(HttpStatusCode.OK);

        (cancelled.Number("wallet"), cancelled.Number("card")).Should().Be((0, 10_01));
        await guest.UntilAsync($"/api/orders/{id}", o => o.PaymentStatus() == "voided");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task D1_the_order_joins_the_account_that_proves_its_phone_and_the_guests_key_is_destroyed()
    {
        var (guest, id) = await PlaceAsync();
        (await guest.PayAsync(id, card: "tok_ok")).Expect(HttpStatusCode.OK);
        (await (await host.CustomerAsync()).PostAsync($"/api/orders/{id}/claim")).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.not-found");

        var owner = await SignInAsync();
        (await owner.PostAsync($"/api/orders/{id}/claim")).Expect(HttpStatusCode.OK);
        (await owner.PostAsync($"/api/orders/{id}/claim")).Expect(HttpStatusCode.OK);

        (await guest.GetAsync($"/api/orders/{id}")).Status.Should().Be(HttpStatusCode.NotFound, "the token opens nothing any more");
        (await owner.GetAsync("/api/purchases")).Body["items"]!.AsArray().Select(o => (string)o!["orderId"]!).Should().Equal(id.ToString());
        await KeyGoesAsync(id);
        // What the guest's card pays is still captured under the guest's name, and comes back to the customer's wallet.
        await host.DeliverAsync(id);
        await owner.UntilAsync($"/api/orders/{id}", o => o.PaymentStatus() == "captured");
        var line = (await owner.OrderAsync(id)).Line("books-900");
        (await host.ReceiveAsync(await owner.AnnounceAsync(id, line, 1), line, 1)).Number("toWallet").Should().Be(10_01);
        (await owner.WalletAsync()).Should().Be((10_01, 10_01));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task D1_a_session_from_before_the_order_is_no_proof()
    {
        var early = await SignInAsync();
        var (_, id) = await PlaceAsync();
        (await early.PostAsync($"/api/orders/{id}/claim")).Expect(HttpStatusCode.Forbidden).Code.Should().Be("order.claim-needs-code");
    }

    [Fact]
    public async Task D1_a_guest_pays_list_prices_and_names_no_promo_code()
    {
        var lines = new[] { new { sku = "appliances-900", quantity = 1 } };
        var delivery = new { pickupPointId = "pvz-101" };
        var quoted = (await host.Anonymous().PostAsync("/api/orders/quote", new { lines, delivery })).Expect(HttpStatusCode.OK);
        quoted.Number("total").Should().Be(59_999_99);
        (await host.Anonymous().PostAsync("/api/orders/quote", new { lines, delivery, promoCode = "X" })).Expect(HttpStatusCode.Unauthorized);
        (await host.Anonymous().PostAsync("/api/orders", new { lines, delivery, phone, promoCode = "X" })).Expect(HttpStatusCode.Unauthorized);
        (await host.Anonymous().PostAsync("/api/orders", new { lines, delivery, phone = "123" })).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("auth.phone-invalid");
    }

    [Fact]
    public async Task D1_an_order_that_joins_no_account_is_forgotten_after_thirty_days()
    {
        var (guest, id) = await PlaceAsync();
        (await guest.PostAsync($"/api/orders/{id}/cancellation")).Expect(HttpStatusCode.OK);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(30) - TimeSpan.FromHours(1));
        await ForgetAsync(id, clock);
        host.Services.GetRequiredService<IDataKeys>().Find(GuestDecisions.OwnerOf(id)).Should().NotBeNull("it is an hour too early");
        clock.Advance(TimeSpan.FromHours(2));
        await ForgetAsync(id, clock);
        await KeyGoesAsync(id);
        (await (await SignInAsync()).PostAsync($"/api/orders/{id}/claim")).Status.Should().Be(HttpStatusCode.NotFound, "nobody knows any more whose it was");
    }

    private async Task ForgetAsync(Guid order, TimeProvider clock)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await using var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        var messages = await ForgetGuestHandler.Handle(new ForgetGuest(order), session, new CheckoutPolicy(), clock, CancellationToken.None);
        await session.SaveChangesAsync();
        foreach (var destroy in messages.OfType<DestroyGuestKey>()) await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(destroy);
    }

    private async Task KeyGoesAsync(Guid order)
    {
        var keys = host.Services.GetRequiredService<IDataKeys>();
        for (var i = 0; i < 100 && keys.Find(GuestDecisions.OwnerOf(order)) is not null; i++) await Task.Delay(50);
        keys.Find(GuestDecisions.OwnerOf(order)).Should().BeNull();
    }

    private async Task<(Api Guest, Guid Order)> PlaceAsync()
    {
        var body = new
        {
            lines = new[] { new { sku = "books-900", quantity = 1 } },
            delivery = new { pickupPointId = "pvz-101" },
            phone,
        };
        var placed = (await host.Anonymous().PostAsync("/api/orders", body)).Expect(HttpStatusCode.Created);
        var http = new HttpClient { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Add(Header, placed.Headers.GetValues(Header).Single());
        return (new Api(http), placed.Id("orderId"));
    }

    private async Task<Api> SignInAsync()
    {
        var api = host.Anonymous();
        api.Phone = phone;
        var challenge = (await api.PostAsync("/api/auth/challenges", new { phone })).Expect(HttpStatusCode.Accepted);
        var terms = (await api.GetAsync("/api/terms")).Text("version");
        var session = (await api.PostAsync(
            "/api/auth/sessions", new { challengeId = challenge.Id("challengeId"), code = await api.CodeAsync(), acceptedTerms = terms })).Expect(HttpStatusCode.Created);
        api.Token = session.Text("token");
        api.CustomerId = session.Id("customerId");
        return api;
    }
}
