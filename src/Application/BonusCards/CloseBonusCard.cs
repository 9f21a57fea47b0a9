using JasperFx.Events;
using Marketplace.Application.Privacy;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marten;
using Wolverine;

namespace Marketplace.Application.BonusCards;

/// <summary>The customer closes the card and gives up the points on it (S60).</summary>
public sealed record CloseBonusCard(Guid CustomerId) : OfCustomer(CustomerId);

/// <summary>Deletes an identity that no card needs any more.</summary>
public sealed record DeleteIdentityDocument(Guid DocumentId);

/// <summary>Handles <see cref="CloseBonusCard"/>.</summary>
public static class CloseBonusCardHandler
{
    /// <summary>
    /// Closes it. The orders are read and not locked: one that is finished stays so, because nothing can be sent back any more, and
    /// one that is paid with points meanwhile changes the card, so that this is decided again.
    /// </summary>
    public static async Task<OutgoingMessages> Handle(
        CloseBonusCard command,
        [Loaded(nameof(CloseBonusCard.BonusCardId))] IEventStream<BonusCard> card,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var state = card.Existing(BonusCardErrors.NotIssued);
        var open = 0;
        foreach (var orderId in state.Redemptions.Select(r => r.OrderId).Distinct())
        {
            if (await session.Events.AggregateStreamAsync<Order>(orderId, token: cancellation) is { } order && order.CanComeBack(now)) open++;
        }

        var returning = 0;
        foreach (var lot in state.Lots.Where(l => !l.Forfeited))
        {
            if (await session.Events.AggregateStreamAsync<Order>(lot.OrderId, token: cancellation) is { HasOpenReturn: true }) returning++;
        }

        if (!card.Append(BonusCardDecisions.Close(state, open, returning, now))) return [];
        HeldIdentities.Free(session, command.CustomerId);
        return state.DocumentId is { } document ? [new DeleteIdentityDocument(document)] : [];
    }
}

/// <summary>Handles <see cref="DeleteIdentityDocument"/>; safe to run twice.</summary>
public static class DeleteIdentityDocumentHandler
{
    /// <summary>Deletes it from the vault.</summary>
    public static Task Handle(DeleteIdentityDocument message, IdentityDocuments documents, CancellationToken cancellation) =>
        documents.DeleteAsync(message.DocumentId, cancellation);
}
