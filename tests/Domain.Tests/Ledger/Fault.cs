using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>Something that is deliberately wrong with decisions or folds, so that it is seen that random lives find it.</summary>
/// <param name="Name">What is wrong.</param>
internal sealed record Fault(string Name)
{
    /// <summary>The state before and the event that was decided; what is appended instead of it.</summary>
    internal Func<object?, object, IEnumerable<object>> Decide { get; private init; } = (_, happened) => [happened];

    /// <summary>The state before, the event, and the right state after it; the state that decisions see instead.</summary>
    internal Func<object?, object, object?, object?> Fold { get; private init; } = (_, _, after) => after;

    /// <summary>Each is a mistake that somebody could make; no two are of one kind.</summary>
    internal static IReadOnlyList<Fault> All { get; } =
    [
        new("a released hold is gone")
        {
            Fold = (before, happened, after) => happened is HoldReleased ? (Wallet)after! with { Available = ((Wallet)before!).Available } : after,
        },
        new("a payout without an answer gives its money back (X3)")
        {
            Decide = (before, happened) => happened is WithdrawalOutcomeUnknown e && before is Wallet { Withdrawal: { } open }
                ? [e, new HoldReleased(e.WalletId, e.WithdrawalId, open.Amount.Kopecks, ReleaseReason.RejectedByBank, e.NoticedAt)]
                : [happened],
        },
        new("a top-up that ended is forgotten (X19)")
        {
            Fold = (_, happened, after) => happened is WalletCredited { Source: CreditSource.TopUp } ? (Wallet)after! with { RememberedTopUps = [] } : after,
        },
        new("a removed unit is rounded up (D16)")
        {
            Decide = (_, happened) => happened is OrderLineRemoved { GivenBack.Wallet: > 0 } e
                ? [e with { Amount = e.Amount + 1, GivenBack = e.GivenBack with { Wallet = e.GivenBack.Wallet + 1 } }]
                : [happened],
        },
        new("a declined card keeps the wallet's money held")
        {
            Decide = (_, happened) => happened is HoldReleased { Reason: ReleaseReason.PaymentDeclined } ? [] : [happened],
        },
        new("points of goods that came back stay (X20)")
        {
            Decide = (_, happened) => happened is PointsClawedBack ? [] : [happened],
        },
        new("a delivery says more points than the card gets (I7)")
        {
            Decide = (_, happened) => happened is PointsAccrued { Points: > 1 } e ? [e with { Points = e.Points - 1 }] : [happened],
        },
        new("points come back twice")
        {
            Fold = (_, happened, after) => happened is PointsRestored e ? BonusCard.Evolve((BonusCard?)after, e) : after,
        },
        new("a debt of points is forgotten (I7)")
        {
            Fold = (_, happened, after) => happened is PointsClawedBack { Debt: > 0 } ? (BonusCard)after! with { Debt = 0 } : after,
        },
        new("a debt of money is forgotten")
        {
            Fold = (_, happened, after) => happened is WithdrawalSettledAfterRejection ? (Wallet)after! with { Owed = Money.Zero } : after,
        },
        new("the uses of a promo code are not counted (X9)")
        {
            Fold = (before, happened, after) => happened is PromoCodeUsed ? before : after,
        },
        new("a cancelled order keeps its promo code (X10)")
        {
            Decide = (_, happened) => happened is PromoCodeReleased ? [] : [happened],
        },
        new("a cancelled order keeps the first-order discount (S81)")
        {
            Decide = (_, happened) => happened is FirstOrderDiscountRestored ? [] : [happened],
        },
        new("a friend is rewarded for an order that was undone (S83)")
        {
            Decide = (_, happened) => happened is FriendRewardRevoked { Reason: ReferralEnd.OrderUndone } e
                ? [new FriendRewarded(e.ReferralsId, e.FriendId, e.OrderId, null, Referrals.RewardOf(e.OrderId, "friend"), e.RevokedAt)]
                : [happened],
        },
        new("an invitation that was rewarded stays open (S83)")
        {
            Fold = (before, happened, after) => happened is FriendRewarded ? (Referrals)after! with { Open = ((Referrals)before!).Open } : after,
        },
        new("a certificate stays fresh when it is activated (I8)")
        {
            Fold = (before, happened, after) => happened is CertificateActivated ? before : after,
        },
        new("a return by card is promised one kopeck short")
        {
            Decide = (_, happened) => happened is ReturnRefunded { ToCard: > 0 } e ? [e with { ToCard = e.ToCard - 1 }] : [happened],
        },
        new("what is paid from the wallet is not taken from it")
        {
            Fold = (before, happened, after) => happened is HoldCaptured { Purpose: HoldPurpose.Order } e
                ? (Wallet)after! with { Available = ((Wallet)before!).Available + new Money(e.Amount) }
                : after,
        },
    ];

    public override string ToString() => Name;
}
