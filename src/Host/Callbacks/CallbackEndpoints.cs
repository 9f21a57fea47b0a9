using Marketplace.Application;
using Marketplace.Application.Notifications;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Payments;
using Marketplace.Host.Adapters;
using Marketplace.Host.Http;
using Wolverine;

namespace Marketplace.Host.Callbacks;

/// <summary>
/// What providers tell us. Nothing here trusts the order or the number of deliveries: every decision behind it knows what
/// has already happened, and compares the amount with our own record.
/// </summary>
public static class CallbackEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapCallbacks(this IEndpointRouteBuilder app)
    {
        var callbacks = app.MapGroup("/api/callbacks").WithTags("Callbacks").AllowAnonymous();
        callbacks.MapPost("/acquirer", AcquirerAsync).WithSummary("The acquirer tells what became of a card payment").Accepts<AcquirerCallback>("application/json")
            .Refuses("callback.signature-invalid", "callback.malformed", "callback.too-large", "payment.amount-mismatch", "payment.unknown",
                "wallet.not-found", "wallet.top-up-unknown", "order.not-found", "order.invalid-transition");
        callbacks.MapPost("/bank", BankAsync).WithSummary("The bank tells what became of a payout").Accepts<BankCallback>("application/json")
            .Refuses("callback.signature-invalid", "callback.malformed", "callback.too-large", "payment.amount-mismatch", "payment.unknown", "wallet.not-found");
        callbacks.MapPost("/sms", SmsAsync).WithSummary("The gateway tells what became of an SMS (S38)").Accepts<SmsCallback>("application/json")
            .Refuses("callback.signature-invalid", "callback.malformed", "callback.too-large");
        callbacks.MapPost("/carrier", CarrierAsync).WithSummary("The carrier tells where a parcel is (S66)").Accepts<CarrierCallback>("application/json")
            .Refuses("callback.signature-invalid", "callback.malformed", "callback.too-large", "order.not-found", "order.invalid-transition", "order.report-too-early");
    }

    private static async Task<IResult> CarrierAsync(HttpContext context, SignedCallback signed, IMessageBus bus, ILogger<SignedCallback> log)
    {
        var message = await signed.ReadAsync<CarrierCallback>(context, ProviderNames.Carrier);
        if (message.IsRefused) return message.Refusal;
        var (told, order) = (message.Body, message.Body.OrderId);
        await RecordAsync(new RecordShipmentStatus(order, told.EventId, told.Status, told.OccurredAt), $"{order:N}", bus, log, context.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> SmsAsync(HttpContext context, SignedCallback signed, IMessageBus bus)
    {
        var message = await signed.ReadAsync<SmsCallback>(context, ProviderNames.Sms);
        if (message.IsRefused) return message.Refusal;
        await bus.InvokeAsync(new RecordDelivery(message.Body.MessageId, message.Body.Status, message.Body.At), context.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> AcquirerAsync(HttpContext context, SignedCallback signed, CardKeys cards, IMessageBus bus, ILogger<SignedCallback> log)
    {
        var message = await signed.ReadAsync<AcquirerCallback>(context, ProviderNames.Acquirer);
        if (message.IsRefused) return message.Refusal;
        if (PaymentReference.Parse(message.Body.PaymentReference) is not { } reference) return CallbackRefusals.Malformed();
        if ((reference.Kind, message.Body.Type) == (PaymentKind.TopUp, AcquirerEventType.Refunded)) throw Refused(reference.ToString(), PaymentErrors.Unknown, log);
        if (Command(message.Body, reference, cards) is { } command) await RecordAsync(command, reference.ToString(), bus, log, context.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> BankAsync(HttpContext context, SignedCallback signed, IMessageBus bus, ILogger<SignedCallback> log)
    {
        var message = await signed.ReadAsync<BankCallback>(context, ProviderNames.Bank);
        if (message.IsRefused) return message.Refusal;
        if (PayoutReference.Parse(message.Body.PayoutReference) is not { } payout) return CallbackRefusals.Malformed();
        var answer = message.Body.Type == BankEventType.Settled
            ? new PayoutAnswer(PayoutOutcome.Settled, OccurredAt: message.Body.OccurredAt)
            : new PayoutAnswer(PayoutOutcome.Rejected, ProviderWords.Reason(message.Body.Reason));
        var command = new RecordPayout(payout.CustomerId, payout.WithdrawalId, answer, message.Body.Amount);
        await RecordAsync(command, PayoutReference.Of(payout.CustomerId, payout.WithdrawalId), bus, log, context.RequestAborted);
        return Results.NoContent();
    }

    // A refusal is quiet where it answers a customer. Here it means that money or goods moved which we cannot place: the provider
    // hears «no» and tells again, and a person shall see it.
    private static async Task RecordAsync(object command, string reference, IMessageBus bus, ILogger log, CancellationToken cancellation)
    {
        try
        {
            await bus.InvokeAsync(command, cancellation);
        }
        catch (RefusedException refused)
        {
            throw Refused(reference, refused.Rejection, log);
        }
    }

    private static RefusedException Refused(string reference, Rejection rejection, ILogger log)
    {
        log.LogWarning("What a provider told of {Reference} was refused: {Code}", reference, rejection.Code);
        return new RefusedException(rejection);
    }

    private static object? Command(AcquirerCallback told, PaymentReference reference, CardKeys cards)
    {
        var (customer, owner, attempt) = (reference.CustomerId, reference.OwnerId, reference.AttemptId);
        // The words reach events, which are for ever: a signature proves who says them, not that they are what was agreed (X32).
        CardAnswer approved = new(CardOutcome.Approved, ProviderWords.LastFour(told.LastFour), CardKey: cards.Of(told.Fingerprint), OccurredAt: told.OccurredAt);
        CardAnswer declined = new(CardOutcome.Declined, null, ProviderWords.Reason(told.Reason));
        return (reference.Kind, told.Type) switch
        {
            (PaymentKind.TopUp, AcquirerEventType.Captured) => new RecordTopUp(customer, attempt, approved, told.Amount, null),
            (PaymentKind.TopUp, AcquirerEventType.Declined) => new RecordTopUp(customer, attempt, declined, told.Amount, null),
            (PaymentKind.Order, AcquirerEventType.Authorised) => new RecordCardPayment(customer, owner, attempt, approved, told.Amount, null),
            (PaymentKind.Order, AcquirerEventType.Declined) when told.RefundReference is null =>
                new RecordCardPayment(customer, owner, attempt, declined, told.Amount, null),
            (PaymentKind.Order, AcquirerEventType.Captured or AcquirerEventType.Voided or AcquirerEventType.Refunded) =>
                new RecordCardOperation(customer, owner, attempt, Operation(told.Type), ReturnId(told), told.Amount, told.OccurredAt),
            _ => null,
        };
    }

    private static CardOperation Operation(AcquirerEventType type) => type switch
    {
        AcquirerEventType.Captured => CardOperation.Capture,
        AcquirerEventType.Voided => CardOperation.Void,
        _ => CardOperation.Refund,
    };

    private static Guid ReturnId(AcquirerCallback told) => Guid.TryParse(told.RefundReference, out var id) ? id : Guid.Empty;
}
