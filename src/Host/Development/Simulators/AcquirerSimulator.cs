using Marketplace.Application.Ports;
using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Host.Development.Simulators;

/// <summary>
/// The acquirer of the simulated world. What it does commits together with the callback that tells it, before it answers, and
/// whether or not the caller still listens.
/// </summary>
public sealed class AcquirerSimulator(SimulatorTables tables, CallbackOutbox outbox, OwnAddress own, IOptions<SimulatorOptions> options, TimeProvider clock)
{
    private static readonly Heard<AcquirerReply> ReferenceReused = new(Reply: null);
    private static readonly AcquirerReply UnknownPayment = Declined("unknown-payment");

    /// <summary>Carries one request out.</summary>
    public Task<Heard<AcquirerReply>> HearAsync(AcquirerRequest request) => request switch
    {
        AuthorisePayment authorise => InTransactionAsync(connection => AuthoriseAsync(connection, authorise)),
        CapturePayment capture => InTransactionAsync(connection => MoveAsync(connection, capture.PaymentReference, payment => payment.Capture(capture.Amount))),
        VoidPayment @void => InTransactionAsync(connection => MoveAsync(connection, @void.PaymentReference, payment => payment.Void())),
        RefundPayment refund => InTransactionAsync(connection => RefundAsync(connection, refund)),
        _ => InTransactionAsync(connection => InquireAsync(connection, request.PaymentReference)),
    };

    /// <summary>The payment behind a confirmation page; null when there is none.</summary>
    public async Task<Payment?> FindAsync(Guid confirmationId)
    {
        await using var connection = await tables.OpenAsync(CancellationToken.None);
        return await PaymentTable.FindAsync(connection, confirmationId, CancellationToken.None);
    }

    /// <summary>The card's owner decides; null when there is no such payment.</summary>
    public Task<PaymentMove?> DecideAsync(Guid confirmationId, bool approve) => InTransactionAsync(async connection =>
    {
        if (await PaymentTable.FindAsync(connection, confirmationId, CancellationToken.None) is not { } payment) return null;
        var move = payment.Decide(approve);
        await KeepAsync(connection, move);
        return move;
    });

    private async Task<Heard<AcquirerReply>> AuthoriseAsync(NpgsqlConnection connection, AuthorisePayment request)
    {
        var move = Payment.Ask(request.PaymentReference, request.Amount, TestCards.Find(request.CardToken), request.Capture, Guid.NewGuid(), clock.GetUtcNow());
        if (await PaymentTable.TryAddAsync(connection, move.Next, CancellationToken.None))
        {
            await TellAsync(connection, move, move.Next.Card.Manner == CardManner.TimesOut ? options.Value.Delay : options.Value.EchoDelay);
            return await AnswerAsync(move.Next);
        }

        var earlier = (await PaymentTable.FindAsync(connection, request.PaymentReference, CancellationToken.None))!;
        var same = (earlier.Amount, earlier.Card, earlier.Sale) == (move.Next.Amount, move.Next.Card, move.Next.Sale);
        return same ? await AnswerAsync(earlier) : ReferenceReused;
    }

    // Asking again before the callback is due hears nothing either: until then the outcome stays unknown.
    private async Task<Heard<AcquirerReply>> AnswerAsync(Payment payment)
    {
        var silent = payment.Card.Manner == CardManner.TimesOut && clock.GetUtcNow() < payment.AskedAt + options.Value.Delay;
        return silent ? new(null, Silent: true) : new(await StandingAsync(payment));
    }

    private async Task<Heard<AcquirerReply>> MoveAsync(NpgsqlConnection connection, string reference, Func<Payment, PaymentMove> operation)
    {
        if (await PaymentTable.FindAsync(connection, reference, CancellationToken.None) is not { } payment) return new(UnknownPayment);
        var move = operation(payment);
        await KeepAsync(connection, move);
        return new(move.Refusal is null ? Approved(payment) : Declined(move.Refusal));
    }

