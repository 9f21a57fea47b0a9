namespace Marketplace.Domain.Orders;

/// <summary>Why a receipt is not sent again.</summary>
public static class ReceiptErrors
{
    /// <summary>There is no such receipt, or it is someone else's: told alike.</summary>
    public static Rejection Unknown => new(
        "order.receipt-unknown", RejectionKind.NotFound, "There is no such receipt.", "Такого чека нет.");

    /// <summary>It has been sent often enough for now.</summary>
    public static Rejection SentTooOften(DateTimeOffset retryAt) => new(
        "order.receipt-sent-too-often", RejectionKind.TooMany,
        "This receipt has just been sent several times. Look into your mailbox, or try again later.",
        "Этот чек уже отправлен несколько раз. Проверьте почту или повторите позже.")
    { RetryAt = retryAt };
}
