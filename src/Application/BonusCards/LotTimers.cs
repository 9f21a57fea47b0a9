using JasperFx.Events;
using Marketplace.Domain.BonusCards;
using Wolverine;

namespace Marketplace.Application.BonusCards;

/// <summary>Makes the points of a lot spendable once its return window has passed (P5).</summary>
public sealed record ActivatePoints(Guid BonusCardId, Guid LotId);

/// <summary>Takes away what is left of a lot whose time is over (P5).</summary>
public sealed record ExpirePoints(Guid BonusCardId, Guid LotId);

/// <summary>Handles the two timers of a lot. The decisions compare the time themselves: a message that comes early changes nothing.</summary>
public static class LotTimersHandler
{
    /// <summary>Activates it, and sets the timer of its expiry.</summary>
    public static OutgoingMessages Handle(
        ActivatePoints message, [Loaded(nameof(ActivatePoints.BonusCardId))] IEventStream<BonusCard> card, BonusCardPolicy policy, TimeProvider clock)
    {
        if (card.Aggregate is not { } bonusCard) return [];
        var decision = BonusCardDecisions.Activate(bonusCard, message.LotId, policy, clock.GetUtcNow());
        card.Append(decision);
        return decision.Events is [PointsActivated activated, ..]
            ? [new ExpirePoints(message.BonusCardId, message.LotId).ScheduledAt(activated.ExpiresAt)]
            : [];
    }

    /// <summary>Ends it.</summary>
    public static void Handle(ExpirePoints message, [Loaded(nameof(ExpirePoints.BonusCardId))] IEventStream<BonusCard> card, TimeProvider clock)
    {
        if (card.Aggregate is { } bonusCard) card.Append(BonusCardDecisions.Expire(bonusCard, message.LotId, clock.GetUtcNow()));
    }
}
