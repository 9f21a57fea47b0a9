using Marketplace.Domain.Payments;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Wallets;

/// <summary>
/// What a wallet owes, and how it is paid. A debt has one cause: a bank that paid what it had rejected for good, when the money
/// had been released and spent. Nobody is asked to pay it; the next money settles it.
/// </summary>
public static class WalletDebts
{
    /// <summary>
    /// The bank has paid a payout that it had rejected (S91): the money is taken again as far as it is there, and the rest is
    /// owed. Once for a payout, however often the bank tells; one that was settled before changes nothing. Another amount than was asked
    /// for is refused, and so is a payout that never went to the bank: the bank hears «no», and a person looks.
    /// </summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="history">Its events, at least those about this withdrawal; the state forgets what has ended.</param>
    /// <param name="withdrawalId">The payout.</param>
    /// <param name="settled">What the bank paid.</param>
    /// <param name="now">The time.</param>
    public static Decision<WalletEvent> SettleAfterRejection(
        Wallet wallet, IReadOnlyList<WalletEvent> history, Guid withdrawalId, Money settled, DateTimeOffset now)
    {
        var rejected = history.OfType<WithdrawalRejected>().Any(e => e.WithdrawalId == withdrawalId);
        var paid = history.OfType<WithdrawalSettled>().Any(e => e.WithdrawalId == withdrawalId);
        if (!rejected && !paid) return PaymentErrors.Unknown;
        var asked = history.OfType<WithdrawalRequested>().FirstOrDefault(e => e.WithdrawalId == withdrawalId)?.Amount;
        if (asked != settled.Kopecks) return PaymentErrors.AmountMismatch;
        if (paid || history.OfType<WithdrawalSettledAfterRejection>().Any(e => e.WithdrawalId == withdrawalId)) return Decision<WalletEvent>.Nothing;
        var owed = Math.Max(0, settled.Kopecks - wallet.Available.Kopecks);
        return new WithdrawalSettledAfterRejection(wallet.Id, withdrawalId, settled.Kopecks, owed, now);
    }

    /// <summary>These events, which make money spendable, and the settlement of what is owed from it.</summary>
    /// <param name="wallet">The wallet before them.</param>
    /// <param name="freed">What they make spendable.</param>
    /// <param name="causeId">The entry or hold that brings it.</param>
    /// <param name="now">The time.</param>
    /// <param name="happened">The events.</param>
    internal static Decision<WalletEvent> SettledFrom(
        Wallet wallet, Money freed, Guid causeId, DateTimeOffset now, params IReadOnlyList<WalletEvent> happened)
    {
        var settled = Math.Min(wallet.Owed.Kopecks, freed.Kopecks);
        return settled > 0
            ? Decision<WalletEvent>.Of([.. happened, new WalletDebtSettled(wallet.Id, causeId, settled, now)])
            : Decision<WalletEvent>.Of(happened);
    }
}
