using System.Globalization;
using FluentAssertions;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Wallets.WalletLife;

namespace Marketplace.Domain.Tests.Wallets;

public class WithdrawalDecisionsTests
{
    private static readonly Guid Withdrawal = Id("withdrawal");
    private static readonly DateTimeOffset ConfirmBy = Noon.AddMinutes(20);
    private static readonly WithdrawalWindow Window = WithdrawalWindow.From(Noon);

    private static readonly WalletEvent[] Requested =
    [
        new WithdrawalRequested(WalletId, Withdrawal, 70_00, Destination, Id("challenge"), ConfirmBy, Noon),
        new FundsHeld(WalletId, Withdrawal, 70_00, HoldPurpose.Withdrawal, Withdrawal, ConfirmBy, Noon),
    ];

    private static readonly WalletEvent[] Confirmed =
        [.. Requested, new WithdrawalConfirmed(WalletId, Withdrawal, Window.ExpectedFrom, Window.ExpectedBy, Window.OverdueAt, Noon)];

    private static readonly WalletEvent[] Sent = [.. Confirmed, new WithdrawalSent(WalletId, Withdrawal, Noon)];

    private static readonly WalletEvent[] Unknown = [.. Confirmed, new WithdrawalOutcomeUnknown(WalletId, Withdrawal, Noon)];

    private static readonly WalletEvent[] Settled =
    [
        .. Sent,
        new WithdrawalSettled(WalletId, Withdrawal, Noon),
        new HoldCaptured(WalletId, Withdrawal, 70_00, HoldPurpose.Withdrawal, Withdrawal, Noon),
    ];

    private static readonly WalletEvent[] Rejected =
    [
        .. Sent,
        new WithdrawalRejected(WalletId, Withdrawal, "account-closed", Noon),
        new HoldReleased(WalletId, Withdrawal, 70_00, ReleaseReason.RejectedByBank, Noon),
    ];

    private static readonly WalletEvent[] Cancelled =
    [
        .. Requested,
        new WithdrawalCancelled(WalletId, Withdrawal, ReleaseReason.CancelledByCustomer, Noon),
        new HoldReleased(WalletId, Withdrawal, 70_00, ReleaseReason.CancelledByCustomer, Noon),
    ];

    /// <summary>Every way a withdrawal can stand while the bank may have it.</summary>
    public static TheoryData<string> UnderWay => [nameof(Confirmed), nameof(Sent), nameof(Unknown)];

    /// <summary>Every way a withdrawal can have ended.</summary>
    public static TheoryData<string> Over => [nameof(Settled), nameof(Rejected), nameof(Cancelled)];

    [Fact]
    public void S89_a_withdrawal_holds_its_money_for_20_minutes() =>
        GivenBalance(100).When(w => Request(w, Roubles(70))).Then(Requested);

