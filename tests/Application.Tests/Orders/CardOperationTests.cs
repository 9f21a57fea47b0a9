using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Orders;

/// <summary>An acquirer that does what it is asked for and does not say so.</summary>
[Collection(nameof(Shop))]
public sealed class CardOperationTests(Shop shop)
{
    [Fact]
    public async Task X4_P11_a_capture_without_an_answer_is_recorded_once_when_a_callback_tells_of_it()
    {
        var (customer, order, attempt, reference) = await PaidAsync();
        shop.Acquirer.FallSilent(reference);
        await shop.InvokeAsync<FulfilmentAnswer>(new StartAssembly(order.OrderId, null));
        await shop.InvokeAsync<FulfilmentAnswer>(new ShipOrder(order.OrderId, null));
        await ScheduledAsync(order.OrderId, nameof(CaptureCardPayment));
        (await shop.OrderAsync(order.OrderId)).Card!.Captured.Should().BeFalse("silence is no yes");

        var told = new RecordCardOperation(customer, order.OrderId, attempt, CardOperation.Capture, Guid.Empty, order.Total);
        await shop.InvokeAsync(told);
        await shop.InvokeAsync(told);
        var asked = shop.Acquirer.AskedFor(reference);
        await AgainAsync(order.OrderId, nameof(CaptureCardPayment));
        await GoneAsync(order.OrderId, nameof(CaptureCardPayment));

        shop.Acquirer.AskedFor(reference).Should().Be(asked, "the message comes back, finds the capture and asks nobody");
        (await EventsAsync(order.OrderId)).OfType<CardPaymentCaptured>().Should().ContainSingle().Which.Amount.Should().Be(order.Total);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X4_I17_a_silent_acquirer_is_asked_again_until_it_answers_however_long_that_takes()
    {
        var (customer, order, _, reference) = await PaidAsync();
        shop.Acquirer.FallSilent(reference);
        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, order.OrderId, null));
        await ScheduledAsync(order.OrderId, nameof(VoidCardPayment));

        // Weeks later.
        for (var attempts = 40; attempts < 43; attempts++)
        {
            var asked = shop.Acquirer.AskedFor(reference);
            await AgainAsync(order.OrderId, nameof(VoidCardPayment), attempts);
            await Shop.EventuallyAsync(() => Task.FromResult(shop.Acquirer.AskedFor(reference) > asked), "it is asked again");
            await ScheduledAsync(order.OrderId, nameof(VoidCardPayment));
        }

