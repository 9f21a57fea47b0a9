namespace Marketplace.Domain.BonusCards;

/// <summary>Why a bonus card refuses.</summary>
public static class BonusCardErrors
{
    /// <summary>The customer has no card.</summary>
    public static Rejection NotIssued => new(
        "bonus-card.not-issued", RejectionKind.Conflict,
        "You have no bonus card yet. Apply for one; it is free.",
        "У вас ещё нет бонусной карты. Оформите её бесплатно.");

    /// <summary>The customer has a card already (S60).</summary>
    public static Rejection AlreadyIssued => new(
        "bonus-card.already-issued", RejectionKind.Conflict,
        "You have a bonus card already.", "У вас уже есть бонусная карта.");

    /// <summary>Points are owed; the next ones pay them (I7, S60).</summary>
    public static Rejection HasDebt(long debt) =>
        new Rejection(
            "bonus-card.has-debt", RejectionKind.Conflict,
            $"The card owes {debt} points. They are settled with the next points that become active; close it then.",
            $"Карта должна {debt} баллов. Они спишутся из следующих активных баллов, после этого карту можно закрыть.")
        .With("debt", debt);

    /// <summary>An order that was paid with points can still come back (S60).</summary>
    public static Rejection RedemptionOpen => new(
        "bonus-card.redemption-open", RejectionKind.Conflict,
        "An order paid with points is not finished. Close the card once its return window is over.",
        "Заказ, оплаченный баллами, ещё не завершён. Закройте карту, когда закончится срок возврата.");

    /// <summary>An order that earned points is on its way back (S60).</summary>
    public static Rejection ReturnOpen => new(
        "bonus-card.return-open", RejectionKind.Conflict,
        "Goods that earned points are on their way back. Close the card once the return has been counted.",
        "Товары, за которые начислены баллы, возвращаются. Закройте карту, когда возврат примут.");

    /// <summary>The identity belongs to another live card (S60).</summary>
    public static Rejection IdentityInUse => new(
        "bonus-card.identity-in-use", RejectionKind.Conflict,
        "There is a bonus card for this passport already. Sign in to the account that has it, or close it there.",
        "На этот паспорт уже оформлена бонусная карта. Войдите в аккаунт, где она есть, или закройте её там.");

    /// <summary>More points are asked for than can be spent now.</summary>
    public static Rejection InsufficientPoints(long spendable, long needed) =>
        new Rejection(
            "bonus-card.insufficient-points", RejectionKind.Conflict,
            $"{spendable} points can be spent now, {needed} were asked for.",
            $"Сейчас можно потратить {spendable} баллов, запрошено {needed}.")
        .With("spendable", spendable).With("needed", needed);
}
