using Marketplace.Domain.Customers;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Wallets;

/// <summary>What may happen to the money of a wallet.</summary>
public static class WalletDecisions
{
    /// <summary>Opens an empty wallet.</summary>
    public static Decision<WalletEvent> Open(Wallet? wallet, Guid walletId, Guid customerId, DateTimeOffset now) =>
        wallet is null ? new WalletOpened(walletId, customerId, now) : Decision<WalletEvent>.Nothing;

    /// <summary>Closes the wallet of an account that is being deleted; what must be empty is decided with the deletion (D7).</summary>
    public static Decision<WalletEvent> Close(Wallet wallet, DateTimeOffset now) =>
        wallet.Closed ? Decision<WalletEvent>.Nothing : new WalletClosed(wallet.Id, now);

    /// <summary>Opens it again when the deletion is stopped.</summary>
    public static Decision<WalletEvent> Reopen(Wallet wallet, DateTimeOffset now) =>
        wallet.Closed ? new WalletReopened(wallet.Id, now) : Decision<WalletEvent>.Nothing;

    /// <summary>Notes that the acquirer is being asked for a top-up (S84).</summary>
    public static Decision<WalletEvent> RequestTopUp(Wallet wallet, Guid topUpId, Money amount, WalletPolicy policy, DateTimeOffset now)
    {
        if (!amount.IsPositive || amount > policy.MaxTopUp) return WalletErrors.AmountOutOfRange(policy.MaxTopUp);
        if (wallet.Knows(topUpId)) return Decision<WalletEvent>.Nothing;
        if (wallet.Closed) return DeletionErrors.Deleted;
        return new TopUpRequested(wallet.Id, topUpId, amount.Kopecks, now);
    }

    /// <summary>
    /// Credits a top-up that the acquirer has taken, once (S84). Also one that had been declined: an inquiry that overtakes the
    /// request is answered «unknown», and when the money is taken after all it belongs where the customer wanted it.
    /// </summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="topUpId">The top-up.</param>
    /// <param name="confirmed">What the acquirer took.</param>
    /// <param name="now">The time.</param>
    /// <param name="takenAt">When it was taken, if that was earlier (U2). A debt is settled from it now all the same.</param>
    public static Decision<WalletEvent> ConfirmTopUp(Wallet wallet, Guid topUpId, Money confirmed, DateTimeOffset now, DateTimeOffset? takenAt = null)
    {
        var ended = wallet.RememberedTopUps.Find(t => t.TopUpId == topUpId);
        if (ended is { Credited: true }) return Decision<WalletEvent>.Nothing;
        var asked = ended?.Amount ?? wallet.TopUps.Find(t => t.TopUpId == topUpId)?.Amount;
        // Every top-up is noted before the acquirer is asked. Money for one that is not in the wallet's history at all is a fault
        // that a person must look into: the acquirer hears «no» and goes on telling, instead of the money being lost in silence.
        if (asked is null) return WalletErrors.TopUpUnknown;
        if (asked != confirmed) return PaymentErrors.AmountMismatch;
        return Credited(wallet, topUpId, confirmed, CreditSource.TopUp, topUpId, null, now, takenAt);
    }

    /// <summary>Ends a top-up that the acquirer refused; its word that it took the money all the same still counts (<see cref="ConfirmTopUp"/>).</summary>
    public static Decision<WalletEvent> DeclineTopUp(Wallet wallet, Guid topUpId, string reason, DateTimeOffset now) =>
        wallet.TopUps.Exists(t => t.TopUpId == topUpId)
            ? new TopUpDeclined(wallet.Id, topUpId, reason, now)
            : Decision<WalletEvent>.Nothing;

    /// <summary>
    /// Gives money back for an order, or takes a certificate in. That it happens once is decided by the order or the certificate,
    /// in the same transaction (S85–S87).
    /// </summary>
    public static Decision<WalletEvent> Credit(
        Wallet wallet, Guid entryId, Money amount, CreditSource source, Guid sourceId, Guid? orderId, DateTimeOffset now) =>
        amount.IsPositive ? Credited(wallet, entryId, amount, source, sourceId, orderId, now) : Decision<WalletEvent>.Nothing;

    /// <summary>Sets money aside for the card part of a payment to be decided (S84).</summary>
    public static Decision<WalletEvent> Hold(Wallet wallet, Guid holdId, Money amount, Guid orderId, DateTimeOffset now)
    {
        if (!amount.IsPositive || wallet.Holds.Exists(h => h.HoldId == holdId)) return Decision<WalletEvent>.Nothing;
        if (wallet.Closed) return DeletionErrors.Deleted;
        if (amount > wallet.Available) return WalletErrors.InsufficientFunds(wallet.Available, amount);
        return new FundsHeld(wallet.Id, holdId, amount.Kopecks, HoldPurpose.Order, orderId, null, now);
    }

    /// <summary>Pays at once: a hold and its capture in one step (S84).</summary>
    public static Decision<WalletEvent> Pay(Wallet wallet, Guid holdId, Money amount, Guid orderId, DateTimeOffset now)
    {
        var held = Hold(wallet, holdId, amount, orderId, now);
        if (held.IsRefused || held.Events.Count == 0) return held;
        return Decision<WalletEvent>.Of(
            held.Events[0], new HoldCaptured(wallet.Id, holdId, amount.Kopecks, HoldPurpose.Order, orderId, now));
    }

    /// <summary>Lets held money go to what it was held for.</summary>
    public static Decision<WalletEvent> Capture(Wallet wallet, Guid holdId, DateTimeOffset now) =>
        wallet.Holds.Find(h => h.HoldId == holdId) is { } hold
            ? new HoldCaptured(wallet.Id, holdId, hold.Amount.Kopecks, hold.Purpose, hold.PurposeId, now)
            : WalletErrors.HoldEnded;

    /// <summary>Makes held money spendable again.</summary>
    public static Decision<WalletEvent> Release(Wallet wallet, Guid holdId, ReleaseReason reason, DateTimeOffset now) =>
        wallet.Holds.Find(h => h.HoldId == holdId) is { } hold
            ? WalletDebts.SettledFrom(wallet, hold.Amount, holdId, now, new HoldReleased(wallet.Id, holdId, hold.Amount.Kopecks, reason, now))
            : Decision<WalletEvent>.Nothing;

    private static Decision<WalletEvent> Credited(
        Wallet wallet, Guid entryId, Money amount, CreditSource source, Guid sourceId, Guid? orderId, DateTimeOffset now, DateTimeOffset? creditedAt = null) =>
        WalletDebts.SettledFrom(
            wallet, amount, entryId, now, new WalletCredited(wallet.Id, entryId, amount.Kopecks, source, sourceId, orderId, creditedAt ?? now));
}
