using System.Collections.Immutable;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Wallets;

/// <summary>How far a withdrawal has come.</summary>
public enum WithdrawalStatus
{
    /// <summary>Waits for the code from the phone.</summary>
    Requested,

    /// <summary>Confirmed; on its way to the bank.</summary>
    Confirmed,

    /// <summary>The bank works on it.</summary>
    Sent,

    /// <summary>The bank did not answer; it stays open until it does.</summary>
    Unknown,
}

/// <summary>Money set aside.</summary>
public sealed record Hold(Guid HoldId, Money Amount, HoldPurpose Purpose, Guid PurposeId);

/// <summary>A withdrawal that has not ended.</summary>
public sealed record OpenWithdrawal(Guid WithdrawalId, Money Amount, WithdrawalStatus Status, DateTimeOffset ConfirmBy, DateTimeOffset? OverdueAt, bool Overdue);

/// <summary>
/// What decisions about a wallet need: what can be spent, what is held and what is under way.
/// The money of holds is no longer in <see cref="Available"/>.
/// </summary>
public sealed record Wallet(
    Guid Id,
    Guid CustomerId,
    Money Available,
    ImmutableList<Hold> Holds,
    ImmutableList<PendingTopUp> TopUps,
    OpenWithdrawal? Withdrawal,
    DateOnly WithdrawalDay,
    int WithdrawalsThatDay)
{
    private const int Remembered = 20;

    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>
    /// How the last top-ups ended, so that a request that comes again makes no money (X19), and money that the acquirer takes
    /// after it had declined is credited once (S84). Few, because a wallet lives long: <see cref="Recalling"/> fetches the older ones.
    /// </summary>
    public ImmutableList<EndedTopUp> RememberedTopUps { get; init; } = [];

    /// <summary>
    /// The last withdrawals that ended, so that a request which comes again after its end is seen as the same one. An older
    /// repeat meets the stored answer of its key.
    /// </summary>
    public ImmutableList<Guid> EndedWithdrawals { get; init; } = [];

    /// <summary>Whether its account is being deleted or is gone. Whoever holds the wallet's lock knows by it, without reading the account.</summary>
    public bool Closed { get; init; }

    /// <summary>
    /// What the bank paid out although it had refused to, and the wallet could not cover. While it is positive nothing is
    /// available, and money that comes in or is released settles it first.
    /// </summary>
    public Money Owed { get; init; } = Money.Zero;

    /// <summary>What is held.</summary>
    public Money Held => Money.Sum(Holds.Select(h => h.Amount));

    /// <summary>All of the customer's money here, held or not.</summary>
    public Money Balance => Available + Held;

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static Wallet? Evolve(Wallet? wallet, WalletEvent happened) => (wallet, happened) switch
    {
        (null, WalletOpened e) => new Wallet(e.WalletId, e.CustomerId, Money.Zero, [], [], null, default, 0),
        (null, _) => null,
        ({ } w, TopUpRequested e) => w with { TopUps = w.TopUps.Add(new PendingTopUp(e.TopUpId, new Money(e.Amount))) },
        ({ } w, TopUpDeclined e) when w.TopUps.Find(t => t.TopUpId == e.TopUpId) is { } pending =>
            w.WithTopUpEnded(new EndedTopUp(e.TopUpId, pending.Amount, Credited: false)),
        ({ } w, WalletCredited { Source: CreditSource.TopUp } e) =>
            w.WithTopUpEnded(new EndedTopUp(e.EntryId, new Money(e.Amount), Credited: true)) with { Available = w.Available + new Money(e.Amount) },
        ({ } w, WalletCredited e) => w with { Available = w.Available + new Money(e.Amount) },
        ({ } w, FundsHeld e) => w with
        {
            Available = w.Available - new Money(e.Amount),
            Holds = w.Holds.Add(new Hold(e.HoldId, new Money(e.Amount), e.Purpose, e.PurposeId)),
        },
        ({ } w, HoldCaptured e) => w with { Holds = w.Holds.RemoveAll(h => h.HoldId == e.HoldId) },
        ({ } w, HoldReleased e) when w.Holds.Find(h => h.HoldId == e.HoldId) is { } hold => w with
        {
            Available = w.Available + hold.Amount,
            Holds = w.Holds.Remove(hold),
        },
        ({ } w, WithdrawalRequested e) => w with
        {
            Withdrawal = new OpenWithdrawal(e.WithdrawalId, new Money(e.Amount), WithdrawalStatus.Requested, e.ConfirmBy, null, false),
            WithdrawalDay = MoscowTime.DateOf(e.RequestedAt),
            WithdrawalsThatDay = w.WithdrawalsOn(MoscowTime.DateOf(e.RequestedAt)) + 1,
        },
        ({ } w, WithdrawalConfirmed e) => w.WithWithdrawal(e.WithdrawalId, o => o with { Status = WithdrawalStatus.Confirmed, OverdueAt = e.OverdueAt }),
        ({ } w, WithdrawalSent e) => w.WithWithdrawal(e.WithdrawalId, o => o with { Status = WithdrawalStatus.Sent }),
        ({ } w, WithdrawalOutcomeUnknown e) => w.WithWithdrawal(e.WithdrawalId, o => o with { Status = WithdrawalStatus.Unknown }),
        ({ } w, WithdrawalBecameOverdue e) => w.WithWithdrawal(e.WithdrawalId, o => o with { Overdue = true }),
        ({ } w, WithdrawalSettled e) => w.WithWithdrawalEnded(e.WithdrawalId),
        ({ } w, WithdrawalRejected e) => w.WithWithdrawalEnded(e.WithdrawalId),
        ({ } w, WithdrawalCancelled e) => w.WithWithdrawalEnded(e.WithdrawalId),
        ({ } w, WalletClosed) => w with { Closed = true },
        ({ } w, WalletReopened) => w with { Closed = false },
        ({ } w, WithdrawalSettledAfterRejection e) => w with
        {
            Available = w.Available - new Money(e.Amount) + new Money(e.Owed),
            Owed = w.Owed + new Money(e.Owed),
        },
        ({ } w, WalletDebtSettled e) => w with { Available = w.Available - new Money(e.Amount), Owed = w.Owed - new Money(e.Amount) },
        _ => wallet,
    };

    /// <summary>How many withdrawals were asked for on that Moscow day, as far as the last such day tells.</summary>
    public int WithdrawalsOn(DateOnly day) => WithdrawalDay == day ? WithdrawalsThatDay : 0;

    /// <summary>Whether top-ups ended that the wallet no longer remembers.</summary>
    public bool ForgetsTopUps => RememberedTopUps.Count >= Remembered;

    /// <summary>Whether this top-up is pending or among the last that ended; if not, only the wallet's events can tell of it.</summary>
    public bool Knows(Guid topUpId) => TopUps.Exists(t => t.TopUpId == topUpId) || RememberedTopUps.Exists(t => t.TopUpId == topUpId);

    /// <summary>This wallet with one top-up that it has forgotten in mind, as its events tell of it; unchanged when they do not.</summary>
    /// <param name="topUpId">The top-up; one that is forgotten has ended.</param>
    /// <param name="history">The wallet's events, at least those about top-ups.</param>
    public Wallet Recalling(Guid topUpId, IReadOnlyList<WalletEvent> history)
    {
        if (Knows(topUpId) || history.OfType<TopUpRequested>().FirstOrDefault(e => e.TopUpId == topUpId) is not { } requested) return this;
        var credited = history.OfType<WalletCredited>().Any(e => e.Source == CreditSource.TopUp && e.EntryId == topUpId);
        return this with { RememberedTopUps = RememberedTopUps.Add(new EndedTopUp(topUpId, new Money(requested.Amount), credited)) };
    }

    private Wallet WithTopUpEnded(EndedTopUp ended) => this with
    {
        TopUps = TopUps.RemoveAll(t => t.TopUpId == ended.TopUpId),
        RememberedTopUps = [.. RememberedTopUps.Where(t => t.TopUpId != ended.TopUpId).TakeLast(Remembered - 1), ended],
    };

    private Wallet WithWithdrawalEnded(Guid id) => Withdrawal?.WithdrawalId == id
        ? this with { Withdrawal = null, EndedWithdrawals = [.. EndedWithdrawals.TakeLast(Remembered - 1), id] }
        : this;

    private Wallet WithWithdrawal(Guid id, Func<OpenWithdrawal, OpenWithdrawal> change) =>
        Withdrawal is { } open && open.WithdrawalId == id ? this with { Withdrawal = change(open) } : this;
}
