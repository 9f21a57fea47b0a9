using JasperFx.Events;
using Marketplace.Domain.BonusCards;

namespace Marketplace.Application.BonusCards;

/// <summary>Makes the points of a lot spendable once its return window has passed (P5).</summary>
public sealed record ActivatePoints(Guid BonusCardId, Guid LotId);

/// <summary>Handles <see cref="ActivatePoints"/>.</summary>
public static class ActivatePointsHandler
{
    /// <summary>The decision compares the time itself: a message that comes early changes nothing.</summary>
    public static void Handle(
        ActivatePoints message, [Loaded(nameof(ActivatePoints.BonusCardId))] IEventStream<BonusCard> card, BonusCardPolicy policy, TimeProvider clock)
    {
        if (card.Aggregate is { } bonusCard) card.Append(BonusCardDecisions.Activate(bonusCard, message.LotId, policy, clock.GetUtcNow()));
    }
}
