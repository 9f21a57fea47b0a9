using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Application.Payments;
using Marketplace.Application.Privacy;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marketplace.Host.Adapters;
using Marketplace.Host.Development.Simulators;
using Marketplace.Host.Tests.Auth;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Host.Tests.Privacy;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

/// <summary>What a provider says with a true signature and should not have said. Its own callbacks are a day away, so these come first.</summary>
public sealed partial class SignedWordsTests : IAsyncLifetime
{
    private const string Number = "4111111111111111";
    private const string Name = "Card of Maria Canarova is closed";

    private RunningHost host = null!;

    public async Task InitializeAsync()
    {
        host = await RunningHost.StartAsync(null, null, ("Simulators:Delay", "1.00:00:00"));
        await host.WarmUpAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task X32_S64_a_number_and_a_name_in_signed_callbacks_reach_no_event()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var (paid, payment) = await SilentlyPaidAsync(customer);
        await AcquirerAsync(new { type = "authorised", paymentReference = payment, amount = 10_01, lastFour = Number });
        var (declined, refused) = await SilentlyPaidAsync(customer);
        await AcquirerAsync(new { type = "declined", paymentReference = refused, amount = 10_01, reason = Name });
        var topUp = (await customer.PostAsync("/api/wallet/top-ups", new { amount = 7_00, cardToken = "tok_timeout" })).Expect(HttpStatusCode.Accepted).Id("topUpId");
        var sale = new PaymentReference(PaymentKind.TopUp, customer.CustomerId, AccountIds.WalletId(customer.CustomerId), topUp).ToString();
        await AcquirerAsync(new { type = "declined", paymentReference = sale, amount = 7_00, reason = Number });
        var payout = await customer.PayOutAsync(100_00, Steps.TimesOut);
        await TellAsync(ProviderNames.Bank, new { type = "rejected", payoutReference = PayoutReference.Of(customer.CustomerId, payout), amount = 100_00, reason = Name });

        (await EventAsync<OrderPaid>(paid)).CardLastFour.Should().BeNull("the whole number is not four digits");
        (await EventAsync<OrderPaymentDeclined>(declined)).Reason.Should().Be("other");
        (await EventAsync<TopUpDeclined>(AccountIds.WalletId(customer.CustomerId))).Reason.Should().Be("other");
        (await EventAsync<WithdrawalRejected>(AccountIds.WalletId(customer.CustomerId))).Reason.Should().Be("other");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X32_no_card_number_is_among_the_stored_events_of_a_whole_life()
    {
        CardNumbersIn($$"""{"reason":"{{Number}}","at":"2026-11-27T18:00:00+00:00"}""").Should().Equal(Number);
        CardNumbersIn("closed: 4111 1111 1111 1111.").Should().ContainSingle("the search can find one");

        await using var other = await RunningHost.StartAsync(more: [("Checkout:AllowGuests", "true")]);
        var life = new CanaryLife(other, "Card");
        await life.LiveAsync();
        var order = (await life.Customer.PlaceAsync(("books-900", 1))).Id("orderId");
        (await life.Customer.PayAsync(order, card: Number)).Expect(HttpStatusCode.UnprocessableEntity);
        (await life.Customer.PayAsync(order, card: "tok_ok")).Expect(HttpStatusCode.OK);
        await other.DeliverAsync(order);

        var stored = await StoredAsync(other);
        stored.Should().HaveCountGreaterThan(60).And.Contain(e => e.Contains("4242", StringComparison.Ordinal));
        stored.SelectMany(CardNumbersIn).Should().BeEmpty();
    }

    [Fact]
    public async Task X32_a_card_number_that_is_posted_as_token_is_refused_and_asked_of_nobody()
    {
        var customer = await host.CustomerAsync();
        var order = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        var before = await host.StoredAsync();

        var paying = (await customer.PayAsync(order, card: "4111 1111 1111 1111")).Expect(HttpStatusCode.UnprocessableEntity);
        var toppingUp = (await customer.PostAsync("/api/wallet/top-ups", new { amount = 7_00, cardToken = Number })).Expect(HttpStatusCode.UnprocessableEntity);

        (paying.Code, toppingUp.Code).Should().Be(("payment.card-number-sent", "payment.card-number-sent"));
        paying.Body["errors"]!["cardToken"].Should().NotBeNull();
        (paying.Raw + toppingUp.Raw).Should().NotContain("1111");
        (await host.StoredAsync()).Should().Be(before);
        (await customer.OrderAsync(order)).PaymentStatus().Should().BeNull("no attempt was begun");
    }

    [Fact]
    public async Task P12_X32_a_fingerprint_is_kept_as_a_keyed_hash_alone_whether_it_came_in_an_answer_or_in_a_callback()
    {
        const string told = "card_0123456789abcdef";
        var (answered, customer) = (TestCards.Find("tok_ok_family").Fingerprint!, await host.CustomerAsync());
        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 7_00, cardToken = "tok_ok_family" })).Expect(HttpStatusCode.Created);
        var (order, payment) = await SilentlyPaidAsync(customer);
        await AcquirerAsync(new { type = "authorised", paymentReference = payment, amount = 10_01, fingerprint = told });
        (await EventAsync<OrderPaid>(order)).CardAmount.Should().Be(10_01);

        var (store, hashes) = (await DatabaseDump.OfAsync(host.Settings["ConnectionStrings:Marketplace"]!, except: "simulators"), host.Services.GetRequiredService<KeyedHash>());
        store.Should().Contain($"{hashes.Of("card", answered)}:{customer.CustomerId}").And.Contain($"{hashes.Of("card", told)}:{customer.CustomerId}");
        foreach (var raw in new[] { answered, told }) DatabaseDump.Spellings(raw).Should().NotContain(spelt => store.Contains(spelt, StringComparison.Ordinal));
        (await DatabaseDump.OfAsync(host.Settings["ConnectionStrings:Vault"]!)).Should().NotContain(answered).And.NotContain(told);
    }

    private static async Task<(Guid Order, string Payment)> SilentlyPaidAsync(Api customer)
    {
        var order = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        var attempt = (await customer.PayAsync(order, card: "tok_timeout")).Expect(HttpStatusCode.Accepted).Id("attemptId");
        return (order, new PaymentReference(PaymentKind.Order, customer.CustomerId, order, attempt).ToString());
    }

    private Task AcquirerAsync(object told) => TellAsync(ProviderNames.Acquirer, told);

    private async Task TellAsync(string provider, object told)
    {
        var body = JsonSerializer.SerializeToNode(told)!;
        (body["eventId"], body["occurredAt"]) = (Guid.NewGuid(), DateTimeOffset.UtcNow);
        (await host.TellAsync(provider, body.ToJsonString())).Expect(HttpStatusCode.NoContent);
    }

    private async Task<TEvent> EventAsync<TEvent>(Guid stream)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return (await session.Events.FetchStreamAsync(stream)).Select(e => e.Data).OfType<TEvent>().Single();
    }

    private static async Task<IReadOnlyList<string>> StoredAsync(RunningHost of)
    {
        await using var connection = new Npgsql.NpgsqlConnection(of.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("select data::text || ' ' || coalesce(headers::text, '') from marketplace.mt_events", connection);
        await using var rows = await command.ExecuteReaderAsync();
        List<string> stored = [];
        while (await rows.ReadAsync()) stored.Add(rows.GetString(0));
        return stored;
    }

    private static IEnumerable<string> CardNumbersIn(string stored) => Candidate().Matches(stored).Select(m => m.Value).Where(CardNumber.LooksLikeOne);

    // Digits together, or in the fours that are printed on a card; not a part of a longer word, which an id would be.
    [GeneratedRegex("""(?<![0-9A-Za-z-])(?:\d{13,19}|\d{4}(?:[ -]\d{4}){3})(?![0-9A-Za-z-])""")]
    private static partial Regex Candidate();
}
