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

    private async Task<(Guid Customer, OrderView Order, Guid Attempt, string Reference)> PaidAsync()
    {
        var customer = await shop.CustomerAsync();
        var order = await shop.PlaceAsync(customer, ("tea", 2));
        var paid = await shop.InvokeAsync<PaymentAnswer>(new PayOrderByCard(customer, order.OrderId, Guid.NewGuid(), 0, 0, new Secret("tok_ok"), Shop.Key(customer)));
        paid.Status.Should().Be(PaymentStatus.Paid);
        return (customer, order, paid.AttemptId, new PaymentReference(PaymentKind.Order, customer, order.OrderId, paid.AttemptId).ToString());
    }

    private Task ScheduledAsync(Guid order, string message) => Shop.EventuallyAsync(async () => await WaitingAsync(order, message) == 1, $"{message} waits for its next turn");

    private Task GoneAsync(Guid order, string message) => Shop.EventuallyAsync(async () => await WaitingAsync(order, message) == 0, $"{message} has nothing left to do");

    private Task<long> WaitingAsync(Guid order, string message) => CountAsync(
        $"select count(*) from marketplace_messages.wolverine_incoming_envelopes where status = 'Scheduled' and message_type like '%{message}' and position(convert_to($1, 'UTF8') in body) > 0", order);

    /// <summary>Its next turn is now, and perhaps not its first for a long time.</summary>
    private async Task AgainAsync(Guid order, string message, int? attempts = null) => (await CountAsync(
        $"""
        with moved as (update marketplace_messages.wolverine_incoming_envelopes set execution_time = now() - interval '1 second', attempts = {attempts?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "attempts"}
        where status = 'Scheduled' and message_type like '%{message}' and position(convert_to($1, 'UTF8') in body) > 0 returning 1) select count(*) from moved
        """, order)).Should().Be(1);

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
