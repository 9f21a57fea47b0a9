using System.Net;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Application.Payments;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marketplace.Host.Adapters;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

/// <summary>What the acquirer tells of captures, voids and refunds that are done, again or late, and of some that nobody asked for. The host's own acquirer says nothing by itself for a day.</summary>
public sealed class CardWordsTests : IAsyncLifetime
{
    private RunningHost host = null!;

    public async Task InitializeAsync()
    {
        host = await RunningHost.StartAsync(null, null, ("Simulators:Delay", "1.00:00:00"));
        await host.WarmUpAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task X2_P11_D15_a_late_or_repeated_word_of_a_capture_a_refund_or_a_void_changes_nothing()
    {
        var customer = await host.ProtectedCustomerAsync();
        var (sold, charged) = await PaidAsync(customer);
        await host.DeliverAsync(sold);
        await UntilAsync<CardPaymentCaptured>(sold);
        var line = (await customer.OrderAsync(sold)).Line("books-901");
        var returned = (await host.ReceiveAsync(await customer.AnnounceAsync(sold, line, 1, "original"), line, 1)).Id("returnId");
        await UntilAsync<CardRefunded>(sold);
        var (cancelled, letGo) = await PaidAsync(customer);
        (await customer.PostAsync($"/api/orders/{cancelled}/cancellation")).Expect(HttpStatusCode.OK);
        await UntilAsync<CardPaymentVoided>(cancelled);
        var before = await host.StoredAsync();

        object[] words =
        [
            new { type = "captured", paymentReference = charged, amount = 200_00 },
            new { type = "refunded", paymentReference = charged, amount = 100_00, refundReference = returned.ToString("N") },
            new { type = "voided", paymentReference = letGo, amount = 200_00 },
            new { type = "authorised", paymentReference = charged, amount = 200_00 },
        ];
        foreach (var word in words)
        {
            // The same fact in several deliveries at once, then once more under another id.
            var fact = Guid.NewGuid();
            (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TellAsync(word, fact)))).Should().OnlyContain(a => a.Status == HttpStatusCode.NoContent);
            (await TellAsync(word)).Expect(HttpStatusCode.NoContent);
        }

        (await host.StoredAsync()).Should().Be(before);
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X5_P11_a_word_of_money_that_nobody_asked_for_is_refused_by_name_and_leaves_nothing()
    {
        var (customer, stranger) = (await host.ProtectedCustomerAsync(10_00), await host.CustomerAsync());
        var (order, payment) = await PaidAsync(customer);
        var parsed = PaymentReference.Parse(payment)!;
        var topUp = new PaymentReference(PaymentKind.TopUp, customer.CustomerId, AccountIds.WalletId(customer.CustomerId), Guid.NewGuid()).ToString();
        var before = await host.StoredAsync();

        await RefusedAsync("order.not-found", new { type = "captured", paymentReference = parsed with { OwnerId = Guid.NewGuid() }, amount = 200_00 });
        await RefusedAsync("order.not-found", new { type = "captured", paymentReference = parsed with { CustomerId = stranger.CustomerId }, amount = 200_00 });
        await RefusedAsync("payment.unknown", new { type = "captured", paymentReference = parsed with { AttemptId = Guid.NewGuid() }, amount = 200_00 });
        await RefusedAsync("payment.amount-mismatch", new { type = "captured", paymentReference = parsed, amount = 200_00 });
        await RefusedAsync("order.invalid-transition", new { type = "voided", paymentReference = parsed, amount = 200_00 });
        await RefusedAsync("payment.unknown", new { type = "refunded", paymentReference = parsed, amount = 100_00, refundReference = Guid.NewGuid() });
        await RefusedAsync("payment.unknown", new { type = "refunded", paymentReference = parsed, amount = 100_00 });
        await RefusedAsync("wallet.top-up-unknown", new { type = "captured", paymentReference = topUp, amount = 10_00 });
        await RefusedAsync("payment.unknown", new { type = "refunded", paymentReference = topUp, amount = 10_00, refundReference = Guid.NewGuid() });

        (await host.StoredAsync()).Should().Be(before);
        (await customer.OrderAsync(order)).PaymentStatus().Should().Be("authorised");
        await host.InvariantsHoldAsync();
    }

    private static async Task<(Guid Order, string Payment)> PaidAsync(Api customer)
    {
        var order = (await customer.PlaceAsync(("books-901", 2))).Id("orderId");
        var attempt = (await customer.PayAsync(order, card: "tok_ok")).Expect(HttpStatusCode.OK).Id("attemptId");
        return (order, new PaymentReference(PaymentKind.Order, customer.CustomerId, order, attempt).ToString());
    }

    private async Task RefusedAsync(string code, object word)
    {
        var answer = await TellAsync(word);
        ((int)answer.Status, answer.Code).Should().Match<(int Status, string? Code)>(a => a.Status >= 400 && a.Status < 500 && a.Code == code, "of {0}: {1}", word, answer.Raw);
    }

    private Task<Answer> TellAsync(object told, Guid? fact = null)
    {
        var body = JsonSerializer.SerializeToNode(told)!;
        (body["eventId"], body["occurredAt"], body["paymentReference"]) = (fact ?? Guid.NewGuid(), DateTimeOffset.UtcNow, told.GetType().GetProperty("paymentReference")!.GetValue(told)!.ToString());
        return host.TellAsync(ProviderNames.Acquirer, body.ToJsonString());
    }

    private Task UntilAsync<TEvent>(Guid order) => Eventually.HappensAsync(
        async () =>
        {
            await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
            return (await session.Events.FetchStreamAsync(order)).Any(e => e.Data is TEvent);
        },
        typeof(TEvent).Name);
}
