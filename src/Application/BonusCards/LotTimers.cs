using JasperFx.Events;
using Marketplace.Domain.BonusCards;
using Wolverine;

namespace Marketplace.Application.BonusCards;

/// <summary>Makes the points of a lot spendable once its return window has passed (P5).</summary>
public sealed record ActivatePoints(Guid BonusCardId, Guid LotId);

/// <summary>Takes away what is left of a lot whose time is over (P5).</summary>
public sealed record ExpirePoints(Guid BonusCardId, Guid LotId);

/// <summary>Handles the two timers of a lot. The decisions compare the time themselves: a message that comes early changes nothing and comes again.</summary>
public static class LotTimersHandler
{
    /// <summary>Activates it, and sets the timer of its expiry.</summary>
    public static OutgoingMessages Handle(
        ActivatePoints message, [Loaded(nameof(ActivatePoints.BonusCardId))] IEventStream<BonusCard> card, BonusCardPolicy policy, TimeProvider clock)
    {
        if (card.Aggregate is not { } bonusCard) return [];
        var now = clock.GetUtcNow();
        var decision = BonusCardDecisions.Activate(bonusCard, message.LotId, policy, now);
        card.Append(decision);
        return decision.Events is [PointsActivated activated, ..]
            ? [new ExpirePoints(message.BonusCardId, message.LotId).ScheduledAt(activated.ExpiresAt)]
            : message.AgainAt(bonusCard.Lots.Find(l => l.LotId == message.LotId) is { Pending: > 0 } lot ? lot.ActivatesAt : null, now);
    }

    /// <summary>Ends it. What is empty by now may get points back until its time is over.</summary>
    public static OutgoingMessages Handle(ExpirePoints message, [Loaded(nameof(ExpirePoints.BonusCardId))] IEventStream<BonusCard> card, TimeProvider clock)
    {
        if (card.Aggregate is not { } bonusCard) return [];
        var now = clock.GetUtcNow();
        card.Append(BonusCardDecisions.Expire(bonusCard, message.LotId, now));
        return message.AgainAt(bonusCard.Lots.Find(l => l.LotId == message.LotId) is { Forfeited: false } lot ? lot.ExpiresAt : null, now);
    }
}
