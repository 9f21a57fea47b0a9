using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>What a receipt is called: it follows from what it is for, so that one payment or refund never has two (S53).</summary>
public static class ReceiptIds
{
    /// <summary>The receipt of a payment.</summary>
    public static Guid OfPayment(Guid orderId, Guid attemptId) => DeterministicId.Of(orderId, $"receipt:payment:{attemptId:D}");

    /// <summary>The receipt of a refund; <paramref name="causeId"/> is the removal, the return, or the order itself when it was cancelled.</summary>
    public static Guid OfRefund(Guid orderId, Guid causeId) => DeterministicId.Of(orderId, $"receipt:refund:{causeId:D}");
}
