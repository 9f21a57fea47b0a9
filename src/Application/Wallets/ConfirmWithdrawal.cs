using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Wallets;

/// <summary>Enters the code of a withdrawal (S90).</summary>
public sealed record ConfirmWithdrawal(Guid CustomerId, Guid WithdrawalId, Secret Code, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>The answer: when the money is expected (Moscow dates).</summary>
public sealed record ConfirmedAnswer(Guid WithdrawalId, string Status, DateOnly ExpectedFrom, DateOnly ExpectedBy);

/// <summary>Handles <see cref="ConfirmWithdrawal"/>.</summary>
public static class ConfirmWithdrawalHandler
{
    /// <summary>Compares the code, counted in a transaction of its own, before anything is locked.</summary>
    public static async Task<ProvenCode> LoadAsync(
        ConfirmWithdrawal command, IQuerySession session, OneTimeCodes codes, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await session.EntitledAsync(command.CustomerId, AccountAction.Withdraw, now, cancellation);
        var wallet = await session.LoadAsync<Wallet>(command.WalletId, cancellation) ?? throw new RefusedException(WalletErrors.Unknown);
        WithdrawalDecisions.ConfirmWithdrawal(wallet, command.WithdrawalId, WithdrawalWindow.TryFrom(now), now).ThrowIfRefused();
        var requested = await WithdrawalEvents.RequestOfAsync(session, command.WalletId, command.WithdrawalId, cancellation);
        if (requested.Destination.Value is not { } destination) throw new RefusedException(WalletErrors.WithdrawalUnknown);
        var use = new CodeUse(
            ChallengePurpose.Withdrawal, command.CustomerId, WithdrawalCode.BoundTo(command.WithdrawalId, requested.Amount, destination));
        return await codes.CheckAsync(requested.ChallengeId, use, command.Code, now, cancellation);
    }

    /// <summary>Uses the code up and sends the payout on its way.</summary>
    public static async Task<(ConfirmedAnswer Answer, OutgoingMessages Messages)> Handle(
        ConfirmWithdrawal command,
        ProvenCode proven,
        [Locked(nameof(ConfirmWithdrawal.WalletId))] IEventStream<Wallet> wallet,
        IDocumentSession session,
        OneTimeCodes codes,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var known = WithdrawalWindow.TryFrom(now);
        wallet.Append(WithdrawalDecisions.ConfirmWithdrawal(wallet.Existing(WalletErrors.Unknown), command.WithdrawalId, known, now));
        var window = known ?? throw new RefusedException(WalletErrors.CalendarEnds);
        await codes.ConsumeAsync(session, proven, cancellation);
        var answer = new ConfirmedAnswer(command.WithdrawalId, "confirmed", window.ExpectedFrom, window.ExpectedBy);
        return (session.Answered(command.Key, answer, now),
        [
            new SendWithdrawal(command.CustomerId, command.WithdrawalId, 0),
            new MarkWithdrawalOverdue(command.CustomerId, command.WithdrawalId).ScheduledAt(window.OverdueAt),
        ]);
    }
}

/// <summary>Looks events of withdrawals up.</summary>
internal static class WithdrawalEvents
{
    /// <summary>The request that began a withdrawal.</summary>
    public static async Task<WithdrawalRequested> RequestOfAsync(IQuerySession session, Guid walletId, Guid withdrawalId, CancellationToken cancellation) =>
        (await session.Events.FetchStreamAsync(walletId, token: cancellation))
            .Select(e => e.Data).OfType<WithdrawalRequested>().LastOrDefault(e => e.WithdrawalId == withdrawalId)
        ?? throw new RefusedException(WalletErrors.WithdrawalUnknown);
}
