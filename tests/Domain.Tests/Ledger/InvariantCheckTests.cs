using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Ledger.Histories;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>The checker finds nothing in a true history, and in each tampered one what was tampered with.</summary>
public class InvariantCheckTests
{
    [Fact]
    public void A_true_history_breaks_nothing()
    {
        var check = Check(Truth);
        check.Finish().Should().BeEmpty();
        check.Events.Should().Be(Truth.Length);
        check.Balances.Values.Sum().Should().Be(0);
        check.Wallets[WalletId]!.Available.Should().Be(Roubles(1_000 - 500 + 1_200 + 70 - 300));
        check.BonusCards[CardId]!.Active.Should().Be(100);
        check.Finish().Should().BeEmpty("asking twice finds nothing new");
    }

    [Fact]
    public void I1_an_order_whose_lines_were_paid_with_more_than_its_tenders_does_not_sum_to_0() =>
        Found(Tampered<OrderPaid>(e => e with { Shares = [e.Shares[0] with { Card = e.Shares[0].Card + 1 }, .. e.Shares.Skip(1)] })).Should().Contain("I1");

    [Fact]
    public void I1_a_refund_that_pays_out_more_than_was_given_back_does_not_sum_to_0() =>
        Found(Tampered<ReturnRefunded>(e => e with { ToWallet = e.ToWallet + 100 })).Should().Contain("I1").And.Contain("I6");

    [Fact]
    public void I2_a_wallet_below_zero_is_found() =>
        Found([Opened, ToppedUp(10), new FundsHeld(WalletId, Id("hold"), 10_01, HoldPurpose.Withdrawal, Id("hold"), null, Noon)]).Should().Contain("I2");

    [Fact]
    public void I3_a_hold_that_is_released_twice_is_found() =>
        Found([
            Opened, ToppedUp(10), new FundsHeld(WalletId, Id("hold"), 5_00, HoldPurpose.Order, OrderId, null, Noon),
            new HoldReleased(WalletId, Id("hold"), 5_00, ReleaseReason.PaymentDeclined, Noon),
            new HoldReleased(WalletId, Id("hold"), 5_00, ReleaseReason.PaymentDeclined, Noon),
        ]).Should().Equal("I3");

    [Fact]
    public void I3_a_stream_that_does_not_begin_is_found()
    {
        Found([ToppedUp(10)]).Should().Equal("I3");
        Found([new OrderAssemblyStarted(OrderId, Noon)]).Should().Equal("I3");
        Found([new PointsAccrued(CardId, Id("lot"), 1, OrderId, Noon, Noon, "")]).Should().Equal("I7");
    }

    [Fact]
    public void I4_tenders_that_do_not_pay_the_total_are_found()
    {
        Found(Tampered<OrderPaymentRequested>(e => e with { CardAmount = e.CardAmount - 1 })).Should().Equal("I4");
        Found(Tampered<OrderPaid>(e => e with { CardAmount = e.CardAmount - 1 })).Should().Contain("I4");
    }

    [Fact]
    public void I4_a_refund_that_never_reached_the_wallet_is_found() =>
        Found([.. Truth.Where(e => e is not WalletCredited { Source: CreditSource.ReturnRefunded })]).Should().Equal("I4");

    [Fact]
    public void I4_a_capture_of_less_than_was_due_is_found() =>
        Found(Tampered<CardPaymentCaptured>(e => e with { Amount = e.Amount - 1 })).Should().Equal("I4");

    [Fact]
    public void I5_a_total_that_is_not_the_sum_of_its_lines_is_found() =>
        Found(Tampered<OrderPlaced>(e => e with { Total = e.Total + 1 })).Should().Equal("I5");

    [Fact]
    public void I5_a_kopeck_moved_from_one_line_to_another_is_found() =>
        Found(Tampered<OrderPaid>(e => e with
        {
            Shares = [e.Shares[0] with { Wallet = e.Shares[0].Wallet + 1 }, e.Shares[1] with { Wallet = e.Shares[1].Wallet - 1 }, .. e.Shares.Skip(2)],
        })).Should().Contain("I5");

    [Fact]
    public void I6_more_units_than_there_were_are_found() =>
        Found(Tampered<ReturnReceived>(e => e with { Counted = [e.Counted[0] with { Quantity = 3 }, .. e.Counted.Skip(1)] })).Should().Contain("I6");

    [Fact]
    public void I6_a_refund_of_more_than_a_line_was_paid_with_is_found_even_when_the_wallet_got_it() =>
        Found([.. Truth.Select(e => e switch
        {
            ReturnRefunded r => r with { GivenBack = [r.GivenBack[0] with { Wallet = r.GivenBack[0].Wallet + 100 }, .. r.GivenBack.Skip(1)], ToWallet = r.ToWallet + 100 },
            WalletCredited { Source: CreditSource.ReturnRefunded } c => c with { Amount = c.Amount + 100 },
            _ => e,
        })]).Should().Contain("I6");

