using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Ledger;

/// <summary>The numbers that history is replayed under (U6).</summary>
/// <param name="BonusCards">What goods earn, and how long points last.</param>
/// <param name="Orders">The return window, and how much points may pay.</param>
/// <param name="Wallets">The limits of top-ups and withdrawals.</param>
public sealed record PoliciesUnderTest(BonusCardPolicy BonusCards, OrderPolicy Orders, WalletPolicy Wallets);

/// <summary>What a customer was allowed to do and would not be under these numbers.</summary>
/// <param name="At">When it was asked for.</param>
/// <param name="StreamId">The wallet, order or card.</param>
/// <param name="Code">The refusal that would be answered.</param>
public sealed record ForbiddenDeed(DateTimeOffset At, Guid StreamId, string Code);

/// <summary>What an account's history comes to.</summary>
/// <param name="Recorded">The points, as they are.</param>
/// <param name="Replayed">The points under the other numbers.</param>
/// <param name="Missing">Points that were spent and would not have been there, or not been allowed: money would have had to pay for them.</param>
/// <param name="Forbidden">What would be refused, in the order in which it was asked for.</param>
/// <param name="Events">The card's stream under the other numbers.</param>
public sealed record ReplayedAccount(
    PointTotals Recorded, PointTotals Replayed, long Missing, IReadOnlyList<ForbiddenDeed> Forbidden, IReadOnlyList<BonusCardEvent> Events);
