namespace Marketplace.Domain.BonusCards;

/// <summary>Something that happened to a bonus card. Points are whole; one is worth a rouble (P5).</summary>
public abstract record BonusCardEvent;

/// <summary>Points of one lot.</summary>
/// <param name="LotId">The lot.</param>
/// <param name="Points">How many of it, positive.</param>
public sealed record LotShare(Guid LotId, long Points);

/// <summary>Who asks for a card was checked; the identity is the document <c>DocumentId</c> of the vault and stands in no event (S58).</summary>
public sealed record CardIdentitySubmitted(Guid CardId, Guid CustomerId, Guid DocumentId, DateTimeOffset SubmittedAt) : BonusCardEvent;

/// <summary>A card was issued, free of charge (S54).</summary>
public sealed record BonusCardIssued(Guid CardId, Guid CustomerId, DateTimeOffset IssuedAt) : BonusCardEvent;

/// <summary>A delivered order earned points by that version of the policy; they can be spent once its return window has passed (P5, U10).</summary>
public sealed record PointsAccrued(
    Guid CardId, Guid LotId, long Points, Guid OrderId, DateTimeOffset ActivatesAt, DateTimeOffset AccruedAt, string PolicyVersion) : BonusCardEvent;

/// <summary>A lot became spendable until it expires.</summary>
public sealed record PointsActivated(
    Guid CardId, Guid LotId, long Points, DateTimeOffset ExpiresAt, DateTimeOffset ActivatedAt) : BonusCardEvent;

/// <summary>Points paid part of an order, the oldest lots first.</summary>
public sealed record PointsRedeemed(
    Guid CardId, Guid RedemptionId, long Points, Guid OrderId, IReadOnlyList<LotShare> Lots, DateTimeOffset RedeemedAt) : BonusCardEvent;

/// <summary>Spent points came back to the lots they were taken from, with their old expiry.</summary>
public sealed record PointsRestored(
    Guid CardId, Guid RedemptionId, Guid CauseId, long Points, Guid OrderId, IReadOnlyList<LotShare> Lots, DateTimeOffset RestoredAt) : BonusCardEvent;

/// <summary>
/// Points that were earned with goods that came back were taken away: first from the order's own lot, then from the others,
/// oldest first; what could not be found is <c>Debt</c> (I7). <c>Points</c> = the sum of the lots + the debt.
/// </summary>
public sealed record PointsClawedBack(
    Guid CardId, Guid OrderId, Guid CauseId, long Points, IReadOnlyList<LotShare> Lots, long Debt, DateTimeOffset ClawedBackAt) : BonusCardEvent;

/// <summary>Debt was settled with points that had become spendable (I7).</summary>
public sealed record PointsDebtSettled(
    Guid CardId, long Points, IReadOnlyList<LotShare> Lots, DateTimeOffset SettledAt) : BonusCardEvent;

/// <summary>What was left of a lot was lost: nobody spent it in time (P5).</summary>
public sealed record PointsExpired(Guid CardId, Guid LotId, long Points, DateTimeOffset ExpiredAt) : BonusCardEvent;

/// <summary>The customer closed the card and gave up the points on it, pending ones too (S60). A later application opens it again, empty.</summary>
public sealed record BonusCardClosed(Guid CardId, long PointsForfeited, DateTimeOffset ClosedAt) : BonusCardEvent;
