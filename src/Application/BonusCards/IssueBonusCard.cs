using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Wallets;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.BonusCards;

/// <summary>Issues a bonus card, free of charge (S54).</summary>
public sealed record IssueBonusCard(Guid CustomerId, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>The answer to an issue.</summary>
public sealed record IssuedAnswer(Guid BonusCardId);

/// <summary>Handles <see cref="IssueBonusCard"/>.</summary>
public static class IssueBonusCardHandler
{
    /// <summary>Issues it once.</summary>
    public static async Task<IssuedAnswer> Handle(
        IssueBonusCard command,
        [Locked(nameof(IssueBonusCard.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(IssueBonusCard.BonusCardId))] IEventStream<BonusCard> card,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        wallet.RefuseClosed();
        var now = clock.GetUtcNow();
        await session.EntitledAsync(command.CustomerId, AccountAction.ApplyForBonusCard, now, cancellation);
        card.Append(BonusCardDecisions.Issue(card.Aggregate, command.BonusCardId, command.CustomerId, now));
        return session.Answered(command.Key, new IssuedAnswer(command.BonusCardId), now);
    }
}
