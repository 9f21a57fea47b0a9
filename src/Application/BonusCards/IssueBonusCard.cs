using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marketplace.Domain.BonusCards;
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
    public static IssuedAnswer Handle(
        IssueBonusCard command, [Loaded(nameof(IssueBonusCard.BonusCardId))] IEventStream<BonusCard> card, IDocumentSession session, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        card.Append(BonusCardDecisions.Issue(card.Aggregate, command.BonusCardId, command.CustomerId, now));
        return session.Answered(command.Key, new IssuedAnswer(command.BonusCardId), now);
    }
}
