using CsCheck;
using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Domain.BonusCards;
using Marketplace.Host.BonusCards;
using Marketplace.Host.Http;
using Xunit;

namespace Marketplace.Application.Tests.BonusCards;

/// <summary>Statements of made-up cards, whose events are recorded in another order than the clocks of their hosts say.</summary>
public sealed class PointsStatementTests
{
    private static readonly Guid Card = Guid.NewGuid();
    private static readonly Guid[] Orders = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
    private static readonly DateTimeOffset Noon = new(2026, 11, 9, 9, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(Guid, long, BonusCardEvent)[]> Histories =
        Gen.Select(Gen.Int[0, 6], Gen.Long[1, 500], Gen.Int[0, 2], Gen.Int[-1, 20], (kind, points, order, minute) => (kind, points, order, minute)).Array[0, 30].Select(made =>
            made.Select(m => Event(m.kind, m.points, Orders[m.order], Noon.AddMinutes(m.minute))).Prepend(new BonusCardIssued(Card, Guid.NewGuid(), Noon))
                .Select((e, n) => (new Guid(n + 1, 0, 0, new byte[8]), n + 1L, e)).ToArray());

    private static readonly Gen<(int From, int Length)> Periods = Gen.Select(Gen.Int[-2, 22], Gen.Int[0, 24], (from, length) => (from, length));

    [Fact]
    public void S59_opening_and_changes_make_the_closing_in_any_period_and_a_period_cut_anywhere_is_its_two_parts() =>
        Gen.Select(Histories, Periods, Gen.Int[0, 24]).Sample((history, period, cut) =>
        {
            var (begin, end) = (period.From, period.From + period.Length);
            var middle = Math.Min(begin + cut, end);
            var (whole, first, second) = (Of(history, begin, end), Of(history, begin, middle), Of(history, middle, end));
            (whole.Opening + whole.Items.Sum(e => e.Change)).Should().Be(whole.Closing);
            whole.Items.Should().BeInDescendingOrder(e => e.At).And.NotContain(e => e.At < whole.From || e.At >= whole.To);
            first.Closing.Should().Be(second.Opening);
            (first.Opening, second.Closing).Should().Be((whole.Opening, whole.Closing));
            second.Items.Concat(first.Items).Should().Equal(whole.Items);
        }, iter: 2_000);

    [Fact]
    public void S59_over_all_time_the_closing_is_the_balance_of_the_card() =>
        Histories.Sample(history =>
        {
            var card = history.Aggregate(default(BonusCard), (state, e) => BonusCard.Evolve(state, e.Item3));
            Of(history, -10, 100).Closing.Should().Be(card!.Balance);
        }, iter: 1_000);

    [Fact]
    public void S59_the_pages_of_a_period_together_are_its_statement_and_each_keeps_opening_and_closing() =>
        Gen.Select(Histories, Periods, Gen.Int[1, 12]).Sample((history, period, limit) =>
        {
            var whole = Of(history, period.From, period.From + period.Length);
            List<PointsEntry> shown = [];
            string? cursor = null;
            do
            {
                var page = PointsStatementPage.Of(whole, StatementPage.From(limit, cursor)!)!;
                (page.From, page.To, page.Opening, page.Closing).Should().Be((whole.From, whole.To, whole.Opening, whole.Closing));
                page.CarriedForward.Should().Be(shown.Count == 0 ? whole.Closing : shown[^1].Balance - shown[^1].Change);
                (page.BroughtForward + page.Items.Sum(e => e.Change)).Should().Be(page.CarriedForward);
                page.Items.Count.Should().BeLessThanOrEqualTo(limit);
                page.Expiring.Should().BeSameAs(whole.Expiring);
                shown.AddRange(page.Items);
                cursor = page.NextCursor;
                if (cursor is null) page.BroughtForward.Should().Be(whole.Opening);
            }
            while (cursor is not null);
            shown.Should().Equal(whole.Items);
        }, iter: 2_000);

    private static PointsStatement Of((Guid, long, BonusCardEvent)[] history, int from, int to) =>
        PointsStatement.Of(history, Noon.AddMinutes(from), Noon.AddMinutes(to))!;

    // The lot of an order is named after it.
    private static BonusCardEvent Event(int kind, long points, Guid order, DateTimeOffset at) => kind switch
    {
        0 => new PointsAccrued(Card, order, points, order, at.AddDays(7), at, "1"),
        1 => new PointsActivated(Card, order, points, at.AddYears(1), at),
        2 => new PointsRedeemed(Card, Guid.NewGuid(), points, order, [new LotShare(order, points)], at),
        3 => new PointsRestored(Card, Guid.NewGuid(), Guid.NewGuid(), points, order, [new LotShare(order, points)], at),
        4 => new PointsClawedBack(Card, order, Guid.NewGuid(), points, [new LotShare(order, points - points / 3)], points / 3, at),
        5 => new PointsDebtSettled(Card, points, [new LotShare(order, points)], at),
        _ => new PointsExpired(Card, order, points, at),
    };
}
