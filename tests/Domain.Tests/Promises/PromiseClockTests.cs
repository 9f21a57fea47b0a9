using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promises;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Promises;

/// <summary>Each promise at its boundaries: the last moment in time, and one tick on either side of it.</summary>
public class PromiseClockTests
{
    private static readonly Guid It = Id("promise");
    private static readonly DateTimeOffset Due = Noon.AddDays(14);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly DateTimeOffset Far = Noon.AddYears(1);

    /// <summary>What makes a promise, what carries it out at a moment, the first right moment, and the last.</summary>
    private static readonly (PromiseKind Kind, object Made, Func<DateTimeOffset, object> Done, DateTimeOffset? First, DateTimeOffset Last)[] Timed =
    [
        (PromiseKind.UnconfirmedMoneyReleased, Asked(), at => new WithdrawalCancelled(WalletId, It, ReleaseReason.NotConfirmed, at), Due, Due + PromiseClock.Tolerance),
        (PromiseKind.ContactChanged, Scheduled(), at => Phone(ContactChangeReason.GraceElapsed, at), Due, Due + PromiseClock.Tolerance),
        (PromiseKind.PayoutArrived, Confirmed(), at => new WithdrawalSettled(WalletId, It, at), null, WithdrawalWindow.From(Noon).OverdueAt - Tick),
        (PromiseKind.PointsActivated, Accrued(), at => new PointsActivated(CardId, It, 10, at.AddYears(1), at), Due, Due + PromiseClock.Tolerance),
        (PromiseKind.ReservationKept, Reserved(), at => new ReservationExpired(Id("stock"), It, 3, at), Due, Due + PromiseClock.Tolerance),
        (PromiseKind.WalletRefunded, Refunded(5_00, 0), Credited, null, Noon + PromiseClock.Tolerance),
        (PromiseKind.CardRefunded, Refunded(0, 5_00), at => new CardRefunded(OrderId, It, 5_00, at), null, Noon + PromiseClock.RefundWithin),
        (PromiseKind.CardReleased, new OrderCancelled(It, [new TenderShare(Id("line"), 0, 0, 5_00)], Noon), at => new CardPaymentVoided(It, Id("attempt"), at), null, Noon + PromiseClock.RefundWithin),
        (PromiseKind.AccountErased, new DeletionConfirmed(It, Id("deletion"), Noon), at => new ErasureCompleted(It, [], at), null, Noon + PromiseClock.EraseWithin),
    ];

    [Fact]
    public void U15_every_kind_of_promise_is_kept_until_its_last_moment_and_late_one_tick_after_it()
    {
        Timed.Select(t => t.Kind).Should().BeEquivalentTo(Enum.GetValues<PromiseKind>());
        foreach (var (kind, made, done, first, last) in Timed)
        {
            Of(kind, Far, made, done(last)).Should().BeEquivalentTo(new PromiseTally(kind, 1, 0, 0, 0, 0, []), $"{kind} in time");
            Of(kind, Far, made, done(last + Tick)).Should().BeEquivalentTo(
                new PromiseTally(kind, 0, 0, 1, 0, 0, [new BrokenPromise(It, first, last, last + Tick)]), $"{kind} late");
        }
    }

    [Fact]
    public void U15_what_must_not_come_sooner_is_kept_from_its_first_moment_and_early_one_tick_before_it()
    {
        foreach (var (kind, made, done, first, last) in Timed.Where(t => t.First is not null))
        {
            Of(kind, Far, made, done(first!.Value)).Kept.Should().Be(1, $"{kind}");
            Of(kind, Far, made, done(first.Value - Tick)).Should().BeEquivalentTo(
                new PromiseTally(kind, 0, 1, 0, 0, 0, [new BrokenPromise(It, first, last, first.Value - Tick)]), $"{kind}");
        }
    }

    [Fact]
    public void U15_what_is_not_done_is_open_until_its_last_moment_and_late_one_tick_after_it()
    {
        foreach (var (kind, made, _, first, last) in Timed)
        {
            Of(kind, last, made).Should().BeEquivalentTo(new PromiseTally(kind, 0, 0, 0, 1, 0, []), $"{kind}");
            Of(kind, last + Tick, made).Should().BeEquivalentTo(new PromiseTally(kind, 0, 0, 1, 0, 0, [new BrokenPromise(It, first, last, null)]), $"{kind}");
        }
    }

    /// <summary>Kopecks that the wallet had paid, and those that had been paid of the instalments; the event of the latter follows that of the former.</summary>
    [Theory]
    [InlineData(0, 2_00)]
    [InlineData(3_00, 2_00)]
    [InlineData(3_00, 0)]
    public void U15_S72_what_had_been_paid_of_instalments_is_promised_with_the_rest_in_one_credit(long byWallet, long paidOff)
    {
        object[] made =
        [
            new OrderCancelled(It, [new TenderShare(Id("line"), byWallet, 0, 0) { Instalments = 6_00 }], Noon),
            new InstalmentsRefunded(It, CustomerId, It, 6_00 - paidOff, paidOff, Noon),
        ];

        Of(PromiseKind.WalletRefunded, Far, [.. made, Credited(Noon)]).Should().BeEquivalentTo(new PromiseTally(PromiseKind.WalletRefunded, 1, 0, 0, 0, 0, []));
        Of(PromiseKind.WalletRefunded, Far, [Credited(Noon), .. made]).Should().BeEquivalentTo(new PromiseTally(PromiseKind.WalletRefunded, 1, 0, 0, 0, 0, []));
        Of(PromiseKind.WalletRefunded, Far, made).Late.Should().Be(1);
    }

