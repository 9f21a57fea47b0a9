namespace Marketplace.Domain.Payments;

/// <summary>What can be wrong with a payment, whoever speaks of it.</summary>
public static class PaymentErrors
{
    /// <summary>A provider speaks of another amount than we do.</summary>
    public static Rejection AmountMismatch => new(
        "payment.amount-mismatch", RejectionKind.Conflict,
        "The provider confirmed another amount than the one asked for; the payment is being checked.",
        "Провайдер подтвердил другую сумму; платёж проверяется.");

    /// <summary>A provider speaks of money that we did not ask it to move; it hears «no», so that a person looks instead of the money being lost in silence.</summary>
    public static Rejection Unknown => new(
        "payment.unknown", RejectionKind.Conflict,
        "We did not ask for this payment or refund; check its reference. The payment is being looked into.",
        "Мы не запрашивали этот платёж или возврат; проверьте его номер. Платёж выясняется.");

    /// <summary>X32: a card number was sent where the acquirer's token belongs; it goes nowhere.</summary>
    public static Rejection CardNumberSent => new(
        "payment.card-number-sent", RejectionKind.Invalid,
        "This is a card number, which is not accepted here. Enter the card in the bank's form and send the token that it answers.",
        "Это номер карты, он здесь не принимается. Введите карту в форме банка и отправьте полученный токен.")
    { Field = "cardToken" };
}
