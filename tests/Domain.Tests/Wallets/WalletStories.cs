using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.StoryWords;

namespace Marketplace.Domain.Tests.Wallets;

public class WalletStories
{
    [Fact]
    public void S84_to_S92_the_life_of_a_wallet()
    {
        var story = new Story<Wallet, WalletEvent>(Wallet.Evolve, Facts, Standing);
        MoneyComesIn(story);
        OrdersArePaid(story);
        WithdrawalsThatNeverLeft(story);
        WithdrawalsThatTheBankDecided(story);
        TheBankPaysWhatItHadRejected(story);
        Snapshots.Match(story.ToString(), "the life of a wallet");
    }

    private static void MoneyComesIn(Story<Wallet, WalletEvent> story) => story
        .Tell(Noon, w => WalletDecisions.Open(w, WalletId, CustomerId, Noon))
        .Tell(At(1), w => WalletDecisions.RequestTopUp(w, Id("top-up"), Roubles(2_000_000), WalletLife.Policy, At(1)))
        .Tell(At(2), w => WalletDecisions.RequestTopUp(w, Id("top-up"), Roubles(500), WalletLife.Policy, At(2)))
        .Tell(At(3), w => WalletDecisions.ConfirmTopUp(w, Id("top-up"), Roubles(500), At(3)))
        .Tell(At(4), w => WalletDecisions.ConfirmTopUp(w, Id("top-up"), Roubles(500), At(4)))
        .Tell(At(5), w => WalletDecisions.RequestTopUp(w, Id("second"), Roubles(500), WalletLife.Policy, At(5)))
        .Tell(At(6), w => WalletDecisions.DeclineTopUp(w, Id("second"), "unknown-payment", At(6)))
        .Tell(At(7), w => WalletDecisions.ConfirmTopUp(w, Id("second"), new Money(500_01), At(7)))
        .Tell(At(8), w => WalletDecisions.ConfirmTopUp(w, Id("second"), Roubles(500), At(8)))
        .Tell(At(9), w => WalletDecisions.ConfirmTopUp(w, Id("second"), Roubles(500), At(9)));

    private static void OrdersArePaid(Story<Wallet, WalletEvent> story) => story
        .Tell(At(10), w => WalletDecisions.Pay(w, Id("attempt"), Roubles(300), OrderId, At(10)))
        .Tell(At(11), w => WalletDecisions.Hold(w, Id("with card"), Roubles(200), OrderId, At(11)))
        .Tell(At(12), w => WalletDecisions.Hold(w, Id("too much"), new Money(500_01), OrderId, At(12)))
        .Tell(At(13), w => WalletDecisions.Release(w, Id("with card"), ReleaseReason.PaymentDeclined, At(13)))
        .Tell(At(14), w => WalletDecisions.Capture(w, Id("with card"), At(14)))
        .Tell(At(15), w => WalletDecisions.Credit(w, Id("removal"), Roubles(50), CreditSource.LineRemoved, Id("removal"), OrderId, At(15)));

    private static void WithdrawalsThatNeverLeft(Story<Wallet, WalletEvent> story) => story
        .Tell(At(20), w => Request(w, "first", 750_01, At(20)))
        .Tell(At(21), w => Request(w, "first", 400_00, At(21)))
        .Tell(At(22), w => Request(w, "second", 100_00, At(22)))
        .Tell(At(40), w => WithdrawalDecisions.ExpireWithdrawal(w, Id("first"), At(40)))
        .Tell(At(41), w => WithdrawalDecisions.ConfirmWithdrawal(w, Id("first"), WithdrawalWindow.From(At(41)), At(41)))
        .Tell(At(41), w => WithdrawalDecisions.ExpireWithdrawal(w, Id("first"), At(41)))
        .Tell(At(50), w => Request(w, "second", 100_00, At(50)))
        .Tell(At(51), w => WithdrawalDecisions.CancelWithdrawal(w, Id("second"), At(51)));