    private async Task<Heard<AcquirerReply>> RefundAsync(NpgsqlConnection connection, RefundPayment request)
    {
        // The payment's lock makes concurrent refunds of it take turns.
        var payment = await PaymentTable.FindAsync(connection, request.PaymentReference, CancellationToken.None);
        var refunded = await PaymentTable.RefundedAsync(connection, request.PaymentReference, CancellationToken.None);
        var refusal = payment is null ? "unknown-payment" : payment.RefundRefusal(request.Amount, refunded);
        var refund = new Refund(request.RefundReference, request.PaymentReference, request.Amount, refusal);
        if (await PaymentTable.TryAddRefundAsync(connection, refund, CancellationToken.None)) await TellAsync(connection, refund, payment);
        else refund = (await PaymentTable.FindRefundAsync(connection, request.RefundReference, CancellationToken.None))!;
        if ((refund.PaymentReference, refund.Amount) != (request.PaymentReference, request.Amount)) return ReferenceReused;
        return new(refund.Refusal is null ? Approved(payment!) : Declined(refund.Refusal));
    }

    private async Task<Heard<AcquirerReply>> InquireAsync(NpgsqlConnection connection, string reference) =>
        new(await PaymentTable.FindAsync(connection, reference, CancellationToken.None) is { } payment ? await StandingAsync(payment) : UnknownPayment);

    // An authorisation that was captured or voided later was approved all the same; one that its owner never confirmed was not,
    // and whoever asks after it must not hear of money that never was.
    private async Task<AcquirerReply> StandingAsync(Payment payment) => payment.Status switch
    {
        PaymentStatus.Declined or PaymentStatus.Voided when payment.Reason is { } reason => Declined(reason),
        PaymentStatus.AwaitingConfirmation => new(CardOutcome.ConfirmationNeeded, ConfirmationUrl: await ConfirmationUrlAsync(payment)),
        _ => Approved(payment),
    };

    private async Task<Uri> ConfirmationUrlAsync(Payment payment) =>
        new(await own.ResolveAsync(CancellationToken.None), $"simulators/acquirer/confirmations/{payment.ConfirmationId}");

    private async Task KeepAsync(NpgsqlConnection connection, PaymentMove move)
    {
        if (move.Event is null) return;
        await PaymentTable.SaveAsync(connection, move.Next, CancellationToken.None);
        await TellAsync(connection, move, options.Value.EchoDelay);
    }

    private Task TellAsync(NpgsqlConnection connection, PaymentMove move, TimeSpan delay)
    {
        if (move.Event is not { } happened) return Task.CompletedTask;
        var (payment, now) = (move.Next, clock.GetUtcNow());
        var callback = new AcquirerCallback(Guid.NewGuid(), happened, payment.Reference, move.Amount, now, null, payment.Card.LastFour, payment.Reason, payment.Card.Fingerprint);
        return TellAsync(connection, callback, delay);
    }

    private Task TellAsync(NpgsqlConnection connection, Refund refund, Payment? payment)
    {
        var happened = refund.Refusal is null ? AcquirerEventType.Refunded : AcquirerEventType.Declined;
        var callback = new AcquirerCallback(
            Guid.NewGuid(), happened, refund.PaymentReference, refund.Amount, clock.GetUtcNow(), refund.Reference, payment?.Card.LastFour, refund.Refusal);
        return TellAsync(connection, callback, options.Value.EchoDelay);
    }

    private Task TellAsync(NpgsqlConnection connection, AcquirerCallback callback, TimeSpan delay) =>
        outbox.AddAsync(connection, ProviderNames.Acquirer, callback.PaymentReference, callback, delay, CancellationToken.None);

    private async Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        await using var connection = await tables.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var result = await work(connection);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private static AcquirerReply Approved(Payment payment) => new(CardOutcome.Approved, payment.Card.LastFour, Fingerprint: payment.Card.Fingerprint);

    private static AcquirerReply Declined(string reason) => new(CardOutcome.Declined, Reason: reason);
}
