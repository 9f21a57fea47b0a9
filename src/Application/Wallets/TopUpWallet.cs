using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Wallets;

/// <summary>Takes money from a card into the customer's wallet (S84).</summary>
public sealed record TopUpWallet(Guid CustomerId, Guid TopUpId, long Amount, Secret CardToken, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>Notes a top-up before the acquirer is asked, so that a crash leaves a trace to follow.</summary>
public sealed record RequestTopUp(Guid CustomerId, Guid TopUpId, long Amount, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>Notes what the acquirer said of a top-up.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="TopUpId">Which.</param>
/// <param name="Answer">The acquirer's word.</param>
/// <param name="Amount">Kopecks that the acquirer speaks of.</param>
/// <param name="Key">The request that waits for the answer; null for a callback.</param>
public sealed record RecordTopUp(Guid CustomerId, Guid TopUpId, CardAnswer Answer, long Amount, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>How a top-up stands.</summary>
public enum TopUpStatus
{
    /// <summary>The acquirer has not decided.</summary>
    Pending,

    /// <summary>The card's owner must confirm first.</summary>
    ConfirmationNeeded,

    /// <summary>The money is in the wallet.</summary>
    Succeeded,

    /// <summary>The card was refused.</summary>
    Declined,
}

/// <summary>The answer to a top-up.</summary>
public sealed record TopUpAnswer(Guid TopUpId, long Amount, TopUpStatus Status, Uri? ConfirmationUrl, string? Reason);

/// <summary>Handles <see cref="TopUpWallet"/>: two short transactions with the acquirer's answer between them.</summary>
public static class TopUpWalletHandler
{
    /// <summary>Asks the acquirer once the wallet knows of it.</summary>
    public static async Task<TopUpAnswer> Handle(TopUpWallet command, IMessageBus bus, IAcquirer acquirer, CancellationToken cancellation)
    {
        command.CardToken.RefuseCardNumber();
        var reference = new PaymentReference(PaymentKind.TopUp, command.CustomerId, command.WalletId, command.TopUpId);
        await bus.InvokeAsync<TopUpAnswer>(new RequestTopUp(command.CustomerId, command.TopUpId, command.Amount, command.Key), cancellation);
        var answer = await acquirer.AuthoriseAsync(reference.ToString(), command.Amount, command.CardToken.Reveal(), capture: true, cancellation);
        return await bus.InvokeAsync<TopUpAnswer>(
            new RecordTopUp(command.CustomerId, command.TopUpId, answer, command.Amount, command.Key), CancellationToken.None);
    }
}

/// <summary>Handles <see cref="RequestTopUp"/>.</summary>
public static class RequestTopUpHandler
{
    /// <summary>Notes it and sees to it that its end is looked for, whatever happens to this process.</summary>
    public static async Task<(TopUpAnswer Answer, OutgoingMessages Messages)> Handle(
        RequestTopUp command,
        [Locked(nameof(RequestTopUp.WalletId))] IEventStream<Wallet> wallet,
        IDocumentSession session,
        WalletPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var state = await session.RecallAsync(wallet.Existing(WalletErrors.Unknown), command.TopUpId, cancellation);
        wallet.Append(WalletDecisions.RequestTopUp(state, command.TopUpId, new Money(command.Amount), policy, now));
        var answer = new TopUpAnswer(command.TopUpId, command.Amount, TopUpStatus.Pending, null, null);
        return (session.AnsweredForNow(command.Key, answer, now), [new FollowTopUp(command.CustomerId, command.TopUpId, 0).DelayedFor(FollowUps.After(0))]);
    }
}

/// <summary>Handles <see cref="RecordTopUp"/>.</summary>
public static class RecordTopUpHandler
{
    /// <summary>Credits or ends the top-up; a repeated word changes nothing, and money that was taken after a refusal is credited.</summary>
    public static async Task<TopUpAnswer> Handle(
        RecordTopUp command,
        [Locked(nameof(RecordTopUp.WalletId))] IEventStream<Wallet> wallet,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var (now, answer) = (clock.GetUtcNow(), command.Answer);
        var state = await session.RecallAsync(wallet.Existing(WalletErrors.Unknown), command.TopUpId, cancellation);
        var reason = answer.DeclineReason ?? "declined";
        if (answer.Outcome == CardOutcome.Approved)
        {
            var takenAt = await session.TookEffectAsync<TopUpRequested>(
                command.WalletId, IsCredited(state, command.TopUpId) ? null : answer.OccurredAt, e => e.TopUpId == command.TopUpId, e => e.RequestedAt, now, cancellation);
            var credited = wallet.Append(WalletDecisions.ConfirmTopUp(state, command.TopUpId, new Money(command.Amount), now, takenAt));
            if (credited) await session.SeeCardAsync(answer, command.CustomerId, now, cancellation);
        }

        if (answer.Outcome == CardOutcome.Declined) wallet.Append(WalletDecisions.DeclineTopUp(state, command.TopUpId, reason, now));
        var status = answer.Outcome switch
        {
            CardOutcome.Approved => TopUpStatus.Succeeded,
            // A callback may have credited it before this answer arrived; credited stays credited.
            CardOutcome.Declined when IsCredited(state, command.TopUpId) => TopUpStatus.Succeeded,
            CardOutcome.Declined => TopUpStatus.Declined,
            CardOutcome.ConfirmationNeeded => TopUpStatus.ConfirmationNeeded,
            _ => TopUpStatus.Pending,
        };
        return session.AnsweredAtLast(
            command.Key, new TopUpAnswer(command.TopUpId, command.Amount, status, answer.ConfirmationUrl, status == TopUpStatus.Declined ? reason : null), now);
    }

    private static bool IsCredited(Wallet wallet, Guid topUpId) => wallet.RememberedTopUps.Exists(t => t.TopUpId == topUpId && t.Credited);
}
