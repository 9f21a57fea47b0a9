using System.Collections.Immutable;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Wallets;

/// <summary>Money that came into a wallet together from one source, and what of it is still there (U8).</summary>
/// <param name="EntryId">The credit that brought it.</param>
/// <param name="Version">The version of the wallet's stream that holds that credit.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="SourceId">The top-up, order, removal, return or certificate.</param>
/// <param name="Amount">What came.</param>
/// <param name="Left">What is left, from nothing to <paramref name="Amount"/>.</param>
public sealed record Lot(Guid EntryId, long Version, CreditSource Source, Guid SourceId, Money Amount, Money Left);

/// <summary>What one event put into a lot (positive) or took out of it (negative).</summary>
public sealed record LotChange(Guid EntryId, CreditSource Source, Guid SourceId, Money Amount);

/// <summary>
/// Where every kopeck of a wallet came from (U8). Money that came in first leaves first. What an order paid with is remembered:
/// when it is given back, it goes to the lots that it had been taken from, the last taken first, and keeps its place in the
/// queue (X18, D15). So a certificate's money stays a certificate's however often it is spent and returned. Held money has not
/// left; it leaves with its capture.
/// </summary>
/// <param name="Lots">In the order of coming in; empty ones too, because money may come back to them.</param>
/// <param name="Holds">What is held, by hold.</param>
/// <param name="Spent">What each order was paid with and has not given back, in the order of taking.</param>
public sealed record Lineage(
    ImmutableList<Lot> Lots, ImmutableDictionary<Guid, Money> Holds, ImmutableDictionary<Guid, ImmutableList<LotChange>> Spent)
{
    /// <summary>A wallet with nothing in it.</summary>
    public static Lineage Empty { get; } =
        new([], ImmutableDictionary<Guid, Money>.Empty, ImmutableDictionary<Guid, ImmutableList<LotChange>>.Empty);

    /// <summary>What is left in all lots: the wallet's balance, held money included.</summary>
    public Money Total => Money.Sum(Lots.Select(l => l.Left));

    /// <summary>The lineage after one more event, and what it moved; the moves add up to what it changed the balance by.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="version">Its version in the wallet's stream.</param>
    /// <param name="givenBack">
    /// By entry, how much of a credit for an order the wallet itself had paid (<see cref="GivenBackToWallet"/>); of an entry that
    /// is not there as much as the order was paid with.
    /// </param>
    public (Lineage After, IReadOnlyList<LotChange> Moved) With(WalletEvent happened, long version, IReadOnlyDictionary<Guid, long> givenBack) => happened switch
    {
        WalletCredited { OrderId: { } order } e => Returned(e, version, order, givenBack.TryGetValue(e.EntryId, out var own) ? own : e.Amount),
        WalletCredited e => New(e, version, new Money(e.Amount)),
        FundsHeld e => (this with { Holds = Holds.SetItem(e.HoldId, new Money(e.Amount)) }, []),
        HoldReleased e => (this with { Holds = Holds.Remove(e.HoldId) }, []),
        HoldCaptured e => Captured(e),
        WithdrawalSettledAfterRejection e => Taken(new Money(e.Amount) - new Money(e.Owed)),
        WalletDebtSettled e => Taken(new Money(e.Amount)),
        _ => (this, []),
    };

    private (Lineage After, IReadOnlyList<LotChange> Moved) Captured(HoldCaptured e)
    {
        var (after, taken) = (this with { Holds = Holds.Remove(e.HoldId) }).Taken(Holds.GetValueOrDefault(e.HoldId));
        if (e.Purpose != HoldPurpose.Order) return (after, taken);
        var earlier = Spent.GetValueOrDefault(e.PurposeId) ?? [];
        return (after with { Spent = Spent.SetItem(e.PurposeId, earlier.AddRange(taken.Select(t => t with { Amount = Money.Zero - t.Amount }))) }, taken);
    }

    /// <summary>Takes from the oldest lots.</summary>
    private (Lineage After, IReadOnlyList<LotChange> Moved) Taken(Money amount)
    {
        var (lots, moved) = (Lots, new List<LotChange>());
        for (var at = 0; at < lots.Count && amount.IsPositive; at++)
        {
            if (Money.Min(amount, lots[at].Left) is not { IsPositive: true } part) continue;
            amount -= part;
            moved.Add(ChangeOf(lots[at], Money.Zero - part));
            lots = lots.SetItem(at, lots[at] with { Left = lots[at].Left - part });
        }

        return (this with { Lots = lots }, moved);
    }

    /// <summary>What the order had taken goes back to where it was taken from; what its card had paid is new here.</summary>
    private (Lineage After, IReadOnlyList<LotChange> Moved) Returned(WalletCredited e, long version, Guid order, long own)
    {
        var (lots, spent, moved) = (Lots, Spent.GetValueOrDefault(order) ?? [], new List<LotChange>());
        var (rest, toGo) = (new Money(e.Amount), new Money(Math.Min(own, e.Amount)));
        while (toGo.IsPositive && spent.Count > 0)
        {
            var last = spent[^1];
            var part = Money.Min(toGo, last.Amount);
            (toGo, rest) = (toGo - part, rest - part);
            spent = part == last.Amount ? spent.RemoveAt(spent.Count - 1) : spent.SetItem(spent.Count - 1, last with { Amount = last.Amount - part });
            var at = lots.FindIndex(l => l.EntryId == last.EntryId);
            moved.Add(ChangeOf(lots[at], part));
            lots = lots.SetItem(at, lots[at] with { Left = lots[at].Left + part });
        }

        var (after, added) = (this with { Lots = lots, Spent = Spent.SetItem(order, spent) }).New(e, version, rest);
        return (after, [.. moved, .. added]);
    }

    private (Lineage After, IReadOnlyList<LotChange> Moved) New(WalletCredited e, long version, Money amount)
    {
        if (!amount.IsPositive) return (this, []);
        var lot = new Lot(e.EntryId, version, e.Source, e.SourceId, amount, amount);
        return (this with { Lots = Lots.Add(lot) }, [ChangeOf(lot, amount)]);
    }

    private static LotChange ChangeOf(Lot lot, Money amount) => new(lot.EntryId, lot.Source, lot.SourceId, amount);
}