    [Fact]
    public void U15_nothing_is_owed_when_it_ended_in_another_way()
    {
        (PromiseKind Kind, object Made, object End)[] ends =
        [
            (PromiseKind.UnconfirmedMoneyReleased, Asked(), new WithdrawalCancelled(WalletId, It, ReleaseReason.CancelledByCustomer, Noon)),
            (PromiseKind.UnconfirmedMoneyReleased, Asked(), Confirmed()),
            (PromiseKind.ContactChanged, Scheduled(), new ContactChangeCancelled(CustomerId, It, ContactKind.Phone, ContactChangeEnd.CancelledByLink, Noon)),
            (PromiseKind.ContactChanged, Scheduled(), Phone(ContactChangeReason.BothProved, Noon)),
            (PromiseKind.PayoutArrived, Confirmed(), new WithdrawalRejected(WalletId, It, "account-closed", Noon)),
            (PromiseKind.PointsActivated, Accrued(), new BonusCardClosed(CardId, 10, Noon)),
            (PromiseKind.PointsActivated, Accrued(), new PointsClawedBack(CardId, OrderId, Id("return"), 10, [new LotShare(It, 10)], 0, Noon)),
            (PromiseKind.ReservationKept, Reserved(), new ReservationReleased(Id("stock"), It, 3, Noon)),
            (PromiseKind.ReservationKept, Reserved(), new ReservationConverted(Id("stock"), It, OrderId, 3, Noon)),
            (PromiseKind.AccountErased, new DeletionConfirmed(It, Id("deletion"), Noon), new DeletionStopped(It, Id("deletion"), [], Noon)),
        ];
        foreach (var (kind, made, end) in ends)
        {
            Of(kind, Far, made, end).Should().BeEquivalentTo(new PromiseTally(kind, 0, 0, 0, 0, 1, []), $"{kind} and {end.GetType().Name}");
        }
    }

    [Fact]
    public void U15_a_part_that_is_left_is_still_owed()
    {
        Of(PromiseKind.PointsActivated, Due, Accrued(), new PointsClawedBack(CardId, OrderId, Id("return"), 9, [new LotShare(It, 9)], 0, Noon)).Open.Should().Be(1);
        Of(PromiseKind.ReservationKept, Due, Reserved(), new ReservationConverted(Id("stock"), It, OrderId, 2, Noon)).Open.Should().Be(1);
    }

    [Fact]
    public void U15_a_refund_is_kept_whichever_stream_the_store_numbers_first() =>
        Of(PromiseKind.WalletRefunded, Far, Credited(Noon), Refunded(5_00, 0)).Kept.Should().Be(1);

    [Fact]
    public void U15_a_payout_is_promised_by_the_production_calendar()
    {
        var friday = new DateTimeOffset(2026, 11, 13, 12, 0, 0, TimeSpan.Zero);
        var window = WithdrawalWindow.From(friday);

        var late = Of(PromiseKind.PayoutArrived, Far, new WithdrawalConfirmed(WalletId, It, window.ExpectedFrom, window.ExpectedBy, window.OverdueAt, friday));

        late.Broken.Single().DueAt.Should().Be(MoscowTime.StartOfDay(new DateOnly(2026, 11, 19)) - Tick, "Monday, Tuesday, Wednesday");
    }

    [Fact]
    public void U15_every_event_that_changes_a_promise_is_among_those_that_are_read()
    {
        object[] makers = [.. Timed.Select(t => t.Made), new OrderLineRemoved(OrderId, It, Id("line"), 1, 5_00, new TenderShare(Id("line"), 5_00, 0, 0), Noon)];
        makers.Concat(Timed.Select(t => t.Done(Noon))).Select(e => e.GetType()).Should().BeSubsetOf(PromiseClock.Events);
        foreach (var example in EventExamples.All.Where(e => !PromiseClock.Events.Contains(e.GetType())))
        {
            Tallies(Far, [.. Timed.Select(t => t.Made), example]).Should().BeEquivalentTo(Tallies(Far, [.. Timed.Select(t => t.Made)]), example.GetType().Name);
        }
    }

    private static PromiseTally Of(PromiseKind kind, DateTimeOffset now, params object[] history) => Tallies(now, history).Single(t => t.Promise == kind);

    private static IReadOnlyList<PromiseTally> Tallies(DateTimeOffset now, object[] history)
    {
        var clock = new PromiseClock();
        foreach (var happened in history) clock.Add(happened);
        return clock.At(now);
    }

    private static WithdrawalRequested Asked() => new(WalletId, It, 5_00, Destination, Id("code"), Due, Noon);

    private static WithdrawalConfirmed Confirmed()
    {
        var window = WithdrawalWindow.From(Noon);
        return new WithdrawalConfirmed(WalletId, It, window.ExpectedFrom, window.ExpectedBy, window.OverdueAt, Noon);
    }

    private static ContactChangeScheduled Scheduled() => new(CustomerId, It, ContactKind.Phone, Due, Noon);

    private static PhoneChanged Phone(ContactChangeReason reason, DateTimeOffset at)
    {
        var phone = new Pii<string>(CustomerId, "phone", "+79161234567");
        return new PhoneChanged(CustomerId, It, phone, phone, reason, at);
    }

    private static PointsAccrued Accrued() => new(CardId, It, 10, OrderId, Due, Noon, "2026-11");

    private static ItemReserved Reserved() => new(Id("stock"), It, CustomerId, "tea", 3, Due, Noon);

    private static ReturnRefunded Refunded(long toWallet, long toCard) => new(OrderId, It, [], toWallet, toCard, 0, Noon);

    private static WalletCredited Credited(DateTimeOffset at) => new(WalletId, It, 5_00, CreditSource.ReturnRefunded, It, OrderId, at);
}