        (await CountAsync("select count(*) from marketplace_messages.wolverine_dead_letters where position(convert_to($1, 'UTF8') in body) > 0", order.OrderId)).Should().Be(0);
        (await shop.OrderAsync(order.OrderId)).Card!.Voided.Should().BeFalse();
        shop.Acquirer.SpeakAgain(reference);
        await AgainAsync(order.OrderId, nameof(VoidCardPayment));
        await Shop.EventuallyAsync(async () => (await shop.OrderAsync(order.OrderId)).Card!.Voided, "the authorisation is let go");
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task I17_a_void_that_loses_every_race_for_its_order_comes_back_and_is_no_dead_letter()
    {
        var (customer, order, _, reference) = await PaidAsync();
        using var races = new LostRaces(shop, order.OrderId, reference, most: 6);

        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, order.OrderId, null));
        await ScheduledAsync(order.OrderId, nameof(VoidCardPayment));
        races.Count.Should().Be(4, "it was tried again at once");
        // Days later.
        for (var lost = 5; lost <= 6; lost++)
        {
            await AgainAsync(order.OrderId, nameof(VoidCardPayment), 40);
            await Shop.EventuallyAsync(() => Task.FromResult(races.Count == lost), "it loses again");
            await ScheduledAsync(order.OrderId, nameof(VoidCardPayment));
        }

        await AgainAsync(order.OrderId, nameof(VoidCardPayment), 40);
        await Shop.EventuallyAsync(async () => (await shop.OrderAsync(order.OrderId)).Card!.Voided, "the authorisation is let go");

        (await EventsAsync(order.OrderId)).OfType<CardPaymentVoided>().Should().ContainSingle();
    }

    [Fact]
    public async Task Whoever_waits_for_a_command_that_loses_every_race_is_told_so_after_four_and_nothing_comes_back()
    {
        var (customer, order, attempt, reference) = await PaidAsync();
        shop.Acquirer.FallSilent(reference);
        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, order.OrderId, null));
        await ScheduledAsync(order.OrderId, nameof(VoidCardPayment));
        shop.Acquirer.SpeakAgain(reference);
        using var races = new LostRaces(shop, order.OrderId, reference, most: 6);

        await FluentActions.Awaiting(() => shop.InvokeAsync(new VoidCardPayment(customer, order.OrderId, attempt))).Should().ThrowAsync<JasperFx.ConcurrencyException>();

        races.Count.Should().Be(4);
        (await CountAsync($"select count(*) from {Envelopes(nameof(VoidCardPayment))}", order.OrderId)).Should().Be(1, "the message of before still waits for its turn");
    }

    /// <summary>Somebody who writes to an order each time that the acquirer is asked about its card, so that what was read is old.</summary>
    private sealed class LostRaces : IDisposable
    {
        private readonly Shop shop;

        public LostRaces(Shop shop, Guid order, string reference, int most)
        {
            this.shop = shop;
            shop.Acquirer.Meanwhile = async asked =>
            {
                if (asked != reference || Count == most) return;
                Count++;
                await using var other = shop.Store.LightweightSession();
                // It changes nothing that a void looks at.
                other.Events.Append(order, new OrderArrived(order, shop.Clock.GetUtcNow()));
                await other.SaveChangesAsync();
            };
        }

        public int Count { get; private set; }

        public void Dispose() => shop.Acquirer.Meanwhile = null;
    }

    [Fact]
    public async Task X4_D15_a_refund_without_an_answer_is_promised_once_and_recorded_once_when_the_acquirer_speaks_again()
    {
        var (customer, order, attempt, reference) = await PaidAsync();
        await shop.InvokeAsync<FulfilmentAnswer>(new StartAssembly(order.OrderId, null));
        await shop.InvokeAsync<FulfilmentAnswer>(new ShipOrder(order.OrderId, null));
        await Shop.EventuallyAsync(async () => (await shop.OrderAsync(order.OrderId)).Card!.Captured, "the card is charged");
        await shop.InvokeAsync<FulfilmentAnswer>(new DeliverOrder(customer, order.OrderId, null));
        shop.Acquirer.FallSilent(reference);
        var (back, refunded) = await ReturnedAsync(customer, order);
        await ScheduledAsync(order.OrderId, nameof(RefundCardPayment));
        (await EventsAsync(order.OrderId)).OfType<CardRefunded>().Should().BeEmpty("silence is no yes");

        shop.Acquirer.SpeakAgain(reference);
        await AgainAsync(order.OrderId, nameof(RefundCardPayment), 40);
        await Shop.EventuallyAsync(async () => (await EventsAsync(order.OrderId)).OfType<CardRefunded>().Any(), "the card has its money back");
        await shop.InvokeAsync(new RecordCardOperation(customer, order.OrderId, attempt, CardOperation.Refund, back, refunded.ToCard));

        (await EventsAsync(order.OrderId)).OfType<ReturnRefunded>().Should().ContainSingle();
        (await EventsAsync(order.OrderId)).OfType<CardRefunded>().Should().ContainSingle().Which.Amount.Should().Be(refunded.ToCard);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X2_P11_D15_words_of_a_void_and_of_a_refund_that_come_five_times_at_once_are_recorded_once()
    {
        var (customer, order, attempt, reference) = await PaidAsync();
        shop.Acquirer.FallSilent(reference);
        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, order.OrderId, null));
        await FiveTimesAsync(new RecordCardOperation(customer, order.OrderId, attempt, CardOperation.Void, Guid.Empty, order.Total));
        (await EventsAsync(order.OrderId)).OfType<CardPaymentVoided>().Should().ContainSingle();

        (customer, order, attempt, reference) = await PaidAsync();
        await shop.DeliverAsync(customer, order.OrderId);
        await Shop.EventuallyAsync(async () => (await shop.OrderAsync(order.OrderId)).Card!.Captured, "the card is charged");
        shop.Acquirer.FallSilent(reference);
        var (back, refunded) = await ReturnedAsync(customer, order);
        var told = new RecordCardOperation(customer, order.OrderId, attempt, CardOperation.Refund, back, refunded.ToCard);

        (await RefusedAsync(told with { Amount = refunded.ToCard + 1 })).Should().Be("payment.amount-mismatch");
        (await RefusedAsync(told with { ReturnId = Guid.NewGuid() })).Should().Be("payment.unknown");
        (await RefusedAsync(told with { AttemptId = Guid.NewGuid() })).Should().Be("payment.unknown");
        await FiveTimesAsync(told);

        (await EventsAsync(order.OrderId)).OfType<CardRefunded>().Should().ContainSingle().Which.Amount.Should().Be(refunded.ToCard);
        await shop.InvariantsHoldAsync();

        Task FiveTimesAsync(RecordCardOperation word) => Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.InvokeAsync(word)));

        async Task<string> RefusedAsync(RecordCardOperation word) =>
            (await FluentActions.Awaiting(() => shop.InvokeAsync(word)).Should().ThrowAsync<RefusedException>()).Which.Rejection.Code;
    }

    // One unit came back, and the card's share goes to the card.
    private async Task<(Guid Return, RefundedAnswer Refunded)> ReturnedAsync(Guid customer, OrderView order)
    {
        var (back, line) = (Guid.NewGuid(), order.Lines[0].LineId);
        await shop.InvokeAsync<ReturnAnswer>(new RequestReturn(
            customer, order.OrderId, back, [new ReturnedUnits(line, 1, ReturnReason.Defective)], RefundDestination.Original, Shop.Key(customer)));
        await shop.InvokeAsync<ReturnAnswer>(new ApproveReturn(order.OrderId, back, null));
        return (back, await shop.InvokeAsync<RefundedAnswer>(new ReceiveReturn(customer, order.OrderId, back, [new CountedUnits(line, 1)], null)));
    }

    private async Task<(Guid Customer, OrderView Order, Guid Attempt, string Reference)> PaidAsync()
    {
        var customer = await shop.CustomerAsync();
        var order = await shop.PlaceAsync(customer, ("tea", 2));
        var paid = await shop.InvokeAsync<PaymentAnswer>(new PayOrderByCard(customer, order.OrderId, Guid.NewGuid(), 0, 0, new Secret("tok_ok"), Shop.Key(customer)));
        paid.Status.Should().Be(PaymentStatus.Paid);
        return (customer, order, paid.AttemptId, new PaymentReference(PaymentKind.Order, customer, order.OrderId, paid.AttemptId).ToString());
    }

    // Whoever sees it puts its turn off: it must not come by itself before the test lets it.
    private Task ScheduledAsync(Guid order, string message) => Shop.EventuallyAsync(
        async () => await MoveAsync(order, message, "execution_time = now() + interval '1 hour'") == 1, $"{message} waits for its next turn");

    private Task GoneAsync(Guid order, string message) => Shop.EventuallyAsync(
        async () => await CountAsync($"select count(*) from {Envelopes(message)} and status in ('Scheduled', 'Incoming')", order) == 0, $"{message} has nothing left to do");

    /// <summary>Its next turn is now, and perhaps not its first for a long time.</summary>
    private async Task AgainAsync(Guid order, string message, int? attempts = null)
    {
        var counted = attempts is { } many ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", attempts = {many}") : "";
        (await MoveAsync(order, message, $"execution_time = now() - interval '1 second'{counted}")).Should().Be(1);
    }

    private Task<long> MoveAsync(Guid order, string message, string change) => CountAsync(
        $"with moved as (update {Envelopes(message).Replace(" where", $" set {change} where", StringComparison.Ordinal)} and status = 'Scheduled' returning 1) select count(*) from moved", order);

    private static string Envelopes(string message) =>
        $"marketplace_messages.wolverine_incoming_envelopes where message_type like '%{message}' and position(convert_to($1, 'UTF8') in body) > 0";

    private async Task<IReadOnlyList<object>> EventsAsync(Guid stream)
    {
        await using var session = shop.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(stream)).Select(e => e.Data)];
    }

    private async Task<long> CountAsync(string sql, Guid order)
    {
        await using var source = NpgsqlDataSource.Create(shop.Connection);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = order.ToString("D") });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