    private static void WithdrawalsThatTheBankDecided(Story<Wallet, WalletEvent> story)
    {
        var friday = new DateTimeOffset(2026, 11, 12, 21, 0, 0, TimeSpan.Zero);
        story
            .Tell(At(60), w => Request(w, "third", 400_00, At(60)))
            .Tell(At(61), w => WithdrawalDecisions.ConfirmWithdrawal(w, Id("third"), WithdrawalWindow.From(At(61)), At(61)))
            .Tell(At(62), w => WithdrawalDecisions.RecordUnknown(w, Id("third"), At(62)))
            .Tell(At(63), w => WithdrawalDecisions.CancelWithdrawal(w, Id("third"), At(63)))
            .Tell(At(75), w => WithdrawalDecisions.RecordSent(w, Id("third"), At(75)))
            .Tell(friday, w => WithdrawalDecisions.MarkOverdue(w, Id("third"), friday))
            .Tell(friday.AddHours(12), w => WithdrawalDecisions.Settle(w, Id("third"), Roubles(400), friday.AddHours(12)))
            .Tell(friday.AddHours(13), w => Request(w, "fourth", 350_00, friday.AddHours(13)))
            .Tell(friday.AddHours(13), w => WithdrawalDecisions.ConfirmWithdrawal(w, Id("fourth"), WithdrawalWindow.From(friday), friday.AddHours(13)))
            .Tell(friday.AddHours(14), w => WithdrawalDecisions.RecordSent(w, Id("fourth"), friday.AddHours(14)))
            .Tell(friday.AddHours(15), w => WithdrawalDecisions.Reject(w, Id("fourth"), "account-closed", friday.AddHours(15)));
    }

    private static void TheBankPaysWhatItHadRejected(Story<Wallet, WalletEvent> story)
    {
        var later = new DateTimeOffset(2026, 11, 16, 9, 0, 0, TimeSpan.Zero);
        WalletEvent[] told = [new WithdrawalRequested(WalletId, Id("fourth"), 350_00, Destination, Id("challenge"), later, later), new WithdrawalRejected(WalletId, Id("fourth"), "account-closed", later)];
        story
            .Tell(later, w => WalletDecisions.Pay(w, Id("all but fifty"), w.Available - Roubles(50), OrderId, later))
            .Tell(later.AddHours(1), w => WalletDebts.SettleAfterRejection(w, told, Id("fourth"), Roubles(350), later.AddHours(1)))
            .Tell(later.AddHours(2), w => WalletDecisions.Credit(w, Id("gift"), Roubles(100), CreditSource.Certificate, Id("gift"), null, later.AddHours(2)))
            .Tell(later.AddHours(3), w => WalletDecisions.Credit(w, Id("return"), Roubles(500), CreditSource.ReturnRefunded, Id("return"), OrderId, later.AddHours(3)));
    }

    private static Decision<WalletEvent> Request(Wallet wallet, string id, long kopecks, DateTimeOffset at) =>
        WithdrawalDecisions.RequestWithdrawal(wallet, Id(id), new Money(kopecks), Destination, Id("challenge"), WalletLife.Policy, at);

    private static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);

    private static string Facts(WalletEvent happened) => happened switch
    {
        TopUpRequested e => Rub(e.Amount),
        TopUpDeclined e => e.Reason,
        WalletCredited e => $"{Rub(e.Amount)} by {e.Source}",
        FundsHeld e => $"{Rub(e.Amount)} for {e.Purpose}",
        HoldCaptured e => $"{Rub(e.Amount)} for {e.Purpose}",
        HoldReleased e => $"{Rub(e.Amount)}, {e.Reason}",
        WithdrawalRequested e => $"{Rub(e.Amount)} to {e.Destination}, to be confirmed by {Day(e.ConfirmBy)}",
        WithdrawalConfirmed e => $"expected {e.ExpectedFrom:yyyy-MM-dd} to {e.ExpectedBy:yyyy-MM-dd}, overdue from {Day(e.OverdueAt)}",
        WithdrawalRejected e => e.Reason,
        WithdrawalCancelled e => $"{e.Reason}",
        WithdrawalSettledAfterRejection e => $"{Rub(e.Amount)}, of which {Rub(e.Owed)} owed",
        WalletDebtSettled e => Rub(e.Amount),
        _ => "",
    };

    private static string Standing(Wallet wallet) =>
        $"available {wallet.Available}, held {wallet.Held}"
        + (wallet.Owed.IsZero ? "" : $", owed {wallet.Owed}")
        + (wallet.TopUps.IsEmpty ? "" : $", coming {Money.Sum(wallet.TopUps.Select(t => t.Amount))}")
        + (wallet.Withdrawal is { } open ? $", withdrawal {open.Status}{(open.Overdue ? " and overdue" : "")}" : "");
}
