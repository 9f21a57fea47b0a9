using Marketplace.Application.Privacy;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Payments;

/// <summary>What is taken for an acquirer's token.</summary>
internal static class CardTokens
{
    /// <summary>Refuses a card number before anything is recorded or asked (X32).</summary>
    /// <exception cref="RefusedException">It is one.</exception>
    public static void RefuseCardNumber(this Secret token)
    {
        if (CardNumber.LooksLikeOne(token.Reveal())) throw new RefusedException(PaymentErrors.CardNumberSent);
    }
}
