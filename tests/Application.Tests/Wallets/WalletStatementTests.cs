using CsCheck;
using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Domain.Wallets;
using Marketplace.Host.Http;
using Marketplace.Host.Wallets;
using Xunit;

namespace Marketplace.Application.Tests.Wallets;

/// <summary>Statements of made-up histories, in which what took effect is recorded sooner or later, also in another order.</summary>
public sealed class WalletStatementTests
{
    private static readonly Guid Wallet = Guid.NewGuid();
    private static readonly DateTimeOffset Noon = new(2026, 11, 9, 9, 0, 0, TimeSpan.Zero);

    private static readonly Gen<RecordedWalletEvent[]> Histories =
        Gen.Select(Gen.Long[1, 1_000_00], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 6], (amount, effective, recorded, kind) => (amount, effective, recorded, kind))
            .Array[0, 30].Select(made => made.Select((m, n) => new RecordedWalletEvent(
                new Guid(n + 1, 0, 0, new byte[8]), n + 1, Noon.AddMinutes(m.recorded), Event(m.kind, m.amount, Noon.AddMinutes(m.effective)))).ToArray());

    private static readonly Gen<(int From, int Length, StatementClock Clock)> Periods =
        Gen.Select(Gen.Int[-2, 22], Gen.Int[0, 24], Gen.Bool, (from, length, recorded) => (from, length, recorded ? StatementClock.Recorded : StatementClock.Effective));

    [Fact]
    public void S93_U2_opening_and_entries_make_the_closing_in_any_period_by_either_clock() =>
        Gen.Select(Histories, Periods).Sample((history, period) =>
        {
            var statement = Of(history, period.From, period.From + period.Length, period.Clock);
            (statement.Opening + statement.Entries.Sum(e => e.Amount)).Should().Be(statement.Closing);
            statement.Entries.Aggregate(statement.Opening, (balance, e) =>
            {
                e.Balance.Should().Be(balance + e.Amount);
                return e.Balance;
            }).Should().Be(statement.Closing);
            statement.Entries.Where(e => e.At < statement.From || e.At >= statement.To).Should().BeEmpty();
            statement.Entries.Should().BeInAscendingOrder(e => e.At);
        }, iter: 2_000);

    [Fact]
    public void S93_U2_a_period_cut_anywhere_is_its_two_parts_by_either_clock() =>
        Gen.Select(Histories, Periods, Gen.Int[0, 24]).Sample((history, period, cut) =>
        {
            var (begin, end) = (period.From, period.From + period.Length);
            var middle = Math.Min(begin + cut, end);
            var (whole, first, second) = (Of(history, begin, end, period.Clock), Of(history, begin, middle, period.Clock), Of(history, middle, end, period.Clock));
            first.Closing.Should().Be(second.Opening);
            (first.Opening, second.Closing).Should().Be((whole.Opening, whole.Closing));
            first.Entries.Concat(second.Entries).Should().Equal(whole.Entries);
        }, iter: 2_000);

    [Fact]
    public void S93_U2_the_pages_of_a_period_together_are_its_statement_and_each_keeps_opening_and_closing() =>
        Gen.Select(Histories, Periods, Gen.Int[1, 12]).Sample((history, period, limit) =>
        {
            var whole = Of(history, period.From, period.From + period.Length, period.Clock);
            List<StatementEntry> shown = [];
            string? cursor = null;
            do
            {
                var page = WalletStatementPage.Of(whole, StatementPage.From(limit, cursor)!)!;
                (page.From, page.To, page.Clock, page.Opening, page.Closing).Should().Be((whole.From, whole.To, whole.Clock, whole.Opening, whole.Closing));
                page.BroughtForward.Should().Be(shown.Count == 0 ? whole.Opening : shown[^1].Balance);
                (page.BroughtForward + page.Entries.Sum(e => e.Amount)).Should().Be(page.CarriedForward);
                page.Entries.Count.Should().BeLessThanOrEqualTo(limit);
                shown.AddRange(page.Entries);
                cursor = page.NextCursor;
                if (cursor is null) page.CarriedForward.Should().Be(whole.Closing);
            }
            while (cursor is not null);
            shown.Should().Equal(whole.Entries);
        }, iter: 2_000);

    [Fact]
    public void S93_a_cursor_of_another_statement_is_no_place_in_this_one()
    {
        RecordedWalletEvent[] history = [.. Enumerable.Range(1, 3).Select(n => new RecordedWalletEvent(Guid.NewGuid(), n, Noon.AddMinutes(n), Event(0, n, Noon.AddMinutes(n))))];
        var cursor = WalletStatementPage.Of(Of(history, 0, 10, StatementClock.Effective), StatementPage.From(1, null)!)!.NextCursor;
        cursor.Should().NotBeNull();
        WalletStatementPage.Of(Of(history, 2, 10, StatementClock.Effective), StatementPage.From(1, cursor)!).Should().BeNull("its entry is before this period");
        StatementPage.From(1_001, null).Should().BeNull();
        StatementPage.From(1_000, null).Should().NotBeNull();
        StatementPage.From(0, null).Should().BeNull();
    }

    [Fact]
    public void U2_over_all_time_both_clocks_tell_of_the_same_money() =>
        Histories.Sample(history =>
        {
            var (recorded, effective) = (Of(history, -10, 100, StatementClock.Recorded), Of(history, -10, 100, StatementClock.Effective));
            recorded.Closing.Should().Be(effective.Closing);
            recorded.Entries.Select(e => e.EventId).Should().BeEquivalentTo(effective.Entries.Select(e => e.EventId));
        }, iter: 1_000);

    [Fact]
    public void U2_what_took_effect_in_one_period_and_was_recorded_in_the_next_is_in_each_by_its_clock()
    {
        RecordedWalletEvent[] history = [new(Guid.NewGuid(), 1, Noon.AddMinutes(10), Event(0, 5_00, Noon.AddMinutes(4)))];
        Of(history, 0, 10, StatementClock.Effective).Closing.Should().Be(5_00);
        Of(history, 0, 10, StatementClock.Recorded).Closing.Should().Be(0);
        var later = Of(history, 10, 20, StatementClock.Recorded).Entries.Single();
        (later.At, later.EffectiveAt, later.RecordedAt).Should().Be((Noon.AddMinutes(10), Noon.AddMinutes(4), Noon.AddMinutes(10)));
    }

    [Fact]
    public void S93_the_first_moment_belongs_to_a_period_and_the_moment_after_it_does_not()
    {
        RecordedWalletEvent[] history = [new(Guid.NewGuid(), 1, Noon, Event(0, 5_00, Noon))];
        Of(history, 0, 1, StatementClock.Effective).Entries.Should().HaveCount(1);
        Of(history, -1, 0, StatementClock.Effective).Entries.Should().BeEmpty();
        Of(history, 0, 0, StatementClock.Effective).Closing.Should().Be(0, "an empty period closes as it opens");
    }

    [Fact]
    public void U7_the_entries_the_lots_and_the_sources_of_an_explanation_each_make_the_balance()
    {
        RecordedWalletEvent[] history = [.. Story().Select((e, n) => new RecordedWalletEvent(new Guid(n + 1, 0, 0, new byte[8]), n + 1, Noon.AddMinutes(n), e))];

        var explained = WalletExplanation.Of(history, new Dictionary<Guid, long>())!;

        explained.Balance.Should().Be(60_00);
        (explained.Entries.Sum(e => e.Amount), explained.Lots.Sum(l => l.Left), explained.BySource.Values.Sum()).Should().Be((60_00, 60_00, 60_00));
        explained.BySource.Should().BeEquivalentTo(new Dictionary<string, long> { ["certificate"] = 10_00, ["top-up"] = 50_00 });
        explained.Entries.Should().AllSatisfy(e => e.Origins.Sum(o => o.Amount).Should().Be(e.Amount));
        explained.Entries.Select(e => e.EventId).Should().BeSubsetOf(history.Select(h => h.EventId));
        explained.Holds.Single().EventId.Should().Be(history[^1].EventId);
        (explained.Balance - explained.Holds.Sum(h => h.Amount)).Should().Be(explained.Available);
        WalletExplanation.Of([], new Dictionary<Guid, long>()).Should().BeNull();
    }

    private static IEnumerable<WalletEvent> Story()
    {
        var (gift, card, hold, order, next) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        yield return new WalletOpened(Wallet, Guid.NewGuid(), Noon);
        yield return new WalletCredited(Wallet, gift, 30_00, CreditSource.Certificate, gift, null, Noon);
        yield return new WalletCredited(Wallet, card, 50_00, CreditSource.TopUp, card, null, Noon);
        yield return new FundsHeld(Wallet, hold, 40_00, HoldPurpose.Order, order, null, Noon);
        yield return new HoldCaptured(Wallet, hold, 40_00, HoldPurpose.Order, order, Noon);
        yield return new WalletCredited(Wallet, order, 20_00, CreditSource.OrderCancelled, order, order, Noon);
        yield return new FundsHeld(Wallet, next, 25_00, HoldPurpose.Order, next, null, Noon);
    }

    private static WalletStatement Of(RecordedWalletEvent[] history, int from, int to, StatementClock clock) =>
        WalletStatement.Of(history, Noon.AddMinutes(from), Noon.AddMinutes(to), clock);

    private static WalletEvent Event(int kind, long amount, DateTimeOffset at)
    {
        var id = Guid.NewGuid();
        return kind switch
        {
            0 => new WalletCredited(Wallet, id, amount, CreditSource.TopUp, id, null, at),
            1 => new WalletCredited(Wallet, id, amount, CreditSource.Certificate, id, null, at),
            2 => new HoldCaptured(Wallet, id, amount, HoldPurpose.Order, id, at),
            3 => new HoldCaptured(Wallet, id, amount, HoldPurpose.Withdrawal, id, at),
            4 => new WithdrawalSettledAfterRejection(Wallet, id, amount, amount / 2, at),
            5 => new WalletDebtSettled(Wallet, id, amount, at),
            _ => new FundsHeld(Wallet, id, amount, HoldPurpose.Order, id, null, at),
        };
    }
}
