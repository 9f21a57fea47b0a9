using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Wallets;

/// <summary>Asks the acquirer what became of a top-up, until it is known (X4).</summary>
public sealed record FollowTopUp(Guid CustomerId, Guid TopUpId, int Tries) : OfCustomer(CustomerId);

/// <summary>Handles <see cref="FollowTopUp"/>.</summary>
public static class FollowTopUpHandler
{
    /// <summary>Records the end when there is one, else comes back later.</summary>
    public static async Task<OutgoingMessages> Handle(FollowTopUp message, IQuerySession session, IAcquirer acquirer, CancellationToken cancellation)
    {
        var wallet = await session.LoadAsync<Wallet>(message.WalletId, cancellation);
        if (wallet?.TopUps.Find(t => t.TopUpId == message.TopUpId) is not { } pending) return [];
        var reference = new PaymentReference(PaymentKind.TopUp, message.CustomerId, message.WalletId, message.TopUpId);
        var answer = await acquirer.AskAfterAsync(reference, message.Tries, cancellation);
        return answer.Outcome is CardOutcome.Approved or CardOutcome.Declined
            ? [new RecordTopUp(message.CustomerId, message.TopUpId, answer, pending.Amount.Kopecks, null)]
            : [(message with { Tries = message.Tries + 1 }).DelayedFor(FollowUps.After(message.Tries + 1))];
    }
}
