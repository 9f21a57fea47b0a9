using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Ledger;

/// <summary>Who moves money for us in the outside world.</summary>
public enum Provider
{
    /// <summary>Pays out to bank accounts.</summary>
    Bank,

    /// <summary>Takes money from cards and gives it back.</summary>
    Acquirer,
}

/// <summary>What a provider did.</summary>
public enum ProviderOperation
{
    /// <summary>Paid a withdrawal out.</summary>
    Payout,

    /// <summary>Took money from a card.</summary>
    Capture,

    /// <summary>Gave money back to a card.</summary>
    Refund,
}

/// <summary>
/// Money that a provider moved, as our events tell it and as the provider's own list should (U4). Every event that posts to the
/// outside world is one of these; a test holds the two together.
/// </summary>
/// <param name="Operation">What was done.</param>
/// <param name="Id">The withdrawal, top-up, attempt or return: what the provider's reference names.</param>
/// <param name="OwnerId">The wallet or order whose stream has the event.</param>
/// <param name="Amount">Kopecks, positive.</param>
/// <param name="At">When it took effect with us.</param>
public sealed record ProviderMoney(ProviderOperation Operation, Guid Id, Guid OwnerId, long Amount, DateTimeOffset At)
{
    /// <summary>Who did it.</summary>
    public Provider Provider => Operation == ProviderOperation.Payout ? Provider.Bank : Provider.Acquirer;

    /// <summary>What an event says that a provider moved, or null.</summary>
    public static ProviderMoney? Of(object happened) => happened switch
    {
        HoldCaptured { Purpose: HoldPurpose.Withdrawal } e => new(ProviderOperation.Payout, e.PurposeId, e.WalletId, e.Amount, e.CapturedAt),
        WithdrawalSettledAfterRejection e => new(ProviderOperation.Payout, e.WithdrawalId, e.WalletId, e.Amount, e.SettledAt),
        WalletCredited { Source: CreditSource.TopUp } e => new(ProviderOperation.Capture, e.SourceId, e.WalletId, e.Amount, e.CreditedAt),
        CardPaymentCaptured e => new(ProviderOperation.Capture, e.AttemptId, e.OrderId, e.Amount, e.CapturedAt),
        CardRefunded e => new(ProviderOperation.Refund, e.ReturnId, e.OrderId, e.Amount, e.RefundedAt),
        _ => null,
    };

    /// <summary>The events that can say so; whoever reads a store need read no others.</summary>
    public static IReadOnlyList<Type> Events { get; } =
        [typeof(HoldCaptured), typeof(WithdrawalSettledAfterRejection), typeof(WalletCredited), typeof(CardPaymentCaptured), typeof(CardRefunded)];
}
