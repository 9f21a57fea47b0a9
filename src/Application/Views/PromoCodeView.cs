using System.Collections.Immutable;
using Marketplace.Domain.Promotions;

namespace Marketplace.Application.Views;

/// <summary>A promo code as the customer sees it whom it was issued to (S82). Amounts are kopecks.</summary>
/// <param name="PromotionId">The code's stream.</param>
/// <param name="Code">What is typed at the checkout.</param>
/// <param name="IssuedTo">Whose it is; null for one that is for everybody.</param>
/// <param name="BasisPoints">The share that it takes off, or 0.</param>
/// <param name="AmountOff">The amount that it takes off, or 0.</param>
/// <param name="AtMost">The most that it takes off.</param>
/// <param name="MinimumSum">What the goods must cost.</param>
/// <param name="Categories">What it is for; empty for all goods.</param>
/// <param name="ValidFrom">From when.</param>
/// <param name="ValidUntil">From this moment no longer.</param>
/// <param name="UsesInTotal">How often it may be used by all together.</param>
/// <param name="UsesPerCustomer">How often by one customer.</param>
/// <param name="Used">How often it is used now.</param>
public sealed record PromoCodeView(
    Guid PromotionId, string Code, Guid? IssuedTo, int BasisPoints, long AmountOff, long? AtMost, long MinimumSum,
    ImmutableList<string> Categories, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil, int? UsesInTotal, int? UsesPerCustomer, int Used)
{
    /// <summary>The version of the code's stream.</summary>
    public long Version { get; init; }

    /// <summary>The view after one more event. (Not named Evolve: the store's source generator claims that name in this assembly.)</summary>
    public static PromoCodeView? Fold(PromoCodeView? view, PromotionEvent happened) => (view, happened) switch
    {
        (_, PromoCodeDefined e) => new PromoCodeView(
            e.PromotionId, e.Code, e.IssuedTo, e.BasisPoints, e.AmountOff, e.AtMost, e.MinimumSum, [.. e.Categories], e.ValidFrom, e.ValidUntil,
            e.UsesInTotal, e.UsesPerCustomer, view?.Used ?? 0),
        (null, _) => null,
        ({ } v, PromoCodeUsed) => v with { Used = v.Used + 1 },
        ({ } v, PromoCodeReleased) => v with { Used = v.Used - 1 },
        _ => view,
    };
}
