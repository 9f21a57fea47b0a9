namespace Marketplace.Domain.Payments;

/// <summary>What can be wrong with what a provider says of a payment.</summary>
public static class PaymentErrors
{
    /// <summary>A provider speaks of another amount than we do.</summary>
    public static Rejection AmountMismatch => new(
        "payment.amount-mismatch", RejectionKind.Conflict,
        "The provider confirmed another amount than the one asked for; the payment is being checked.",
        "Провайдер подтвердил другую сумму; платёж проверяется.");
}
