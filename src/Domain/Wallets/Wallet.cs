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

/// <summary>A top-up whose end is not known yet.</summary>
public sealed record PendingTopUp(Guid TopUpId, Money Amount);

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
    /// The last top-ups that ended, so that a request which comes again after its end is seen as the same one and makes no
    /// money (X19). Few, because a wallet lives long; an older repeat meets the stored answer of its key.
    /// </summary>
    public ImmutableList<Guid> EndedTopUps { get; init; } = [];

    /// <summary>The last withdrawals that ended, for the same reason.</summary>
    public ImmutableList<Guid> EndedWithdrawals { get; init; } = [];

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
        ({ } w, TopUpDeclined e) => w.WithTopUpEnded(e.TopUpId),
        ({ } w, WalletCredited { Source: CreditSource.TopUp } e) => w.WithTopUpEnded(e.EntryId) with { Available = w.Available + new Money(e.Amount) },
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
        _ => wallet,
    };

    /// <summary>How many withdrawals were asked for on that Moscow day, as far as the last such day tells.</summary>
    public int WithdrawalsOn(DateOnly day) => WithdrawalDay == day ? WithdrawalsThatDay : 0;

    private Wallet WithTopUpEnded(Guid id) => TopUps.Exists(t => t.TopUpId == id)
        ? this with { TopUps = TopUps.RemoveAll(t => t.TopUpId == id), EndedTopUps = [.. EndedTopUps.TakeLast(Remembered - 1), id] }
        : this;

    private Wallet WithWithdrawalEnded(Guid id) => Withdrawal?.WithdrawalId == id
        ? this with { Withdrawal = null, EndedWithdrawals = [.. EndedWithdrawals.TakeLast(Remembered - 1), id] }
        : this;

    private Wallet WithWithdrawal(Guid id, Func<OpenWithdrawal, OpenWithdrawal> change) =>
        Withdrawal is { } open && open.WithdrawalId == id ? this with { Withdrawal = change(open) } : this;
}
