using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using static Marketplace.Application.Tests.GoldenStreams.Golden;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>Wallets, bonus cards and gift certificates.</summary>
internal static class MoneyLives
{
    private static readonly WalletPolicy Policy = new();
    private static readonly BonusCardPolicy Card = new();
    private static readonly Guid Wallet = Id("wallet");

    public static IEnumerable<ILife> All => [Payments(), Payouts(), Debt(), CardOfPoints(), Certificate()];

    private static Life<Wallet, WalletEvent> Begin(string story, long roubles) => new Life<Wallet, WalletEvent>($"wallet.{story}", Domain.Wallets.Wallet.Evolve)
        .Then(w => WalletDecisions.Open(w, Wallet, Maria, Noon))
        .Then(w => WalletDecisions.RequestTopUp(w, Id("top-up"), Roubles(roubles), Policy, At(1)))
        .Then(w => WalletDecisions.ConfirmTopUp(w, Id("top-up"), Roubles(roubles), At(2)));

    private static Life<Wallet, WalletEvent> Payments() => Begin("payments", 1_000)
        .Then(w => WalletDecisions.RequestTopUp(w, Id("second"), Roubles(500), Policy, At(3)))
        .Then(w => WalletDecisions.DeclineTopUp(w, Id("second"), "do-not-honour", At(4)))
        .Then(w => WalletDecisions.Pay(w, Id("attempt"), Roubles(300), Id("order"), At(10)))
        .Then(w => WalletDecisions.Hold(w, Id("with card"), Roubles(200), Id("another order"), At(11)))
        .Then(w => WalletDecisions.Release(w, Id("with card"), ReleaseReason.PaymentDeclined, At(12)))
        .Then(w => WalletDecisions.Hold(w, Id("once more"), Roubles(200), Id("another order"), At(13)))
        .Then(w => WalletDecisions.Capture(w, Id("once more"), At(14)))
        .Then(w => WalletDecisions.Credit(w, Id("removal"), Roubles(50), CreditSource.LineRemoved, Id("removal"), Id("order"), At(15)))
        .Then(w => WalletDecisions.Credit(w, Id("cancelled"), Roubles(200), CreditSource.OrderCancelled, Id("another order"), Id("another order"), At(16)))
        .Then(w => WalletDecisions.Credit(w, Id("returned"), Roubles(70), CreditSource.ReturnRefunded, Id("return"), Id("order"), At(17)))
        .Then(w => WalletDecisions.Credit(w, Id("certificate"), Roubles(100), CreditSource.Certificate, Id("certificate"), null, At(18)))
        .Then(w => WalletDecisions.Hold(w, Id("open"), Roubles(10), Id("third order"), At(19)))
        .Then(w => WalletDecisions.RequestTopUp(w, Id("open top-up"), Roubles(5), Policy, At(20)));

    private static Life<Wallet, WalletEvent> Payouts() => Begin("payouts", 1_000)
        .Then(w => Request(w, "not confirmed", At(10)))
        .Then(w => WithdrawalDecisions.ExpireWithdrawal(w, Id("not confirmed"), At(30)))
        .Then(w => Request(w, "taken back", At(31)))
        .Then(w => WithdrawalDecisions.CancelWithdrawal(w, Id("taken back"), At(32)))
        .Then(w => Request(w, "settled", At(33)))
        .Then(w => WithdrawalDecisions.ConfirmWithdrawal(w, Id("settled"), WithdrawalWindow.From(At(34)), At(34)))
        .Then(w => WithdrawalDecisions.RecordUnknown(w, Id("settled"), At(35)))
        .Then(w => WithdrawalDecisions.RecordSent(w, Id("settled"), At(50)))
        .Then(w => WithdrawalDecisions.MarkOverdue(w, Id("settled"), On(5)))
        .Then(w => WithdrawalDecisions.Settle(w, Id("settled"), Roubles(400), On(6)))
        .Then(w => Request(w, "under way", On(7)))
        .Then(w => WithdrawalDecisions.ConfirmWithdrawal(w, Id("under way"), WithdrawalWindow.From(On(7)), On(7)));

