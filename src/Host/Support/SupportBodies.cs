using Marketplace.Application.Privacy;
using Marketplace.Application.Support;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;

namespace Marketplace.Host.Support;

/// <summary>The lost phone, and what the customer said.</summary>
public sealed record RecoveryStartBody(Secret Phone, Secret Reason);

/// <summary>An answer to a question.</summary>
public sealed record AnswerBody(Secret Text);

/// <summary>What became of an order (S101).</summary>
public sealed record SupportOrderResponse(
    Guid OrderId, OrderStatus Status, bool Open, DateTimeOffset PlacedAt, IReadOnlyList<TrackingStep> Steps, MaskedContacts Contacts)
{
    internal static SupportOrderResponse Of(SeenOrder seen) => new(
        seen.Order.OrderId, seen.Order.Status, seen.Order.Open, seen.Order.PlacedAt, seen.Order.Tracking, seen.Contacts);
}

/// <summary>A pick-up point, as everybody sees it.</summary>
public sealed record SupportPickupPoint(string PickupPointId, string City, string Address);

/// <summary>Where an order is (S101). Of a courier's delivery no address is told: it is the customer's home.</summary>
public sealed record SupportDeliveryResponse(
    Guid OrderId, OrderStatus Status, DeliveryKind Kind, SupportPickupPoint? PickupPoint, IReadOnlyList<TrackingStep> Steps, MaskedContacts Contacts)
{
    internal static SupportDeliveryResponse Of(SeenOrder seen) => new(
        seen.Order.OrderId,
        seen.Order.Status,
        seen.Order.Delivery.Kind,
        seen.PickupPoint is { } point ? new SupportPickupPoint(point.PickupPointId, point.City, point.Address) : null,
        seen.Order.Tracking,
        seen.Contacts);
}

/// <summary>How an order is paid, in kopecks and points; of a card the last four digits.</summary>
public sealed record SupportTenders(long Wallet, long Points, long Card, string? CardLastFour);

/// <summary>What of it was given back.</summary>
public sealed record SupportRefunds(long ToWallet, long ToCard, long Points);

/// <summary>How a payment stands (S101): of this order alone, and no balance.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status"><c>unpaid</c>, or what became of the payment.</param>
/// <param name="Total">What the order costs.</param>
/// <param name="EffectiveTotal">What it costs after what was given back.</param>
/// <param name="Tenders">What paid it.</param>
/// <param name="Refunded">What was given back.</param>
/// <param name="Reason">Why the acquirer declined.</param>
/// <param name="Contacts">Whose it is, masked.</param>
public sealed record SupportPaymentResponse(
    Guid OrderId, string Status, long Total, long EffectiveTotal, SupportTenders? Tenders, SupportRefunds Refunded, string? Reason, MaskedContacts Contacts)
{
    internal static SupportPaymentResponse Of(SeenOrder seen)
    {
        var (order, payment) = (seen.Order, seen.Order.Payment);
        return new SupportPaymentResponse(
            order.OrderId, payment?.Status ?? "unpaid", order.Total, order.EffectiveTotal,
            payment is null ? null : new SupportTenders(payment.Wallet, payment.Points, payment.Card, payment.CardLastFour),
            new SupportRefunds(order.Refunded.ToWallet, order.Refunded.ToCard, order.Refunded.Points), payment?.Reason, seen.Contacts);
    }
}

/// <summary>A question in the queue: nothing of it is the customer's words, so that to look through the queue is to look at nobody.</summary>
public sealed record WaitingQuestion(Guid QuestionId, SupportTopic Topic, Guid? OrderId, DateTimeOffset AskedAt)
{
    internal static WaitingQuestion Of(SupportQuestionView question) => new(question.QuestionId, question.Topic, question.OrderId, question.AskedAt);
}

/// <summary>A question that was opened.</summary>
public sealed record OpenedQuestion(
    Guid QuestionId, SupportTopic Topic, Guid? OrderId, string? Text, DateTimeOffset AskedAt, string? Answer, DateTimeOffset? AnsweredAt, MaskedContacts Contacts)
{
    internal static OpenedQuestion Of(SeenQuestion seen) => new(
        seen.Question.QuestionId, seen.Question.Topic, seen.Question.OrderId, seen.Question.Text.Value, seen.Question.AskedAt,
        seen.Question.Answer?.Value, seen.Question.AnsweredAt, seen.Contacts);

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(OpenedQuestion);
}
