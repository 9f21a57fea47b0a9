using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Orders;
using Marketplace.Tests.Shared;
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

    [Fact]
    public async Task D1_U1_the_past_of_an_order_that_joined_an_account_is_shown_to_its_owner_alone()
    {
        var (guest, id) = await PlaceAsync();
        var before = Uri.EscapeDataString(DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture));
        var owner = await SignInAsync();
        (await owner.PostAsync($"/api/orders/{id}/claim")).Expect(HttpStatusCode.OK);

        (await guest.GetAsync($"/api/orders/{id}?asOf={before}")).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.not-found");
        (await owner.GetAsync($"/api/orders/{id}?asOf={before}")).Expect(HttpStatusCode.OK).Text("status").Should().Be("placed");
    }

    [Fact]
    public async Task D1_an_answer_that_was_kept_is_repeated_to_who_shows_the_orders_token_alone()
    {
        var (guest, id) = await PlaceAsync();
        var (path, key) = ($"/api/orders/{id}/payment", Guid.NewGuid().ToString());
        (await guest.PostAsync(path, new { cardToken = "tok_ok" }, key)).Expect(HttpStatusCode.OK);

        (await guest.PostAsync(path, new { cardToken = "tok_ok" }, key)).Expect(HttpStatusCode.OK).Text("status").Should().Be("paid");
        (await host.Anonymous().PostAsync(path, new { cardToken = "tok_ok" }, key)).Expect(HttpStatusCode.Unauthorized).Code.Should().Be("auth.sign-in-required");
        var (stranger, _) = await PlaceAsync();
        (await stranger.PostAsync(path, new { cardToken = "tok_ok" }, key)).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.not-found");
    }

    [Fact]
    public async Task D1_X33_two_guests_who_choose_the_same_key_mean_two_orders()
    {
        var key = Guid.NewGuid().ToString();
        object Order(string number) => new { lines = new[] { new { sku = "books-900", quantity = 1 } }, delivery = new { pickupPointId = "pvz-101" }, phone = number };
        var mine = (await host.Anonymous().PostAsync("/api/orders", Order(phone), key)).Expect(HttpStatusCode.Created);
        var theirs = (await host.Anonymous().PostAsync("/api/orders", Order("+79160000001"), key)).Expect(HttpStatusCode.Created);
        var again = (await host.Anonymous().PostAsync("/api/orders", Order(phone), key)).Expect(HttpStatusCode.Created);

        theirs.Id("orderId").Should().NotBe(mine.Id("orderId"));
        again.Id("orderId").Should().Be(mine.Id("orderId"));
    }

    [Fact]
    public async Task D1_S53_a_guest_hears_of_parcel_and_receipt_by_sms()
    {
        var (guest, id) = await PlaceAsync();
        (await guest.PayAsync(id, card: "tok_ok")).Expect(HttpStatusCode.OK);
        var warehouse = host.Staff("warehouse");
        foreach (var step in new[] { "assembly", "shipment", "arrival" }) (await warehouse.PostAsync($"/api/fulfilment/orders/{id}/{step}")).Expect(HttpStatusCode.OK);

        var told = new List<JsonNode>();
        await Eventually.HappensAsync(
            async () =>
            {
                told = [.. (await guest.GetAsync($"/dev/messages?to={Uri.EscapeDataString(phone)}")).Expect(HttpStatusCode.OK).Body.AsArray().Select(m => m!)];
                return told.Count >= 2;
            },
            "the guest is told twice");

        told.Should().Contain(m => ((string)m["text"]!).Contains("прибыл в пункт выдачи", StringComparison.Ordinal)).And.HaveCount(2);
        var receipt = new Uri(told.Select(m => (string?)m["link"]).OfType<string>().Single());
        (await host.Anonymous().GetAsync(receipt.PathAndQuery)).Expect(HttpStatusCode.OK).Raw.Should().Contain("10.01");
    }

    [Fact]
    public async Task The_document_tells_guests_where_the_token_is_answered_and_asked_for()
    {
        var paths = (await host.Anonymous().GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK).Body["paths"]!;

        paths["/api/orders"]!["post"]!["responses"]!["201"]!["headers"]![GuestSteps.Header].Should().NotBeNull();
        foreach (var (path, method) in new[] { ("/api/orders/{id}", "get"), ("/api/orders/{id}/payment", "post"), ("/api/orders/{id}/cancellation", "post"), ("/api/orders/{id}/tracking", "get") })
            paths[path]![method]!["parameters"]!.AsArray().Select(p => (string)p!["name"]!).Should().Contain(GuestSteps.Header, path);
        var order = paths["/api/orders/{id}"]!["get"]!;
        order["parameters"]!.AsArray().Select(p => (string)p!["name"]!).Should().Contain("If-None-Match");
        (order["responses"]!["200"]!["headers"]!["ETag"], order["responses"]!["304"]).Should().NotBe((null, null));
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
        await Eventually.HappensAsync(() => Task.FromResult(keys.Find(GuestDecisions.OwnerOf(order)) is null), "the key is destroyed");
    }

    private Task<(Api Guest, Guid Order)> PlaceAsync() => host.PlaceAsGuestAsync(phone);

    private Task<Api> SignInAsync() => host.SignInAsync(phone);
}