    [Fact]
    public void I6_the_same_refund_twice_is_found_even_when_the_wallet_got_it_twice()
    {
        var refund = Truth.Single(e => e is ReturnRefunded);
        var credit = (WalletCredited)Truth.Single(e => e is WalletCredited { Source: CreditSource.ReturnRefunded });
        var restored = Truth.Single(e => e is PointsRestored);
        Found([.. Truth, refund, credit, restored]).Should().Contain("I6");
    }

    [Fact]
    public void I7_points_that_were_not_taken_back_are_found() =>
        Found(Tampered<ReturnRefunded>(e => e with { PointsTakenBack = 0 })).Should().Equal("I7");

    [Fact]
    public void I7_points_taken_back_twice_are_found() =>
        Found(Tampered<ReturnRefunded>(e => e with { PointsTakenBack = 2 * e.PointsTakenBack })).Should().Contain("I7");

    [Fact]
    public void I7_X20_points_that_a_refund_took_back_and_the_card_kept_are_found()
    {
        Found([.. Truth.Where(e => e is not PointsClawedBack)]).Should().Equal("I7");
        Found(Tampered<PointsClawedBack>(e => e with { Points = e.Points + 1, Debt = e.Debt + 1 })).Should().Equal("I7");
        Found(Tampered<PointsClawedBack>(e => e with { OrderId = Id("earlier") })).Should().Equal("I7");
    }

    [Fact]
    public void I7_points_that_a_delivery_earned_and_the_card_never_got_or_got_twice_are_found()
    {
        var accrued = Truth.OfType<PointsAccrued>().Single(e => e.OrderId == OrderId);
        Found([.. Truth.Where(e => e is not PointsAccrued { } a || a.OrderId != OrderId)]).Should().Contain("I7");
        Found(Tampered<OrderDelivered>(e => e with { PointsEarned = e.PointsEarned + 1 })).Should().Contain("I7");
        Found([.. Truth, accrued with { LotId = Id("again") }]).Should().Equal("I7");
    }

    [Fact]
    public void I7_S60_points_that_were_given_up_with_the_card_are_not_missed_when_the_goods_come_back()
    {
        var until = Truth.TakeWhile(e => e is not ReturnRequested).Count();
        object[] closed = [.. Truth.Take(until), new BonusCardClosed(CardId, Truth.OfType<PointsAccrued>().Single(e => e.OrderId == OrderId).Points, Noon)];
        object[] after = [.. Truth.Skip(until).Where(e => e is not (PointsClawedBack or PointsRestored))];

        Check([.. closed, .. after]).Finish().Where(v => v.Finding.Contains("took", StringComparison.Ordinal)).Should().BeEmpty();
        Check([.. Truth.Take(until), .. after]).Finish().Where(v => v.Finding.Contains("took", StringComparison.Ordinal)).Should().ContainSingle();
    }

    [Fact]
    public void I7_points_below_zero_are_found() =>
        Found(Tampered<PointsRedeemed>(e => e with { Lots = [e.Lots[0] with { Points = e.Lots[0].Points + 1 }] })).Should().Contain("I7");

    [Fact]
    public void I7_a_closed_card_that_keeps_points_or_goes_on_earning_is_found()
    {
        BonusCardEvent[] earned = [new BonusCardIssued(CardId, CustomerId, Noon), new PointsAccrued(CardId, Id("lot"), 10, Id("lot"), Noon, Noon, "")];
        Found([.. earned, new BonusCardClosed(CardId, 10, Noon)]).Should().BeEmpty();
        Found([.. earned, new BonusCardClosed(CardId, 9, Noon)]).Should().Equal("I7");
        Found([.. earned, new BonusCardClosed(CardId, 10, Noon), new PointsAccrued(CardId, Id("next"), 1, Id("next"), Noon, Noon, "")]).Should().Equal("I7");
    }

    [Fact]
    public void I7_points_that_are_used_after_their_expiry_or_expire_before_it_are_found()
    {
        var over = Noon.AddDays(1);
        BonusCardEvent[] active =
        [
            new BonusCardIssued(CardId, CustomerId, Noon), new PointsAccrued(CardId, Id("lot"), 10, Id("lot"), Noon, Noon, ""),
            new PointsActivated(CardId, Id("lot"), 10, over, Noon),
        ];
        Found([.. active, new PointsExpired(CardId, Id("lot"), 10, over)]).Should().BeEmpty();
        Found([.. active, new PointsExpired(CardId, Id("lot"), 10, Noon)]).Should().Equal("I7");
        Found([.. active, new PointsExpired(CardId, Id("lot"), 11, over)]).Should().Equal("I7");
        Found([.. active, new PointsClawedBack(CardId, Id("lot"), Id("return"), 15, [new(Id("lot"), 10)], 5, Noon), new PointsDebtSettled(CardId, 1, [new(Id("lot"), 1)], over)])
            .Should().Contain("I7");
    }

