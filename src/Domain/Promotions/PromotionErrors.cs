using Marketplace.Domain.Values;

namespace Marketplace.Domain.Promotions;

/// <summary>Why a promotion is refused.</summary>
public static class PromotionErrors
{
    /// <summary>There is no such code, or it is somebody else's: told alike.</summary>
    public static Rejection Unknown => new Rejection(
        "promo.unknown", RejectionKind.Invalid,
        "There is no such promo code. Check its spelling, or place the order without it.",
        "Такого промокода нет. Проверьте написание или оформите заказ без него.") with
    { Field = "promoCode" };

    /// <summary>The code is not for these goods, or not yet.</summary>
    public static Rejection NotApplicable => new Rejection(
        "promo.not-applicable", RejectionKind.Invalid,
        "The promo code takes nothing off this order. Choose other goods, or place the order without it.",
        "Промокод не действует на этот заказ. Выберите другие товары или оформите заказ без него.") with
    { Field = "promoCode" };

    /// <summary>A friend's code with an order that is not the first, one's own code, or that of somebody too close: told alike.</summary>
    public static Rejection ReferralNotApplicable => new Rejection(
        "promo.referral-not-applicable", RejectionKind.Invalid,
        "A friend's code counts with your first order and if you are not the friend yourself. Place the order without it.",
        "Код друга действует на ваш первый заказ и не для себя самого. Оформите заказ без него.") with
    { Field = "promoCode" };

    /// <summary>Its time is over.</summary>
    public static Rejection Expired => new(
        "promo.expired", RejectionKind.Gone,
        "The promo code has expired. Place the order without it.",
        "Срок действия промокода истёк. Оформите заказ без него.");

    /// <summary>It has been used as often as it may be.</summary>
    public static Rejection Exhausted => new(
        "promo.exhausted", RejectionKind.Conflict,
        "The promo code has been used up. Place the order without it.",
        "Промокод уже использован. Оформите заказ без него.");

    /// <summary>The goods that the code is for cost too little.</summary>
    public static Rejection MinimumNotReached(Money minimum, Money goods) =>
        new Rejection(
            "promo.minimum-not-reached", RejectionKind.Invalid,
            $"The promo code needs goods for {minimum}; the order has {goods}. Add goods, or place the order without it.",
            $"Промокод действует от {minimum}, в заказе товаров на {goods}. Добавьте товары или оформите заказ без него.")
        .With("minimum", minimum.Kopecks).With("goods", goods.Kopecks) with
        { Field = "promoCode" };

    /// <summary>The code cannot be typed.</summary>
    public static Rejection CodeInvalid(int longest) => new Rejection(
        "promo.code-invalid", RejectionKind.Invalid,
        $"A promo code has 1 to {longest} Latin letters, digits and hyphens.",
        $"Промокод состоит из латинских букв, цифр и дефисов, не больше {longest}.") with
    { Field = "code" };

    /// <summary>It takes nothing off, or two things at once.</summary>
    public static Rejection ValueInvalid => new Rejection(
        "promo.value-invalid", RejectionKind.Invalid,
        "Give either a share of up to 10,000 basis points or an amount in kopecks, and a positive cap or none.",
        "Укажите либо долю до 10 000 базисных пунктов, либо сумму в копейках, и положительный предел или никакого.") with
    { Field = "basisPoints" };

    /// <summary>It would never be valid.</summary>
    public static Rejection PeriodInvalid => new Rejection(
        "promo.period-invalid", RejectionKind.Invalid,
        "The promo code must end after it begins.", "Срок действия промокода должен заканчиваться после начала.") with
    { Field = "validUntil" };

    /// <summary>A limit that nobody could meet.</summary>
    public static Rejection LimitInvalid => new Rejection(
        "promo.limit-invalid", RejectionKind.Invalid,
        "A limit of uses is at least 1 or left out, and the least sum is not negative.",
        "Ограничение числа применений не меньше 1 или отсутствует, а наименьшая сумма не отрицательна.") with
    { Field = "usesInTotal" };
}
