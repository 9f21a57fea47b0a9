using Marketplace.Domain.BonusCards;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// A card's stream as the other numbers write it. A timer that they move goes off at its new time; one that they do not move goes off
/// when it did, late or never if it was so.
/// </summary>
internal sealed class CardReplay(BonusCardPolicy policy)
{
    private readonly List<BonusCardEvent> events = [];
    private readonly Dictionary<Guid, DateTimeOffset> activations = [];
    private readonly Dictionary<Guid, DateTimeOffset> expiries = [];
    private BonusCard? card;

    /// <summary>The stream so far.</summary>
    public IReadOnlyList<BonusCardEvent> Events => events;

    /// <summary>Whether it earns and pays.</summary>
    public bool IsActive => card is { IsActive: true };

    /// <summary>How many points can be spent at that moment.</summary>
    public long Spendable(DateTimeOffset now)
    {
        Until(now);
        return card?.Spendable(now).Sum(l => l.Active) ?? 0;
    }

    /// <summary>Decides something; what is refused does not happen.</summary>
    public void Do(DateTimeOffset now, Func<BonusCard, Decision<BonusCardEvent>> decide)
    {
        Until(now);
        if (card is not null) Append(decide(card).Events);
    }

    /// <summary>Takes what was recorded: applications as they were, timers as far as they are not moved. All else follows from decisions.</summary>
    public void Follow(BonusCardEvent happened)
    {
        switch (happened)
        {
            case CardIdentitySubmitted e:
                Until(e.SubmittedAt);
                Append([e]);
                break;
            case BonusCardIssued e:
                Append([e]);
                break;
            case PointsAccrued e:
                activations[e.LotId] = e.ActivatesAt;
                break;
            case PointsActivated e:
                expiries[e.LotId] = e.ExpiresAt;
                if (Find(e.LotId) is { } waiting && !IsMoved(waiting)) Do(e.ActivatedAt, c => BonusCardDecisions.Activate(c, e.LotId, policy, e.ActivatedAt));
                break;
            case PointsExpired e when Find(e.LotId) is { } lot && !IsMoved(lot):
                Do(e.ExpiredAt, c => BonusCardDecisions.Expire(c, e.LotId, e.ExpiredAt));
                break;
        }
    }

    /// <summary>Closes it with all that is on it, whatever it owes.</summary>
    /// <returns>What it owes, when it could not be closed therefore.</returns>
    public long? CloseOwing(DateTimeOffset now)
    {
        Until(now);
        if (card is null) return null;
        Append([new BonusCardClosed(card.Id, card.Pending + card.Active, now)]);
        return card.Debt > 0 ? card.Debt : null;
    }

    /// <summary>Lets the timers that are moved go off, in their order.</summary>
    public void Until(DateTimeOffset now)
    {
        while (card is not null)
        {
            var due = card.Lots.Where(IsMoved).Select(l => (Lot: l, At: TimerOf(l))).Where(t => t.At <= now).OrderBy(t => t.At).ToList();
            if (due is not [(var lot, { } at), ..]) return;
            Append((lot.Pending > 0 ? BonusCardDecisions.Activate(card, lot.LotId, policy, at) : BonusCardDecisions.Expire(card, lot.LotId, at)).Events);
        }
    }

    private static DateTimeOffset? TimerOf(Lot lot) => lot.Pending > 0 ? lot.ActivatesAt : lot.Active > 0 ? lot.ExpiresAt : null;

    // A lot that was never earned, or not activated, has no timer of its own in the recorded history.
    private bool IsMoved(Lot lot) => lot.Pending > 0
        ? activations.GetValueOrDefault(lot.LotId) != lot.ActivatesAt
        : expiries.GetValueOrDefault(lot.LotId) != lot.ExpiresAt;

    private Lot? Find(Guid lotId) => card?.Lots.Find(l => l.LotId == lotId);

    private void Append(IReadOnlyList<BonusCardEvent> happened)
    {
        foreach (var each in happened)
        {
            events.Add(each);
            card = BonusCard.Evolve(card, each);
        }
    }
}
