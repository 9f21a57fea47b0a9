using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Tests.BonusCards;
using Marketplace.Domain.Tests.Wallets;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Machines.Machines;

namespace Marketplace.Domain.Tests.Machines;

/// <summary>Whatever money and points are in: wallets, bonus cards and gift certificates.</summary>
internal static class MoneyMachines
{
    private static readonly Guid Payout = Id("withdrawal");
    private static readonly WithdrawalWindow Window = WithdrawalWindow.From(Noon);

    private static Wallet Rich => WalletLife.GivenBalance(1_000).State!;

    private static Wallet Asked => Rich.Then(w => WithdrawalDecisions.RequestWithdrawal(w, Payout, Roubles(100), Destination, Id("code"), WalletLife.Policy, Noon));

    private static Wallet Confirmed => Asked.Then(w => WithdrawalDecisions.ConfirmWithdrawal(w, Payout, Window, Noon));

    private static Wallet Rejected => Confirmed.Then(w => WithdrawalDecisions.Reject(w, Payout, "account-closed", Noon));

    // What the state forgets of a payout that was rejected, and the stream does not.
    private static readonly WalletEvent[] History =
    [
        new WithdrawalRequested(WalletId, Payout, 100_00, Destination, Id("code"), Noon, Noon), new WithdrawalRejected(WalletId, Payout, "account-closed", Noon),
    ];

    private static IEnumerable<(string Name, Wallet? State)> Wallets =>
    [
        ("none", null),
        ("empty", WalletLife.Given().State),
        ("with money", Rich),
        ("with a top-up under way", Rich.Then(w => WalletDecisions.RequestTopUp(w, Id("top-up"), Roubles(100), WalletLife.Policy, Noon))),
        ("with money held", Rich.Then(w => WalletDecisions.Hold(w, Id("hold"), Roubles(100), OrderId, Noon))),
        ("withdrawal asked for", Asked),
        ("withdrawal not confirmed in time", Rich.Then(w => WithdrawalDecisions.RequestWithdrawal(w, Payout, Roubles(100), Destination, Id("code"), WalletLife.Policy, Noon.AddMinutes(-20)))),
        ("withdrawal confirmed", Confirmed),
        ("withdrawal sent", Confirmed.Then(w => WithdrawalDecisions.RecordSent(w, Payout, Noon))),
        ("withdrawal unknown", Confirmed.Then(w => WithdrawalDecisions.RecordUnknown(w, Payout, Noon))),
        ("withdrawal late", Asked.Then(w => WithdrawalDecisions.ConfirmWithdrawal(w, Payout, Window with { OverdueAt = Noon }, Noon))),
        ("withdrawal settled", Confirmed.Then(w => WithdrawalDecisions.Settle(w, Payout, Roubles(100), Noon))),
        ("in debt", Rejected.Then(w => WalletDecisions.Pay(w, Id("all"), Roubles(1_000), OrderId, Noon)).Then(w => WalletDebts.SettleAfterRejection(w, History, Payout, Roubles(100), Noon))),
        ("closed", Machines.After(WalletLife.Given().State, Domain.Wallets.Wallet.Evolve, WalletDecisions.Close(WalletLife.Given().State!, Noon))),
    ];

    public static Machine Wallet { get; } = Machine.Of<Wallet, WalletEvent>("wallet", Wallets, new()
    {
        ["walletId"] = WalletId,
        ["customerId"] = CustomerId,
        ["topUpId"] = Id("top-up"),
        ["amount"] = Roubles(100),
        ["confirmed"] = Roubles(100),
        ["settled"] = Roubles(100),
        ["reason"] = "declined",
        ["Wallet.Release.reason"] = ReleaseReason.PaymentDeclined,
        ["entryId"] = Id("entry"),
        ["source"] = CreditSource.ReturnRefunded,
        ["sourceId"] = Id("return"),
        ["orderId"] = OrderId,
        ["holdId"] = Id("hold"),
        ["Wallet.Hold.holdId"] = Id("next hold"),
        ["Wallet.Pay.holdId"] = Id("next hold"),
        ["withdrawalId"] = Payout,
        ["Withdrawal.RequestWithdrawal.withdrawalId"] = Id("next withdrawal"),
        ["destination"] = Destination,
        ["challengeId"] = Id("code"),
        ["window"] = Window,
        ["history"] = History,
    });

