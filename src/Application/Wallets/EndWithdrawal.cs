using JasperFx.Events;
using Marketplace.Domain.Wallets;
using Wolverine;

namespace Marketplace.Application.Wallets;

/// <summary>The customer takes an unconfirmed withdrawal back.</summary>
public sealed record CancelWithdrawal(Guid CustomerId, Guid WithdrawalId) : OfCustomer(CustomerId);

/// <summary>Releases the money of a withdrawal that was not confirmed in time (P6).</summary>
public sealed record ExpireWithdrawal(Guid CustomerId, Guid WithdrawalId) : OfCustomer(CustomerId);

/// <summary>Flags a withdrawal whose last promised day has passed (S92).</summary>
public sealed record MarkWithdrawalOverdue(Guid CustomerId, Guid WithdrawalId) : OfCustomer(CustomerId);

/// <summary>Ends or flags withdrawals by hand and by clock. The decisions compare the time: an early message changes nothing and comes again.</summary>
public static class EndWithdrawalHandler
{
    /// <summary>By hand.</summary>
    public static void Handle(CancelWithdrawal command, [Locked(nameof(CancelWithdrawal.WalletId))] IEventStream<Wallet> wallet, TimeProvider clock) =>
        wallet.Append(WithdrawalDecisions.CancelWithdrawal(wallet.Existing(WalletErrors.Unknown), command.WithdrawalId, clock.GetUtcNow()));

    /// <summary>Not confirmed.</summary>
    public static OutgoingMessages Handle(
        ExpireWithdrawal message, [Locked(nameof(ExpireWithdrawal.WalletId))] IEventStream<Wallet> wallet, TimeProvider clock)
    {
        var (state, now) = (wallet.Existing(WalletErrors.Unknown), clock.GetUtcNow());
        wallet.Append(WithdrawalDecisions.ExpireWithdrawal(state, message.WithdrawalId, now));
        return message.AgainAt(Open(state, message.WithdrawalId) is { Status: WithdrawalStatus.Requested } open ? open.ConfirmBy : null, now);
    }

    /// <summary>Overdue.</summary>
    public static OutgoingMessages Handle(
        MarkWithdrawalOverdue message, [Locked(nameof(MarkWithdrawalOverdue.WalletId))] IEventStream<Wallet> wallet, TimeProvider clock)
    {
        var (state, now) = (wallet.Existing(WalletErrors.Unknown), clock.GetUtcNow());
        wallet.Append(WithdrawalDecisions.MarkOverdue(state, message.WithdrawalId, now));
        return message.AgainAt(Open(state, message.WithdrawalId)?.OverdueAt, now);
    }

    private static OpenWithdrawal? Open(Wallet wallet, Guid withdrawalId) => wallet.Withdrawal is { } open && open.WithdrawalId == withdrawalId ? open : null;
}
