using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Promises;

/// <summary>
/// Tells from events alone which promises were kept (U15). It is fed history in the order of recording, and remembers only what
/// is open and what was broken. Deadlines are those that the events name, whatever the policy is today.
/// </summary>
/// <remarks>
/// That a code can be asked for again after 20 minutes (S37) is not told here: codes leave no events. A refusal against it
/// would stand in the journal of refusals.
/// </remarks>
public sealed class PromiseClock
{
    /// <summary>What a timer or a queue may take: a promise is kept when it is carried out within this of its due time.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>By when a seller must have given money back (article 22 of the law on the protection of consumers).</summary>
    public static readonly TimeSpan RefundWithin = TimeSpan.FromDays(10);

    /// <summary>How long an erasure may take.</summary>
    public static readonly TimeSpan EraseWithin = TimeSpan.FromMinutes(15);

    private readonly PromiseBook book = new();
    private readonly Dictionary<Guid, long> withInstalments = [];

    /// <summary>The events that make or end promises; others need not be read.</summary>
    public static IReadOnlyList<Type> Events { get; } =
    [
        typeof(WithdrawalRequested), typeof(WithdrawalConfirmed), typeof(WithdrawalCancelled), typeof(WithdrawalSettled), typeof(WithdrawalRejected),
        typeof(WalletCredited), typeof(ContactChangeScheduled), typeof(ContactChangeCancelled), typeof(PhoneChanged), typeof(EmailChanged),
        typeof(DeletionConfirmed), typeof(DeletionStopped), typeof(ErasureCompleted), typeof(PointsAccrued), typeof(PointsActivated),
        typeof(PointsClawedBack), typeof(BonusCardClosed), typeof(ItemReserved), typeof(ReservationConverted), typeof(ReservationReleased),
        typeof(ReservationExpired), typeof(OrderCancelled), typeof(OrderLineRemoved), typeof(ReturnRefunded), typeof(InstalmentsRefunded), typeof(CardPaymentVoided),
        typeof(CardRefunded),
    ];

    /// <summary>Takes one more event in; those that are about no promise change nothing.</summary>
    public void Add(object happened)
    {
        switch (happened)
        {
            case WalletEvent e: Add(e); break;
            case CustomerEvent e: Add(e); break;
            case BonusCardEvent e: Add(e); break;
            case StockEvent e: Add(e); break;
            case OrderEvent e: Add(e); break;
        }
    }

    /// <summary>How things stand at that moment, every kind of promise in the order of its enum.</summary>
    /// <param name="now">Not before the last event that was taken in.</param>
    public IReadOnlyList<PromiseTally> At(DateTimeOffset now) => book.At(now);

    private void Add(WalletEvent happened)
    {
        switch (happened)
        {
            case WithdrawalRequested e:
                book.Make(PromiseKind.UnconfirmedMoneyReleased, e.WithdrawalId, e.ConfirmBy, e.ConfirmBy + Tolerance);
                break;
            case WithdrawalCancelled { Reason: ReleaseReason.NotConfirmed } e:
                book.Done(PromiseKind.UnconfirmedMoneyReleased, e.WithdrawalId, e.CancelledAt);
                break;
            case WithdrawalCancelled e:
                book.Void(PromiseKind.UnconfirmedMoneyReleased, e.WithdrawalId);
                break;
            case WithdrawalConfirmed e:
                book.Void(PromiseKind.UnconfirmedMoneyReleased, e.WithdrawalId);
                book.Make(PromiseKind.PayoutArrived, e.WithdrawalId, null, e.OverdueAt.AddTicks(-1));
                break;
            case WithdrawalSettled e:
                book.Done(PromiseKind.PayoutArrived, e.WithdrawalId, e.SettledAt);
                break;
            case WithdrawalRejected e:
                book.Void(PromiseKind.PayoutArrived, e.WithdrawalId);
                break;
            case WalletCredited { Source: CreditSource.OrderCancelled or CreditSource.LineRemoved or CreditSource.ReturnRefunded } e:
                book.Done(PromiseKind.WalletRefunded, e.SourceId, e.CreditedAt);
                break;
        }
    }