    [Fact]
    public void P8_the_least_withdrawal_is_one_kopeck() =>
        GivenBalance(100).When(w => Request(w, new Money(1))).Decision.Events.Should().HaveCount(2);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(600_000_01)]
    public void P8_a_withdrawal_is_between_one_kopeck_and_the_cap(long kopecks) =>
        GivenBalance(1_000_000).When(w => Request(w, new Money(kopecks))).ThenRefused("wallet.amount-out-of-range");

    [Fact]
    public void P8_the_cap_itself_can_be_withdrawn() =>
        GivenBalance(1_000_000).When(w => Request(w, Roubles(600_000))).Decision.Events.Should().HaveCount(2);

    [Fact]
    public void S89_held_money_cannot_be_withdrawn() =>
        GivenBalance(100, Held("hold", 40)).When(w => Request(w, new Money(60_01))).ThenRefused("wallet.insufficient-funds");

    [Fact]
    public void P8_one_withdrawal_is_open_at_a_time() =>
        GivenBalance(100, Requested).When(w => Request(w, Roubles(1), "another")).ThenRefused("wallet.withdrawal-open");

    [Fact]
    public void X2_the_same_request_again_is_one_withdrawal() =>
        GivenBalance(100, Requested).When(w => Request(w, Roubles(70))).ThenNothing();

    [Theory]
    [MemberData(nameof(Over))]
    public void X19_a_withdrawal_that_ended_cannot_be_asked_for_again(string end) =>
        GivenBalance(1_000, At(end)).When(w => Request(w, Roubles(70))).ThenNothing();

    [Fact]
    public void P8_a_fourth_withdrawal_on_one_moscow_day_is_refused()
    {
        var wallet = AfterThree(Noon);
        var lastSecond = new DateTimeOffset(2026, 11, 9, 20, 59, 59, TimeSpan.Zero);
        var midnight = lastSecond + OneSecond;
        var refusal = Request(wallet, Roubles(1), "fourth", lastSecond).Rejection!;
        refusal.Code.Should().Be("wallet.withdrawal-limit");
        refusal.RetryAt.Should().Be(midnight);
        Request(wallet, Roubles(1), "fourth", midnight).Events.Should().HaveCount(2, "a new day has begun in Moscow");
    }

    [Fact]
    public void P8_three_withdrawals_of_yesterday_leave_today_three()
    {
        var wallet = AfterThree(Noon);
        wallet = wallet.After(Request(wallet, Roubles(1), "fourth", Noon.AddDays(1)));
        wallet.WithdrawalsOn(MoscowTime.DateOf(Noon.AddDays(1))).Should().Be(1);
        wallet.WithdrawalsOn(MoscowTime.DateOf(Noon)).Should().Be(0);
    }

    [Fact]
    public void S90_the_code_confirms_the_withdrawal_and_names_its_window() =>
        GivenBalance(100, Requested).When(w => WithdrawalDecisions.ConfirmWithdrawal(w, Withdrawal, Window, Noon)).Then(
            new WithdrawalConfirmed(
                WalletId, Withdrawal, new DateOnly(2026, 11, 11), new DateOnly(2026, 11, 12), new DateTimeOffset(2026, 11, 12, 21, 0, 0, TimeSpan.Zero), Noon));

    [Fact]
    public void P6_one_second_before_its_time_is_over_a_withdrawal_can_be_confirmed_and_does_not_lapse()
    {
        var given = GivenBalance(100, Requested);
        given.When(w => WithdrawalDecisions.ConfirmWithdrawal(w, Withdrawal, Window, ConfirmBy - OneSecond)).Decision.Events.Should().ContainSingle();
        given.When(w => WithdrawalDecisions.ExpireWithdrawal(w, Withdrawal, ConfirmBy - OneSecond)).ThenNothing();
    }

    /// <summary>The third business day after 27 December 2027 is the last that the calendar knows.</summary>
    [Theory]
    [InlineData("2027-12-27T20:39:59Z", true)] // confirmed at the last moment, it is still that day in Moscow
    [InlineData("2027-12-27T20:40:00Z", false)]
    [InlineData("2027-12-28T09:00:00Z", false)]
    public void P14_S92_what_could_not_be_confirmed_within_the_calendar_is_not_asked_for(string at, bool taken)
    {
        var asked = GivenBalance(100).When(w => Request(w, Roubles(70), at: DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)));
        if (taken) asked.Decision.Events.Should().HaveCount(2);
        else asked.ThenRefused("wallet.calendar-ends");
    }

    [Fact]
    public void P14_without_a_window_nothing_is_confirmed_and_what_is_too_late_is_told_first()
    {
        var given = GivenBalance(100, Requested);
        given.When(w => WithdrawalDecisions.ConfirmWithdrawal(w, Withdrawal, null, Noon)).ThenRefused("wallet.calendar-ends");
        given.When(w => WithdrawalDecisions.ConfirmWithdrawal(w, Withdrawal, null, ConfirmBy)).ThenRefused("wallet.withdrawal-expired");
    }

    [Fact]
    public void P6_when_its_time_is_over_a_withdrawal_cannot_be_confirmed_and_its_money_comes_back()
    {
        var given = GivenBalance(100, Requested);
        given.When(w => WithdrawalDecisions.ConfirmWithdrawal(w, Withdrawal, Window, ConfirmBy)).ThenRefused("wallet.withdrawal-expired");
        given.When(w => WithdrawalDecisions.ExpireWithdrawal(w, Withdrawal, ConfirmBy)).Then(
            new WithdrawalCancelled(WalletId, Withdrawal, ReleaseReason.NotConfirmed, ConfirmBy),
            new HoldReleased(WalletId, Withdrawal, 70_00, ReleaseReason.NotConfirmed, ConfirmBy));
    }

    [Theory]
    [MemberData(nameof(UnderWay))]
    public void S90_a_confirmed_withdrawal_is_neither_confirmed_again_nor_cancelled_nor_does_it_lapse(string stage)
    {
        var given = GivenBalance(100, At(stage));
        given.When(w => WithdrawalDecisions.ConfirmWithdrawal(w, Withdrawal, Window, Noon)).ThenRefused("wallet.withdrawal-under-way");
        given.When(w => WithdrawalDecisions.CancelWithdrawal(w, Withdrawal, Noon)).ThenRefused("wallet.withdrawal-under-way");
        given.When(w => WithdrawalDecisions.ExpireWithdrawal(w, Withdrawal, ConfirmBy)).ThenNothing();
    }

    [Theory]
    [MemberData(nameof(Over))]
    public void I9_a_withdrawal_that_ended_ends_only_once(string end)
    {
        var given = GivenBalance(100, At(end));
        given.When(w => WithdrawalDecisions.ConfirmWithdrawal(w, Withdrawal, Window, Noon)).ThenRefused("wallet.withdrawal-unknown");
        given.When(w => WithdrawalDecisions.CancelWithdrawal(w, Withdrawal, Noon)).ThenRefused("wallet.withdrawal-unknown");
        given.When(w => WithdrawalDecisions.ExpireWithdrawal(w, Withdrawal, ConfirmBy)).ThenNothing();
        given.When(w => WithdrawalDecisions.RecordSent(w, Withdrawal, Noon)).ThenNothing();
        given.When(w => WithdrawalDecisions.RecordUnknown(w, Withdrawal, Noon)).ThenNothing();
        given.When(w => WithdrawalDecisions.Settle(w, Withdrawal, Roubles(70), Noon)).ThenNothing();
        given.When(w => WithdrawalDecisions.Reject(w, Withdrawal, "late", Noon)).ThenNothing();
        given.When(w => WithdrawalDecisions.MarkOverdue(w, Withdrawal, Noon.AddYears(1))).ThenNothing();
    }

    [Fact]
    public void S88_the_customer_takes_an_unconfirmed_withdrawal_back() =>
        GivenBalance(100, Requested).When(w => WithdrawalDecisions.CancelWithdrawal(w, Withdrawal, Noon)).Then([.. Cancelled.Skip(2)]);

    [Fact]
    public void S91_before_the_code_the_bank_has_nothing_to_say()
    {
        var given = GivenBalance(100, Requested);
        given.When(w => WithdrawalDecisions.RecordSent(w, Withdrawal, Noon)).ThenNothing();
        given.When(w => WithdrawalDecisions.RecordUnknown(w, Withdrawal, Noon)).ThenNothing();
        given.When(w => WithdrawalDecisions.Settle(w, Withdrawal, Roubles(70), Noon)).ThenRefused("payment.unknown");
        given.When(w => WithdrawalDecisions.Reject(w, Withdrawal, "early", Noon)).ThenNothing();
        given.When(w => WithdrawalDecisions.MarkOverdue(w, Withdrawal, Noon.AddYears(1))).ThenNothing();
    }

    [Theory]
    [InlineData(nameof(Confirmed))]
    [InlineData(nameof(Unknown))]
    public void S91_the_bank_takes_a_payout_into_work(string stage) =>
        GivenBalance(100, At(stage)).When(w => WithdrawalDecisions.RecordSent(w, Withdrawal, Noon)).Then(new WithdrawalSent(WalletId, Withdrawal, Noon));

    [Fact]
    public void S91_a_payout_that_is_with_the_bank_is_not_sent_again() =>
        GivenBalance(100, Sent).When(w => WithdrawalDecisions.RecordSent(w, Withdrawal, Noon)).ThenNothing();

    [Fact]
    public void X4_a_dispatch_that_times_out_is_unknown_and_its_money_stays_held()
    {
        GivenBalance(100, Confirmed).When(w => WithdrawalDecisions.RecordUnknown(w, Withdrawal, Noon))
            .Then(new WithdrawalOutcomeUnknown(WalletId, Withdrawal, Noon));
        var wallet = GivenBalance(100, Unknown).State!;
        (wallet.Available, wallet.Held).Should().Be((Roubles(30), Roubles(70)));
        wallet.Withdrawal!.Status.Should().Be(WithdrawalStatus.Unknown);
    }

    [Theory]
    [InlineData(nameof(Unknown))]
    [InlineData(nameof(Sent))]
    public void X4_silence_about_what_is_known_changes_nothing(string stage) =>
        GivenBalance(100, At(stage)).When(w => WithdrawalDecisions.RecordUnknown(w, Withdrawal, Noon)).ThenNothing();

    [Theory]
    [MemberData(nameof(UnderWay))]
    public void S91_when_the_money_has_arrived_its_hold_is_captured(string stage) =>
        GivenBalance(100, At(stage)).When(w => WithdrawalDecisions.Settle(w, Withdrawal, Roubles(70), Noon)).Then([.. Settled.TakeLast(2)]);

    [Theory]
    [MemberData(nameof(UnderWay))]
    public void S91_when_the_bank_refuses_for_good_the_money_comes_back(string stage) =>
        GivenBalance(100, At(stage)).When(w => WithdrawalDecisions.Reject(w, Withdrawal, "account-closed", Noon)).Then([.. Rejected.TakeLast(2)]);

    [Theory]
    [MemberData(nameof(UnderWay))]
    public void X3_after_dispatch_a_settlement_that_fails_never_gives_the_money_back(string stage)
    {
        var given = GivenBalance(100, At(stage));
        given.When(w => WithdrawalDecisions.Settle(w, Withdrawal, new Money(69_99), Noon)).ThenRefused("payment.amount-mismatch");
        given.When(w => WithdrawalDecisions.CancelWithdrawal(w, Withdrawal, Noon)).ThenRefused("wallet.withdrawal-under-way");
        given.When(w => WithdrawalDecisions.ExpireWithdrawal(w, Withdrawal, Noon.AddYears(1))).ThenNothing();
        given.State!.Held.Should().Be(Roubles(70));
    }

    [Theory]
    [MemberData(nameof(UnderWay))]
    public void S92_a_withdrawal_is_overdue_from_the_first_moment_after_its_third_business_day(string stage)
    {
        // Confirmed on Monday 9 November: Thursday is the third business day, and Friday begins at 21:00 UTC.
        var friday = new DateTimeOffset(2026, 11, 12, 21, 0, 0, TimeSpan.Zero);
        var given = GivenBalance(100, At(stage));
        given.When(w => WithdrawalDecisions.MarkOverdue(w, Withdrawal, friday - OneSecond)).ThenNothing();
        given.When(w => WithdrawalDecisions.MarkOverdue(w, Withdrawal, friday)).Then(new WithdrawalBecameOverdue(WalletId, Withdrawal, friday));
    }

    [Fact]
    public void S92_an_overdue_withdrawal_is_flagged_once_and_goes_on()
    {
        var given = GivenBalance(100, [.. Sent, new WithdrawalBecameOverdue(WalletId, Withdrawal, Window.OverdueAt)]);
        given.When(w => WithdrawalDecisions.MarkOverdue(w, Withdrawal, Window.OverdueAt.AddDays(1))).ThenNothing();
        given.When(w => WithdrawalDecisions.Settle(w, Withdrawal, Roubles(70), Window.OverdueAt.AddDays(1))).Decision.Events.Should().HaveCount(2);
        given.State!.Held.Should().Be(Roubles(70));
    }

    [Fact]
    public void S92_a_withdrawal_on_friday_before_a_weekend_is_overdue_on_thursday()
    {
        var friday = new DateTimeOffset(2026, 11, 13, 9, 0, 0, TimeSpan.Zero);
        var wallet = GivenBalance(100).State!;
        wallet = wallet.After(Request(wallet, Roubles(1), "withdrawal", friday));
        wallet = wallet.After(WithdrawalDecisions.ConfirmWithdrawal(wallet, Withdrawal, WithdrawalWindow.From(friday), friday));
        var thursday = new DateTimeOffset(2026, 11, 18, 21, 0, 0, TimeSpan.Zero);
        WithdrawalDecisions.MarkOverdue(wallet, Withdrawal, thursday - OneSecond).Events.Should().BeEmpty();
        WithdrawalDecisions.MarkOverdue(wallet, Withdrawal, thursday).Events.Should().ContainSingle();
    }

    private static WalletEvent[] At(string stage) => stage switch
    {
        nameof(Confirmed) => Confirmed,
        nameof(Sent) => Sent,
        nameof(Unknown) => Unknown,
        nameof(Settled) => Settled,
        nameof(Rejected) => Rejected,
        nameof(Cancelled) => Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "no such stage"),
    };

    private static Decision<WalletEvent> Request(Wallet wallet, Money amount, string id = "withdrawal", DateTimeOffset? at = null) =>
        WithdrawalDecisions.RequestWithdrawal(wallet, Id(id), amount, Destination, Id("challenge"), Policy, at ?? Noon);

    private static Wallet AfterThree(DateTimeOffset at)
    {
        var wallet = GivenBalance(100).State!;
        foreach (var id in new[] { "first", "second", "third" })
        {
            wallet = wallet.After(Request(wallet, Roubles(1), id, at));
            wallet = wallet.After(WithdrawalDecisions.CancelWithdrawal(wallet, Id(id), at));
        }

        return wallet;
    }
}
