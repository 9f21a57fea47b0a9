using CsCheck;
using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Ledger;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.BonusCards;

/// <summary>Random lives of one card, asked for anything in any order.</summary>
public class CardProperties
{
    private const int Iterations = 3_000;
    private static readonly BonusCardPolicy Policy = new();

    // What is asked, of which order, how many points, and how many days later.
    private static readonly Gen<(int Ask, int Order, long Points, int Days)[]> Lives =
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 4], Gen.Long[0, 30], Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 370])).Array[1, 60];

    [Fact]
    public void I7_points_are_never_below_zero_lots_make_the_balance_and_debt_is_settled_first() => Lives.Sample(
        steps =>
        {
            var (card, check, version) = (default(BonusCard), new InvariantCheck(), 0L);
            var now = Noon;
            foreach (var step in steps.Prepend((Ask: 6, Order: 0, Points: 0, Days: 0)))
            {
                now = now.AddDays(step.Days);
                foreach (var happened in Decide(card, step, now).Events)
                {
                    card = BonusCard.Evolve(card, happened)!;
                    check.Add(CardId, ++version, happened);
                }

                card!.Lots.Should().NotContain(l => l.Pending < 0 || l.Active < 0);
                check.Balances.GetValueOrDefault($"points:{CardId}").Should().Be((card.Lots.Sum(l => l.Pending + l.Active) - card.Debt) * 100);
                if (step.Ask is 1 or 3) (card.Debt > 0 && card.Spendable(now).Any()).Should().BeFalse("points that became spendable settle the debt first");
                check.Balances.Values.Sum().Should().Be(0);
            }

            // The orders that were paid have no streams here, so only what is said of the card is asked for.
            check.Finish().Where(v => v.Invariant == "I7").Should().BeEmpty();
        },
        iter: Iterations);

    [Fact]
    public void X19_X20_whatever_is_asked_for_twice_at_once_happens_once() => Lives.Sample(
        steps =>
        {
            var (card, now) = (default(BonusCard), Noon);
            foreach (var step in steps.Prepend((Ask: 6, Order: 0, Points: 0, Days: 0)))
            {
                now = now.AddDays(step.Days);
                card = Decide(card, step, now).Events.Aggregate(card, BonusCard.Evolve);
                // Points given back or taken back in parts are told apart by their order, which decides that each part happens once.
                if (step.Ask is not (3 or 4)) Decide(card, step, now).Events.Should().BeEmpty();
            }
        },
        iter: Iterations);

    private static Decision<BonusCardEvent> Decide(BonusCard? card, (int Ask, int Order, long Points, int Days) step, DateTimeOffset now)
    {
        var order = Id($"order {step.Order}");
        return step.Ask switch
        {
            0 => BonusCardDecisions.Accrue(card!, order, step.Points, now.AddDays(7), Policy, now),
            1 => BonusCardDecisions.Activate(card!, order, Policy, now),
            2 => BonusCardDecisions.Redeem(card!, Id($"redemption {step.Order}"), step.Points, Id("paid"), now),
            3 => BonusCardDecisions.Restore(card!, Id($"redemption {step.Order}"), Id("cause"), step.Points, now),
            4 => BonusCardDecisions.ClawBack(card!, order, Id("return"), step.Points, now),
            5 => BonusCardDecisions.Expire(card!, order, now),
            // A card is closed now and then, and opened again: seldom, so that most lives have points to move.
            7 when step.Points > 25 => BonusCardDecisions.Close(card!, card!.Redemptions.Count, 0, now),
            _ => BonusCardDecisions.Issue(card, CardId, CustomerId, Id("document"), now),
        };
    }
}
