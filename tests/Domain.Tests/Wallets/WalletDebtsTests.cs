using FluentAssertions;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Wallets;

/// <summary>A bank that pays what it had rejected for good.</summary>
public class WalletDebtsTests
{
    private static readonly Guid Payout = Id("payout");

    private static readonly WalletEvent[] Rejected =
    [
        WalletLife.Opened,
        WalletLife.ToppedUp(100),
        new WithdrawalRequested(WalletId, Payout, 70_00, Destination, Id("challenge"), Noon, Noon),
        new FundsHeld(WalletId, Payout, 70_00, HoldPurpose.Withdrawal, Payout, Noon, Noon),
        new WithdrawalConfirmed(WalletId, Payout, default, default, Noon.AddDays(4), Noon),
        new WithdrawalRejected(WalletId, Payout, "account-closed", Noon),
        new HoldReleased(WalletId, Payout, 70_00, ReleaseReason.RejectedByBank, Noon),
    ];

    private static readonly WalletEvent[] Spent =
    [
        .. Rejected,
        WalletLife.Held("order", 80),
        new HoldCaptured(WalletId, Id("order"), 80_00, HoldPurpose.Order, OrderId, Noon),
    ];

    private static readonly WalletEvent[] Owing = [.. Spent, new WithdrawalSettledAfterRejection(WalletId, Payout, 70_00, 50_00, Noon)];

    [Fact]
    public void S91_a_payout_that_was_rejected_and_is_paid_after_all_is_taken_again() =>
        Late(Rejected).Then(new WithdrawalSettledAfterRejection(WalletId, Payout, 70_00, 0, Noon));

    [Fact]
    public void S91_what_was_spent_in_between_is_owed() =>
        Late(Spent).Then(new WithdrawalSettledAfterRejection(WalletId, Payout, 70_00, 50_00, Noon));

    [Fact]
    public void S91_to_the_kopeck_that_is_there_nothing_is_owed() =>
        Late([.. Rejected, WalletLife.Held("order", 30), new HoldCaptured(WalletId, Id("order"), 30_00, HoldPurpose.Order, OrderId, Noon)])
            .Then(new WithdrawalSettledAfterRejection(WalletId, Payout, 70_00, 0, Noon));

    [Fact]
    public void I9_a_late_settlement_is_taken_once_however_often_the_bank_tells() => Late(Owing).ThenNothing();

    private static readonly WalletEvent[] Settled =
        [.. Rejected.Take(5), new WithdrawalSettled(WalletId, Payout, Noon), new HoldCaptured(WalletId, Payout, 70_00, HoldPurpose.Withdrawal, Payout, Noon)];

    [Fact]
    public void S91_a_late_settlement_of_another_amount_is_refused_also_when_the_right_one_is_known()
    {
        foreach (var history in new[] { Rejected, Owing, Settled }) Late(history, 70_01).ThenRefused("payment.amount-mismatch");
    }

    [Fact]
    public void S91_a_payout_that_was_settled_is_not_taken_again() => Late(Settled).ThenNothing();

    [Fact]
    public void S91_a_payout_that_never_went_to_the_bank_is_none_that_it_can_have_paid()
    {
        Late([.. Rejected.Take(4), new WithdrawalCancelled(WalletId, Payout, ReleaseReason.NotConfirmed, Noon), new HoldReleased(WalletId, Payout, 70_00, ReleaseReason.NotConfirmed, Noon)]).ThenRefused("payment.unknown");
        Late([.. Rejected.Take(2)]).ThenRefused("payment.unknown");
    }

    [Fact]
    public void S91_while_it_owes_a_wallet_has_nothing_to_spend()
    {
        var wallet = After(Owing);
        (wallet.Available, wallet.Owed, wallet.Balance).Should().Be((Money.Zero, Roubles(50), Money.Zero));
        new Outcome<WalletEvent>(WalletDecisions.Pay(wallet, Id("next"), new Money(1), OrderId, Noon)).ThenRefused("wallet.insufficient-funds");
    }

    [Fact]
    public void S91_the_next_money_settles_the_debt_first_and_the_rest_is_the_customers()
    {
        var credit = new WalletCredited(WalletId, Id("return"), 80_00, CreditSource.ReturnRefunded, Id("return"), OrderId, Noon);
        new Outcome<WalletEvent>(WalletDecisions.Credit(After(Owing), Id("return"), Roubles(80), CreditSource.ReturnRefunded, Id("return"), OrderId, Noon))
            .Then(credit, new WalletDebtSettled(WalletId, Id("return"), 50_00, Noon));
        After([.. Owing, credit, new WalletDebtSettled(WalletId, Id("return"), 50_00, Noon)]).Available.Should().Be(Roubles(30));
    }

    [Fact]
    public void S91_money_that_is_less_than_the_debt_settles_a_part()
    {
        var requested = new TopUpRequested(WalletId, Id("top-up"), 20_00, Noon);
        new Outcome<WalletEvent>(WalletDecisions.ConfirmTopUp(After([.. Owing, requested]), Id("top-up"), Roubles(20), Noon)).Then(
            new WalletCredited(WalletId, Id("top-up"), 20_00, CreditSource.TopUp, Id("top-up"), null, Noon),
            new WalletDebtSettled(WalletId, Id("top-up"), 20_00, Noon));
    }

    [Fact]
    public void S91_money_that_is_no_longer_held_settles_the_debt_too()
    {
        WalletEvent[] held = [.. Rejected, WalletLife.Held("order", 80), new WithdrawalSettledAfterRejection(WalletId, Payout, 70_00, 50_00, Noon)];
        new Outcome<WalletEvent>(WalletDecisions.Release(After(held), Id("order"), ReleaseReason.PaymentDeclined, Noon)).Then(
            new HoldReleased(WalletId, Id("order"), 80_00, ReleaseReason.PaymentDeclined, Noon),
            new WalletDebtSettled(WalletId, Id("order"), 50_00, Noon));
    }

    [Fact]
    public void S91_no_withdrawal_is_confirmed_while_the_wallet_owes_and_taking_it_back_settles_the_debt()
    {
        var second = Id("second");
        WalletEvent[] asked =
        [
            .. Rejected,
            new WithdrawalRequested(WalletId, second, 100_00, Destination, Id("challenge"), Noon.AddMinutes(20), Noon),
            new FundsHeld(WalletId, second, 100_00, HoldPurpose.Withdrawal, second, Noon.AddMinutes(20), Noon),
            new WithdrawalSettledAfterRejection(WalletId, Payout, 70_00, 70_00, Noon),
        ];
        new Outcome<WalletEvent>(WithdrawalDecisions.ConfirmWithdrawal(After(asked), second, WithdrawalWindow.From(Noon), Noon))
            .ThenRefused("wallet.debt-open").Facts["owed"].Should().Be(70_00L);
        new Outcome<WalletEvent>(WithdrawalDecisions.CancelWithdrawal(After(asked), second, Noon)).Then(
            new WithdrawalCancelled(WalletId, second, ReleaseReason.CancelledByCustomer, Noon),
            new HoldReleased(WalletId, second, 100_00, ReleaseReason.CancelledByCustomer, Noon),
            new WalletDebtSettled(WalletId, second, 70_00, Noon));
    }

    private static Outcome<WalletEvent> Late(WalletEvent[] history, long settled = 70_00) =>
        new(WalletDebts.SettleAfterRejection(After(history), history, Payout, new Money(settled), Noon));

    private static Wallet After(IEnumerable<WalletEvent> history) => history.Aggregate(default(Wallet), Wallet.Evolve)!;
}