    private static BonusCard Issued => BonusCardLife.Given().State!;

    private static BonusCard Active => BonusCardLife.Given(BonusCardLife.Active("earned", 10)).State!;

    private static IEnumerable<(string Name, BonusCard? State)> Cards =>
    [
        ("none", null),
        ("applied for", Folded<BonusCard, BonusCardEvent>(Domain.BonusCards.BonusCard.Evolve, new CardIdentitySubmitted(CardId, CustomerId, Id("document"), Noon))),
        ("issued", Issued),
        ("with pending points", BonusCardLife.Given(BonusCardLife.Accrued("earned", 10)).State),
        ("with points to activate", BonusCardLife.Given(new PointsAccrued(CardId, Id("earned"), 10, Id("earned"), Noon, Noon, BonusCardLife.Policy.Version)).State),
        ("with points", Active),
        ("with points whose time is over", BonusCardLife.Given(BonusCardLife.Accrued("earned", 10), new PointsActivated(CardId, Id("earned"), 10, Noon, Noon)).State),
        ("with points spent", BonusCardLife.Given([.. BonusCardLife.Active("earned", 10), BonusCardLife.Redeemed(("earned", 10))]).State),
        ("in debt", BonusCardLife.Given([.. BonusCardLife.Active("earned", 10), BonusCardLife.Redeemed(("earned", 10)), new PointsClawedBack(CardId, Id("earned"), Id("before"), 10, [], 10, Noon)]).State),
        ("closed", Machines.After(Issued, Domain.BonusCards.BonusCard.Evolve, BonusCardDecisions.Close(Issued, 0, 0, Noon))),
    ];

    public static Machine BonusCard { get; } = Machine.Of<BonusCard, BonusCardEvent>("bonus card", Cards, new()
    {
        ["cardId"] = CardId,
        ["customerId"] = CustomerId,
        ["documentId"] = Id("document"),
        ["orderId"] = Id("earned"),
        ["BonusCard.Accrue.orderId"] = Id("next"),
        ["BonusCard.Redeem.orderId"] = Id("next"),
        ["points"] = 5L,
        ["activatesAt"] = BonusCardLife.ActivatesAt,
        ["lotId"] = Id("earned"),
        ["redemptionId"] = Id("redemption"),
        ["BonusCard.Redeem.redemptionId"] = Id("next redemption"),
        ["causeId"] = Id("cause"),
        ["openRedemptions"] = 0,
        ["openReturns"] = 0,
    });

    private static CertificateEvent OnSale => new CertificateIssued(Id("certificate"), Id("batch"), 500_00, Noon.AddYears(1), "admin-3", Noon.AddYears(-1));

    private static IEnumerable<(string Name, Certificate? State)> Certificates =>
    [
        ("none", null),
        ("issued", Folded<Certificate, CertificateEvent>(Domain.Certificates.Certificate.Evolve, OnSale)),
        ("expired", Folded<Certificate, CertificateEvent>(Domain.Certificates.Certificate.Evolve, (CertificateIssued)OnSale with { ExpiresAt = Noon })),
        ("activated", Folded<Certificate, CertificateEvent>(Domain.Certificates.Certificate.Evolve, OnSale, new CertificateActivated(Id("certificate"), CustomerId, WalletId, 500_00, Noon))),
    ];

    public static Machine Certificate { get; } = Machine.Of<Certificate, CertificateEvent>("certificate", Certificates, new()
    {
        ["certificateId"] = Id("certificate"),
        ["batchId"] = Id("batch"),
        ["amount"] = Roubles(500),
        ["expiresAt"] = Noon.AddYears(1),
        ["issuedBy"] = "admin-3",
        ["customerId"] = CustomerId,
        ["walletId"] = WalletId,
    });

    private static Wallet Then(this Wallet wallet, Func<Wallet, Decision<WalletEvent>> decide) => Machines.After(wallet, Domain.Wallets.Wallet.Evolve, decide(wallet));
}
