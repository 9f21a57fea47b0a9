namespace Marketplace.Application.Payments;

/// <summary>
/// What we call a card payment at the acquirer. It names the stream and the attempt, so that a callback finds its way home
/// without a look-up, and it never changes (X5).
/// </summary>
/// <param name="Kind">What is paid.</param>
/// <param name="CustomerId">Who pays.</param>
/// <param name="OwnerId">The order, or the customer's wallet.</param>
/// <param name="AttemptId">The attempt, or the top-up.</param>
public sealed record PaymentReference(PaymentKind Kind, Guid CustomerId, Guid OwnerId, Guid AttemptId)
{
    /// <summary>As the acquirer knows it.</summary>
    public override string ToString() => $"{(Kind == PaymentKind.Order ? "o" : "t")}.{CustomerId:N}.{OwnerId:N}.{AttemptId:N}";

    /// <summary>Reads it back; null when it is not one of ours.</summary>
    public static PaymentReference? Parse(string text)
    {
        var parts = text.Split('.');
        return parts is ["o" or "t", _, _, _]
            && Guid.TryParseExact(parts[1], "N", out var customer)
            && Guid.TryParseExact(parts[2], "N", out var owner)
            && Guid.TryParseExact(parts[3], "N", out var attempt)
            ? new PaymentReference(parts[0] == "o" ? PaymentKind.Order : PaymentKind.TopUp, customer, owner, attempt)
            : null;
    }
}

/// <summary>What a card pays for.</summary>
public enum PaymentKind
{
    /// <summary>Money into the wallet.</summary>
    TopUp,

    /// <summary>An order, or part of it.</summary>
    Order,
}
