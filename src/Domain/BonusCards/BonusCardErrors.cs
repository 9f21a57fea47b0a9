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

    /// <summary>More points are asked for than can be spent now.</summary>
    public static Rejection InsufficientPoints(long spendable, long needed) =>
        new Rejection(
            "bonus-card.insufficient-points", RejectionKind.Conflict,
            $"{spendable} points can be spent now, {needed} were asked for.",
            $"Сейчас можно потратить {spendable} баллов, запрошено {needed}.")
        .With("spendable", spendable).With("needed", needed);
}