    private static Life<Wallet, WalletEvent> Debt()
    {
        var life = Begin("debt", 500)
            .Then(w => Request(w, "rejected", At(10)))
            .Then(w => WithdrawalDecisions.ConfirmWithdrawal(w, Id("rejected"), WithdrawalWindow.From(At(11)), At(11)))
            .Then(w => WithdrawalDecisions.RecordSent(w, Id("rejected"), At(12)))
            .Then(w => WithdrawalDecisions.Reject(w, Id("rejected"), "account-closed", At(13)))
            .Then(w => WalletDecisions.Pay(w, Id("attempt"), Roubles(450), Id("order"), At(14)));
        WalletEvent[] told = [.. life.Events.Cast<WalletEvent>()];
        return life
            .Then(w => WalletDebts.SettleAfterRejection(w, told, Id("rejected"), Roubles(400), At(15)))
            .Then(w => WalletDecisions.Credit(w, Id("gift"), Roubles(100), CreditSource.Certificate, Id("gift"), null, At(16)))
            .Then(w => WalletDecisions.Credit(w, Id("return"), Roubles(250), CreditSource.ReturnRefunded, Id("return"), Id("order"), At(17)))
            .Then(w => WalletDecisions.Close(w, At(18)))
            .Then(w => WalletDecisions.Reopen(w, At(19)));
    }

    private static Decision<WalletEvent> Request(Wallet wallet, string id, DateTimeOffset at) => WithdrawalDecisions.RequestWithdrawal(
        wallet, Id(id), Roubles(400), new Pii<PayoutDestination>(Maria, "requisites", new PayoutDestination("044525225", "40817810500000000001", "Мария Петрова")),
        Id("challenge"), Policy, at);

    private static Life<BonusCard, BonusCardEvent> CardOfPoints() => new Life<BonusCard, BonusCardEvent>("bonus-card.points", BonusCard.Evolve)
        .Then(c => BonusCardDecisions.Issue(c, Id("card"), Maria, Id("document"), Noon))
        .Then(c => BonusCardDecisions.Accrue(c, Id("A"), 12, On(8), Card, On(1)))
        .Then(c => BonusCardDecisions.Activate(c, Id("A"), Card, On(8)))
        .Then(c => BonusCardDecisions.Redeem(c, Id("B pays"), 10, Id("B"), On(9)))
        .Then(c => BonusCardDecisions.Restore(c, Id("B pays"), Id("a unit of B is removed"), 4, On(10)))
        .Then(c => BonusCardDecisions.Accrue(c, Id("B"), 7, On(18), Card, On(11)))
        .Then(c => BonusCardDecisions.ClawBack(c, Id("A"), Id("A comes back"), 12, On(12)))
        .Then(c => BonusCardDecisions.Activate(c, Id("B"), Card, On(18)))
        .Then(c => BonusCardDecisions.Accrue(c, Id("C"), 9, On(26), Card, On(19)))
        .Then(c => BonusCardDecisions.Activate(c, Id("C"), Card, On(26)))
        .Then(c => BonusCardDecisions.Redeem(c, Id("D pays"), 5, Id("D"), On(27)))
        .Then(c => BonusCardDecisions.Expire(c, Id("C"), On(26).AddYears(1)))
        .Then(c => BonusCardDecisions.Accrue(c, Id("E"), 5, On(407), Card, On(400)))
        .Then(c => BonusCardDecisions.Close(c, 0, 0, On(401)));

    private static Life<Certificate, CertificateEvent> Certificate() => new Life<Certificate, CertificateEvent>("certificate.activated", Domain.Certificates.Certificate.Evolve)
        .Then(c => CertificateDecisions.Issue(c, Id("certificate"), Id("batch"), Roubles(5_000), On(365), "admin-3", Noon))
        .Then(c => CertificateDecisions.Activate(c, Maria, Wallet, On(1)));

    private static Money Roubles(long roubles) => new(roubles * 100);
}
