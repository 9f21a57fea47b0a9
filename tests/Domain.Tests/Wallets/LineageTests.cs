using System.Collections.Immutable;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Wallets;

/// <summary>Where each kopeck came from. That the lots are always the balance is also asked after every step of every random life.</summary>
public class LineageTests
{
    private static readonly Dictionary<Guid, long> NothingKnown = [];

    [Fact]
    public void U8_money_that_came_in_first_leaves_first()
    {
        var lineage = Fold(Credit("card", 100, CreditSource.TopUp), Credit("gift", 50, CreditSource.Certificate), Held("a", 120), Captured("a", 120));
        Left(lineage).Should().Equal(("card", 0), ("gift", 30));
    }

    [Fact]
    public void U8_held_money_has_not_left()
    {
        var lineage = Fold(Credit("card", 100, CreditSource.TopUp), Held("a", 60));
        lineage.Total.Should().Be(Roubles(100));
        Fold(Credit("card", 100, CreditSource.TopUp), Held("a", 60), new HoldReleased(WalletId, Id("a"), 60_00, ReleaseReason.PaymentDeclined, Noon), Captured("a", 60))
            .Total.Should().Be(Roubles(100), "a hold that ended takes nothing");
    }

    [Fact]
    public void X18_D15_what_a_certificate_paid_comes_back_as_a_certificates_money()
    {
        WalletEvent[] paid = [Credit("gift", 50, CreditSource.Certificate), Credit("card", 100, CreditSource.TopUp), Held("a", 70), Captured("a", 70)];
        Left(Fold(paid)).Should().Equal(("gift", 0), ("card", 80));

        Left(Fold([.. paid, Back("cancel", 70, CreditSource.OrderCancelled)])).Should().Equal(("gift", 50), ("card", 100));
        Left(Fold([.. paid, Back("part", 30, CreditSource.LineRemoved)])).Should().Equal([("gift", 10), ("card", 100)], "what was taken last comes back first");
    }

    [Fact]
    public void X18_D15_what_a_card_paid_is_new_money_and_what_the_wallet_paid_is_not()
    {
        WalletEvent[] history =
        [
            Credit("gift", 50, CreditSource.Certificate), Held("a", 50), Captured("a", 50), Back("return", 40, CreditSource.ReturnRefunded),
        ];
        var shares = new ReturnRefunded(OrderId, Id("return"), [new(Id("line"), 15_00, 0, 25_00)], 40_00, 0, 0, Noon);

        var lineage = Fold(history, Known(shares));

        Left(lineage).Should().Equal(("gift", 15), ("return", 25));
        lineage.Lots[1].Source.Should().Be(CreditSource.ReturnRefunded);
        Left(Fold([.. history, Back("rest", 60, CreditSource.ReturnRefunded)], Known(shares, shares with { ReturnId = Id("rest"), GivenBack = [new(Id("line"), 35_00, 0, 25_00)] })))
            .Should().Equal(("gift", 50), ("return", 25), ("rest", 25));
    }

    [Fact]
    public void U8_a_return_never_brings_back_more_of_a_source_than_the_order_took() =>
        Left(Fold(Credit("gift", 50, CreditSource.Certificate), Held("a", 20), Captured("a", 20), Back("one", 15, CreditSource.ReturnRefunded), Back("two", 15, CreditSource.ReturnRefunded)))
            .Should().Equal(("gift", 50), ("two", 10));

    [Fact]
    public void U8_a_payout_and_a_debt_take_the_oldest_money_and_nothing_restores_it() =>
        Left(Fold(
            Credit("card", 30, CreditSource.TopUp),
            new WithdrawalSettledAfterRejection(WalletId, Id("payout"), 50_00, 20_00, Noon),
            Credit("gift", 50, CreditSource.Certificate),
            new WalletDebtSettled(WalletId, Id("gift"), 20_00, Noon))).Should().Equal(("card", 0), ("gift", 30));

    [Fact]
    public void U8_an_order_that_is_paid_and_given_back_in_any_pieces_leaves_every_source_as_it_was() =>
        Gen.Select(Gen.Int[1, 100].Array[1, 6], Gen.Int[1, 100], Gen.Int[1, 60].Array[1, 8]).Sample((credits, part, pieces) =>
        {
            var before = Fold([.. credits.Select((amount, n) => Credit($"credit {n}", amount, (CreditSource)(n % 5 is var s && s == 0 ? 4 : 0)))]);
            var paid = credits.Sum() * part / 100;
            List<WalletEvent> events = [Held("a", paid), Captured("a", paid)];
            var left = paid;
            foreach (var (piece, n) in pieces.Select((p, n) => (p, n)))
            {
                var amount = n == pieces.Length - 1 ? left : Math.Min(left, piece);
                if (amount > 0) events.Add(Back($"piece {n}", amount, CreditSource.LineRemoved));
                left -= amount;
            }

            Left(Fold(before, events, NothingKnown)).Should().Equal(Left(before));
        }, iter: 5_000);

    [Fact]
    public void U8_any_history_whatever_folds_and_no_lot_is_ever_below_zero() =>
        RandomEvents.Of<WalletEvent>().Array[1, 40].Sample(history =>
        {
            var (lineage, version) = (Lineage.Empty, 0L);
            foreach (var happened in history)
            {
                var before = lineage.Total;
                (lineage, var moved) = lineage.With(happened, ++version, NothingKnown);
                moved.Sum(m => m.Amount.Kopecks).Should().Be(lineage.Total.Kopecks - before.Kopecks);
                lineage.Lots.Where(l => l.Left.Kopecks < 0 || l.Left > l.Amount).Should().BeEmpty();
            }
        }, iter: 5_000);

    private static WalletCredited Credit(string entry, long roubles, CreditSource source) =>
        new WalletCredited(WalletId, Id(entry), roubles * 100, source, Id(entry), null, Noon);

    private static WalletCredited Back(string entry, long roubles, CreditSource source) =>
        new WalletCredited(WalletId, Id(entry), roubles * 100, source, Id(entry), OrderId, Noon);

    private static WalletEvent Held(string hold, long roubles) => WalletLife.Held(hold, roubles);

    private static HoldCaptured Captured(string hold, long roubles) => new HoldCaptured(WalletId, Id(hold), roubles * 100, HoldPurpose.Order, OrderId, Noon);

    private static Dictionary<Guid, long> Known(params OrderEvent[] events) =>
        events.Select(GivenBackToWallet.Of).OfType<(Guid EntryId, long Amount)>().ToDictionary(g => g.EntryId, g => g.Amount);

    private static Lineage Fold(params WalletEvent[] history) => Fold(history, NothingKnown);

    private static Lineage Fold(WalletEvent[] history, Dictionary<Guid, long> known) => Fold(Lineage.Empty, history, known);

    private static Lineage Fold(Lineage from, IEnumerable<WalletEvent> history, Dictionary<Guid, long> known) =>
        history.Select((e, n) => (Happened: e, Version: n + 1L)).Aggregate(from, (lineage, e) => lineage.With(e.Happened, e.Version, known).After);

    private static IEnumerable<(string Entry, long Roubles)> Left(Lineage lineage) => lineage.Lots.Select(l => (NameOf(l.EntryId), l.Left.Kopecks / 100));

    private static string NameOf(Guid entry) =>
        Names.TryGetValue(entry, out var name) ? name : entry.ToString();

    private static readonly ImmutableDictionary<Guid, string> Names =
        new[] { "card", "gift", "return", "rest", "one", "two" }.ToImmutableDictionary(Id, n => n);
}
