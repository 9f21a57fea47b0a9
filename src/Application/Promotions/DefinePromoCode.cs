using JasperFx.Events;
using Marketplace.Domain.Promotions;

namespace Marketplace.Application.Promotions;

/// <summary>Makes a promo code or gives it other terms (S82).</summary>
public sealed record DefinePromoCode(string Code, PromoTerms Terms)
{
    /// <summary>The code's stream.</summary>
    public Guid PromotionId => Promotion.IdOf(Code);
}

/// <summary>A promo code as it is now.</summary>
public sealed record PromoCodeAnswer(string Code, PromoTerms Terms, int Used);

/// <summary>Handles <see cref="DefinePromoCode"/>.</summary>
public static class DefinePromoCodeHandler
{
    /// <summary>Uses of before count against the new terms; nobody loses what an order carries already.</summary>
    public static PromoCodeAnswer Handle(DefinePromoCode command, [Locked(nameof(DefinePromoCode.PromotionId))] IEventStream<Promotion> promotion, TimeProvider clock)
    {
        promotion.Append(PromotionDecisions.Define(promotion.Aggregate, command.Code, command.Terms, clock.GetUtcNow()));
        return new PromoCodeAnswer(Promotion.Normal(command.Code), command.Terms, promotion.Aggregate?.Uses.Count ?? 0);
    }
}