    [Fact]
    public void I8_a_certificate_that_was_activated_twice_is_found_even_when_the_wallet_got_it_twice()
    {
        var activated = Truth.OfType<CertificateActivated>().Single();
        var credit = Truth.Single(e => e is WalletCredited { Source: CreditSource.Certificate });
        Found([.. Truth, activated]).Should().Equal("I8");
        Found([.. Truth, credit]).Should().Equal("I8");
        Found([.. Truth, activated, credit]).Should().Equal("I8");
    }

    [Fact]
    public void I8_a_certificate_whose_money_went_nowhere_elsewhere_or_was_never_given_is_found()
    {
        Found([.. Truth.Where(e => e is not WalletCredited { Source: CreditSource.Certificate })]).Should().Equal("I8");
        Found([.. Truth.Where(e => e is not CertificateActivated)]).Should().Equal("I8");
        Found([.. Truth.Where(e => e is not CertificateIssued)]).Should().Equal("I8");
        Found(Tampered<CertificateActivated>(e => e with { Amount = e.Amount + 1 })).Should().Equal("I8");
        Found(Tampered<CertificateActivated>(e => e with { WalletId = CardId })).Should().Equal("I8");
        Found(Tampered<CertificateActivated>(e => e with { ActivatedAt = e.ActivatedAt.AddDays(1) })).Should().Equal("I8");
    }

    [Fact]
    public void I2_money_that_can_be_spent_while_the_wallet_owes_some_is_found() =>
        Found([
            Opened, ToppedUp(10),
            new WithdrawalSettledAfterRejection(WalletId, Id("w"), 15_00, 10_00, Noon),
        ]).Should().Equal("I2");

    [Fact]
    public void I9_a_hold_that_outlives_its_withdrawal_is_found() =>
        Found([.. Truth.Where(e => e is not HoldCaptured { Purpose: HoldPurpose.Withdrawal })]).Should().Equal("I9");

    [Fact]
    public void I9_a_withdrawal_whose_money_is_not_held_is_found() =>
        Found([Opened, ToppedUp(10), new WithdrawalRequested(WalletId, Id("w"), 5_00, Destination, Id("challenge"), Noon, Noon)]).Should().Equal("I9");

    [Fact]
    public void I9_a_hold_for_a_payment_that_was_declined_is_found() =>
        Found([Opened, ToppedUp(10), new FundsHeld(WalletId, Id("hold"), 5_00, HoldPurpose.Order, OrderId, null, Noon)]).Should().Equal("I9");

    [Fact]
    public void I14_whatever_is_said_of_a_person_after_the_erasure_is_found()
    {
        var (erased, ended) = (new CustomerErased(CustomerId, Noon), new ErasureCompleted(CustomerId, [], Noon));
        var said = new TermsAccepted(CustomerId, "2026-11", Noon);

        FoundOf(said, erased, ended).Should().BeEmpty();
        FoundOf(erased, said, ended).Should().Equal("I14");
        FoundOf(erased, ended, said).Should().Equal("I14");
        FoundOf(erased, erased).Should().Equal("I14");
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public void I15_a_gap_a_repeat_and_a_missing_first_version_are_found(long first, long second)
    {
        var check = new InvariantCheck();
        check.Add(WalletId, first, Opened);
        check.Add(WalletId, second, ToppedUp(10));
        check.Finish().Select(v => v.Invariant).Should().OnlyContain(i => i == "I15").And.NotBeEmpty();
    }

    [Fact]
    public void A_finding_says_where_it_is_and_names_nobody()
    {
        var violation = Check([Opened, ToppedUp(10), new HoldReleased(WalletId, Id("hold"), 1, ReleaseReason.NotConfirmed, Noon)]).Finish().Single();
        violation.Should().Be(new Violation("I3", WalletId, 3, "the wallet's state differs from its postings"));
    }

    private static IEnumerable<string> FoundOf(params CustomerEvent[] history)
    {
        var check = new InvariantCheck();
        for (var i = 0; i < history.Length; i++) check.Add(CustomerId, i + 1, history[i]);
        return check.Finish().Select(v => v.Invariant);
    }

    private static object[] Tampered<TEvent>(Func<TEvent, TEvent> change) =>
        [.. Truth.Select(e => e is TEvent found ? change(found)! : e)];

    private static IEnumerable<string> Found(object[] history) => Check(history).Finish().Select(v => v.Invariant).Distinct();
}
