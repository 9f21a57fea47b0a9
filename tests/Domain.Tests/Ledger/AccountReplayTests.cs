using CsCheck;
using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
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