    private void Add(CustomerEvent happened)
    {
        switch (happened)
        {
            case ContactChangeScheduled e:
                book.Make(PromiseKind.ContactChanged, e.ChangeId, e.EffectiveAt, e.EffectiveAt + Tolerance);
                break;
            case PhoneChanged e:
                Changed(e.ChangeId, e.Reason, e.ChangedAt);
                break;
            case EmailChanged e:
                Changed(e.ChangeId, e.Reason, e.ChangedAt);
                break;
            case ContactChangeCancelled e:
                book.Void(PromiseKind.ContactChanged, e.ChangeId);
                break;
            case DeletionConfirmed e:
                book.Make(PromiseKind.AccountErased, e.CustomerId, null, e.ConfirmedAt + EraseWithin);
                break;
            case DeletionStopped e:
                book.Void(PromiseKind.AccountErased, e.CustomerId);
                break;
            case ErasureCompleted e:
                book.Done(PromiseKind.AccountErased, e.CustomerId, e.CompletedAt);
                break;
        }
    }

    // Who proves the old contact after all need not wait.
    private void Changed(Guid changeId, ContactChangeReason reason, DateTimeOffset at)
    {
        if (reason == ContactChangeReason.GraceElapsed) book.Done(PromiseKind.ContactChanged, changeId, at);
        else book.Void(PromiseKind.ContactChanged, changeId);
    }

    private void Add(BonusCardEvent happened)
    {
        switch (happened)
        {
            case PointsAccrued e:
                book.Make(PromiseKind.PointsActivated, e.LotId, e.ActivatesAt, e.ActivatesAt + Tolerance, e.CardId, e.Points);
                break;
            case PointsActivated e:
                book.Done(PromiseKind.PointsActivated, e.LotId, e.ActivatedAt);
                break;
            case PointsClawedBack e:
                foreach (var share in e.Lots) book.Lessen(PromiseKind.PointsActivated, share.LotId, share.Points);
                break;
            case BonusCardClosed e:
                book.VoidOf(PromiseKind.PointsActivated, e.CardId);
                break;
        }
    }

    private void Add(StockEvent happened)
    {
        switch (happened)
        {
            case ItemReserved e:
                book.Make(PromiseKind.ReservationKept, e.ReservationId, e.Until, e.Until + Tolerance, e.CustomerId, e.Quantity);
                break;
            case ReservationConverted e:
                book.Lessen(PromiseKind.ReservationKept, e.ReservationId, e.Quantity);
                break;
            case ReservationReleased e:
                book.Lessen(PromiseKind.ReservationKept, e.ReservationId, e.Quantity);
                break;
            case ReservationExpired e:
                book.Done(PromiseKind.ReservationKept, e.ReservationId, e.ExpiredAt);
                break;
        }
    }

    private void Add(OrderEvent happened)
    {
        switch (happened)
        {
            case OrderCancelled e:
                Refund(e.OrderId, e.GivenBack.Sum(s => s.Wallet), e.GivenBack, e.CancelledAt);
                if (e.GivenBack.Sum(s => s.Card) > 0) book.Make(PromiseKind.CardReleased, e.OrderId, null, e.CancelledAt + RefundWithin);
                break;
            case OrderLineRemoved e:
                Refund(e.RemovalId, e.GivenBack.Wallet, [e.GivenBack], e.RemovedAt);
                break;
            case ReturnRefunded e:
                Refund(e.ReturnId, e.ToWallet, e.GivenBack, e.RefundedAt);
                if (e.ToCard > 0) book.Make(PromiseKind.CardRefunded, e.ReturnId, null, e.RefundedAt + RefundWithin);
                break;
            case InstalmentsRefunded e:
                Refund(e.CauseId, checked(e.ToWallet + (withInstalments.Remove(e.CauseId, out var wallet) ? wallet : 0)), [], e.RefundedAt);
                break;
            case CardPaymentVoided e:
                book.Done(PromiseKind.CardReleased, e.OrderId, e.VoidedAt);
                break;
            case CardRefunded e:
                book.Done(PromiseKind.CardRefunded, e.ReturnId, e.RefundedAt);
                break;
        }
    }

    // What was paid of instalments comes back in one credit with the rest: the event that says so follows in the same transaction.
    private void Refund(Guid causeId, long toWallet, IEnumerable<TenderShare> givenBack, DateTimeOffset at)
    {
        if (givenBack.Any(s => s.Instalments > 0)) withInstalments[causeId] = toWallet;
        else if (toWallet > 0) book.Make(PromiseKind.WalletRefunded, causeId, null, at + Tolerance);
    }
}
