using CsCheck;
using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Tests.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>Random lives of one account, played again: under the numbers of the time, and under others.</summary>
public class AccountReplayTests
{
    private const int Iterations = 2_000;
    private static readonly PoliciesUnderTest AsItWas = new(new BonusCardPolicy(), new OrderPolicy(), new WalletPolicy());

    private static readonly Gen<PoliciesUnderTest> Others = Gen.Select(
        Gen.Int[0, 2_000], Gen.Int[0, 3], Gen.Int[0, 400], Gen.Long[0, 10_000], Gen.Int[0, 4],
        (rate, years, days, part, withdrawals) => new PoliciesUnderTest(
            new BonusCardPolicy { BasisPoints = rate, YearsValid = years },
            new OrderPolicy { ReturnWindow = TimeSpan.FromDays(days), MaxPointsBasisPoints = part },
            new WalletPolicy { WithdrawalsADay = withdrawals, MaxWithdrawal = new Money(1_000_00) }));

    [Fact]
    public void U6_under_the_numbers_of_the_time_every_life_comes_out_event_for_event_as_it_was() => Step.Lives.Sample(
        steps =>
        {
            var life = Lived(steps);

            var replayed = Replay(life, AsItWas);

            replayed.Events.Should().Equal(life.History.Select(h => h.Happened).OfType<BonusCardEvent>(), Same);
            (replayed.Missing, replayed.Forbidden.Count, replayed.Replayed).Should().Be((0, 0, replayed.Recorded));
        },
        iter: Iterations);

    [Fact]
    public void U6_under_any_other_numbers_no_point_is_made_or_lost_and_no_lot_is_below_zero() => Gen.Select(Step.Lives, Others).Sample(
        (steps, policies) =>
        {
            var life = Lived(steps);

            var replayed = Replay(life, policies);

            foreach (var p in new[] { replayed.Recorded, replayed.Replayed })
                (p.Earned + p.Restored - p.Spent - p.TakenBack - p.Expired - p.Forfeited).Should().Be(p.Pending + p.Active - p.Debt);
            replayed.Recorded.Should().Be(Replay(life, AsItWas).Recorded);
            BonusCard? card = null;
            foreach (var happened in replayed.Events)
            {
                card = BonusCard.Evolve(card, happened);
                card!.Lots.Should().NotContain(l => l.Pending < 0 || l.Active < 0);
            }

            replayed.Missing.Should().BeGreaterThanOrEqualTo(replayed.Recorded.Spent - replayed.Replayed.Spent);
        },
        iter: Iterations);

    [Fact]
    public void U6_what_the_other_limits_forbid_is_told_and_counted_by_moscow_day()
    {
        var (replay, wallet, evening) = (new AccountReplay(AsItWas with { Wallets = new WalletPolicy { WithdrawalsADay = 1, MaxWithdrawal = new Money(500), MaxTopUp = new Money(900) } }), Known.WalletId, new DateTimeOffset(2026, 11, 23, 20, 59, 0, TimeSpan.Zero));
        WalletEvent[] asked =
        [
            new TopUpRequested(wallet, Known.Id("fits"), 900, evening), new TopUpRequested(wallet, Known.Id("too much"), 901, evening),
            Withdrawal("a", 500, evening), Withdrawal("b", 501, evening), Withdrawal("c", 1, evening), Withdrawal("d", 500, evening.AddMinutes(1)),
        ];
        foreach (var each in asked) replay.Add(wallet, each);

        replay.At(evening.AddDays(1)).Forbidden.Should().Equal(
            new ForbiddenDeed(evening, wallet, "wallet.amount-out-of-range"),
            new ForbiddenDeed(evening, wallet, "wallet.amount-out-of-range"),
            new ForbiddenDeed(evening, wallet, "wallet.withdrawal-limit"));
    }

    [Fact]
    public void U6_of_fewer_points_that_paid_a_part_of_the_goods_brings_back_its_part_alone()
    {
        var told = PaidWithPoints();
        var back = told.Select(t => t.Happened).OfType<ReturnRefunded>().Single().GivenBack.Sum(s => s.Points);
        var paid = Paid(told);
        (paid, back).Should().Match<(long Paid, long Back)>(p => p.Paid > 6 && p.Back > 0 && p.Back < p.Paid && Math.Min(6, p.Back) != 6 * p.Back / p.Paid, "else it shows nothing");

        var replayed = Replay(told, HalfAPercent).Replayed;

        (replayed.Spent, replayed.Restored).Should().Be((6, 6 * back / paid));
    }

