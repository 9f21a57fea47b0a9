using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// The double entry of every money event (I1). An event moves money or points exactly as its postings say; events without
/// postings move none. Where an event says one thing twice (tenders and their shares by line), each leg is taken from another
/// of its facts, so that an event that contradicts itself does not add up.
/// </summary>
public static class Postings
{
    private const long KopecksAPoint = 100;

    /// <summary>The legs of an event; they add up to 0.</summary>
    public static IReadOnlyList<Posting> Of(object happened) => happened switch
    {
        WalletEvent e => OfWallet(e),
        OrderEvent e => OfOrder(e),
        BonusCardEvent e => OfBonusCard(e),
        _ => [],
    };

    private static IReadOnlyList<Posting> OfWallet(WalletEvent happened) => happened switch
    {
        WalletCredited { Source: CreditSource.TopUp } e => Move(Accounts.Cards, Accounts.Wallet(e.WalletId), e.Amount),
        WalletCredited { Source: CreditSource.Certificate } e => Move(Accounts.Certificates, Accounts.Wallet(e.WalletId), e.Amount),
        WalletCredited e => Move(Accounts.Clearing(e.OrderId ?? Guid.Empty), Accounts.Wallet(e.WalletId), e.Amount),
        FundsHeld e => Move(Accounts.Wallet(e.WalletId), Accounts.Hold(e.WalletId), e.Amount),
        HoldReleased e => Move(Accounts.Hold(e.WalletId), Accounts.Wallet(e.WalletId), e.Amount),
        HoldCaptured { Purpose: HoldPurpose.Order } e => Move(Accounts.Hold(e.WalletId), Accounts.Clearing(e.PurposeId), e.Amount),
        HoldCaptured e => Move(Accounts.Hold(e.WalletId), Accounts.Payouts, e.Amount),
        WithdrawalSettledAfterRejection e =>
        [
            new(Accounts.Wallet(e.WalletId), e.Owed - e.Amount),
            new(Accounts.Owed(e.WalletId), -e.Owed),
            new(Accounts.Payouts, e.Amount),
        ],
        WalletDebtSettled e => Move(Accounts.Wallet(e.WalletId), Accounts.Owed(e.WalletId), e.Amount),
        _ => [],
    };

    private static IReadOnlyList<Posting> OfBonusCard(BonusCardEvent happened) => happened switch
    {
        PointsAccrued e => Move(Accounts.Promo, Accounts.Points(e.CardId), e.Points * KopecksAPoint),
        PointsRedeemed e => Move(Accounts.Points(e.CardId), Accounts.Clearing(e.OrderId), e.Points * KopecksAPoint),
        PointsRestored e => Move(Accounts.Clearing(e.OrderId), Accounts.Points(e.CardId), e.Points * KopecksAPoint),
        PointsClawedBack e => Move(Accounts.Points(e.CardId), Accounts.Promo, e.Points * KopecksAPoint),
        PointsExpired e => Move(Accounts.Points(e.CardId), Accounts.Promo, e.Points * KopecksAPoint),
        BonusCardClosed { PointsForfeited: > 0 } e => Move(Accounts.Points(e.CardId), Accounts.Promo, e.PointsForfeited * KopecksAPoint),
        _ => [],
    };

    private static IReadOnlyList<Posting> OfOrder(OrderEvent happened) => happened switch
    {
        OrderPaid e =>
        [
            new(Accounts.Clearing(e.OrderId), -(e.WalletAmount + e.Points * KopecksAPoint + e.InstalmentAmount)),
            new(Accounts.CardDue(e.OrderId), -e.CardAmount),
            new(Accounts.Revenue, Worth(e.Shares)),
        ],
        InstalmentPlanOpened e => Move(Accounts.Instalments(e.CustomerId), Accounts.Clearing(e.OrderId), e.Parts.Sum(p => p.Amount)),
        InstalmentPaid e => Move(Accounts.Clearing(e.OrderId), Accounts.Instalments(e.CustomerId), e.Amount),
        InstalmentsRefunded e => Move(Accounts.Clearing(e.OrderId), Accounts.Instalments(e.CustomerId), e.DebtLowered),
        OrderLineRemoved e => GivenBack(e.OrderId, [e.GivenBack]),
        OrderCancelled e => GivenBack(e.OrderId, e.GivenBack),
        CardPaymentCaptured e => Move(Accounts.Cards, Accounts.CardDue(e.OrderId), e.Amount),
        ReturnRefunded e => Refund(e),
        CardRefunded e => Move(Accounts.CardRefund(e.OrderId), Accounts.Cards, e.Amount),
        _ => [],
    };

    // Before hand-over the card part was not taken yet: what is given back of it is simply no longer due.
    private static IReadOnlyList<Posting> GivenBack(Guid orderId, IReadOnlyList<TenderShare> shares) =>
    [
        new(Accounts.Revenue, -Worth(shares)),
        new(Accounts.Clearing(orderId), shares.Sum(s => s.Wallet + s.Points * KopecksAPoint + s.Instalments)),
        new(Accounts.CardDue(orderId), shares.Sum(s => s.Card)),
    ];

    private static IReadOnlyList<Posting> Refund(ReturnRefunded e) =>
    [
        new(Accounts.Revenue, -Worth(e.GivenBack)),
        new(Accounts.Clearing(e.OrderId), e.ToWallet + e.GivenBack.Sum(s => s.Points * KopecksAPoint + s.Instalments)),
        new(Accounts.CardRefund(e.OrderId), e.ToCard),
    ];

    // Not Tenders.WorthOf: this ledger, RefundTally and OrderInvariants check the order's arithmetic and so add up for themselves.
    private static long Worth(IEnumerable<TenderShare> shares) => shares.Sum(s => s.Wallet + s.Points * KopecksAPoint + s.Card + s.Instalments);

    private static IReadOnlyList<Posting> Move(string from, string to, long amount) => [new(from, -amount), new(to, amount)];
}