    [Fact]
    public void U6_points_that_the_store_numbered_before_their_order_are_limited_by_it_all_the_same()
    {
        var told = PaidWithPoints();
        var redeemed = told.Single(t => t.Happened is PointsRedeemed);
        told.Remove(redeemed);
        told.Insert(told.FindIndex(t => t.Happened is OrderPlaced && t.Stream == Known.OrderId), redeemed);

        var replayed = Replay(told, HalfAPercent);

        (replayed.Replayed.Spent, replayed.Missing).Should().Be((6, Paid(told) - 6));
    }

    // Of goods for 1,300 roubles: 6 points. All that the first order earns pays the second, of which the kettle comes back.
    private static PoliciesUnderTest HalfAPercent => AsItWas with { Orders = new OrderPolicy { MaxPointsBasisPoints = 50 } };

    private static long Paid(IEnumerable<(Guid Stream, object Happened)> told) => told.Select(t => t.Happened).OfType<PointsRedeemed>().Single().Points;

    private static List<(Guid Stream, object Happened)> PaidWithPoints()
    {
        var (streams, first, week) = (new Streams(), Known.Id("first"), Known.Noon.AddDays(7));
        List<(Guid Stream, object Happened)> told = [];
        void Do(Action<Transaction> command) => streams.Run(t =>
        {
            command(t);
            told.AddRange(t.Appended);
        }).HadEffect.Should().BeTrue();
        void Order(Guid id, Func<Order, Decision<OrderEvent>> decide) => Do(t => t.Append(id, decide(t.Order(id)!)));
        void Deliver(Guid id, DateTimeOffset at)
        {
            Order(id, o => OrderDecisions.StartAssembly(o, at));
            Order(id, o => OrderDecisions.Ship(o, at));
            Do(t => Commands.Deliver(t, id, at));
        }

        Do(t => t.Appended.AddRange([(Known.WalletId, Histories.Opened), (Known.WalletId, Histories.ToppedUp(10_000)), (Known.CardId, new BonusCardIssued(Known.CardId, Known.CustomerId, Known.Noon))]));
        Do(t => Commands.Place(t, first, Quote.For(first, [new(OrderLife.Book, 2), new(OrderLife.Kettle, 1)], DeliveryKind.Courier, Commands.OrderPolicy), [], OrderLife.ByCourier, Known.Noon));
        Do(t => Commands.Pay(t, first, Known.Id("pays first"), t.Order(first)!.Total, 0, false, Known.Noon));
        Deliver(first, Known.Noon);
        Do(t => t.Append(Known.CardId, BonusCardDecisions.Activate(t.Card!, first, Commands.CardPolicy, week)));
        Do(t => Commands.Place(t, Known.OrderId, OrderLife.Priced, [], OrderLife.ByCourier, week));
        var earned = streams.Card!.Active;
        Do(t => Commands.Pay(t, Known.OrderId, Known.Id("pays"), t.Order(Known.OrderId)!.Total - new Money(earned * 100), earned, false, week));
        Deliver(Known.OrderId, week);
        Order(Known.OrderId, o => ReturnDecisions.RequestReturn(o, Known.Id("return"), [new ReturnedUnits(OrderLife.KettleLine, 1, ReturnReason.Defective)], RefundDestination.Wallet, week));
        Order(Known.OrderId, o => ReturnDecisions.Approve(o, Known.Id("return"), week));
        Do(t => Commands.Receive(t, Known.OrderId, Known.Id("return"), [new CountedUnits(OrderLife.KettleLine, 1)], week));
        return told;
    }

    private static ReplayedAccount Replay(IEnumerable<(Guid Stream, object Happened)> history, PoliciesUnderTest policies)
    {
        var replay = new AccountReplay(policies);
        foreach (var (stream, happened) in history) replay.Add(stream, happened);
        return replay.At(Known.Noon.AddDays(7));
    }

    private static WithdrawalRequested Withdrawal(string name, long amount, DateTimeOffset at) =>
        new(Known.WalletId, Known.Id(name), amount, Known.Destination, Known.Id("code"), at.AddMinutes(20), at);

    private static Life Lived(IEnumerable<Step> steps)
    {
        var life = new Life();
        life.Play(steps);
        return life;
    }

    private static ReplayedAccount Replay(Life life, PoliciesUnderTest policies)
    {
        var replay = new AccountReplay(policies);
        foreach (var (stream, happened) in life.History) replay.Add(stream, happened);
        return replay.At(life.Now);
    }

    // Records hold lists, which are equal by what is in them and not to C#.
    private static bool Same(BonusCardEvent one, BonusCardEvent other) =>
        one.GetType() == other.GetType() && System.Text.Json.JsonSerializer.Serialize(one, one.GetType()) == System.Text.Json.JsonSerializer.Serialize(other, other.GetType());
}
