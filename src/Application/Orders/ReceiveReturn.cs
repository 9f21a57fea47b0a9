using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>The warehouse has counted what came back; that is refunded (S71, X17).</summary>
/// <param name="CustomerId">Whose order it is, from the return's view.</param>
/// <param name="OrderId">The order.</param>
/// <param name="ReturnId">The return.</param>
/// <param name="Counted">What was counted; a line that is left out counts as none.</param>
/// <param name="Key">The request.</param>
public sealed record ReceiveReturn(Guid CustomerId, Guid OrderId, Guid ReturnId, IReadOnlyList<CountedUnits> Counted, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>What was refunded, and where to.</summary>
public sealed record RefundedAnswer(Guid ReturnId, Guid OrderId, long ToWallet, long ToCard, long PointsRestored, long PointsTakenBack)
{
    /// <summary>What lowered the debt of instalments (P13).</summary>
    public long DebtLowered { get; init; }
}

/// <summary>Handles <see cref="ReceiveReturn"/>: the order, the wallet and the points in one transaction; the card follows (D15).</summary>
public static class ReceiveReturnHandler
{
    /// <summary>Refunds what was counted.</summary>
    public static (RefundedAnswer Answer, OutgoingMessages Messages) Handle(
        ReceiveReturn command,
        [Locked(nameof(ReceiveReturn.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(ReceiveReturn.OrderId))] IEventStream<Order> order,
        [Loaded(nameof(ReceiveReturn.BonusCardId))] IEventStream<BonusCard> card,
        IDocumentSession session,
        TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var state = order.OwnedBy(command.CustomerId);
        var decision = ReturnDecisions.Receive(state, command.ReturnId, command.Counted, now);
        order.Append(decision);
        OutgoingMessages messages = [];
        var answer = new RefundedAnswer(command.ReturnId, command.OrderId, 0, 0, 0, 0);
        if (decision.Events.OfType<ReturnRefunded>().SingleOrDefault() is { } refunded)
        {
            var ofInstalments = decision.Events.OfType<InstalmentsRefunded>().SingleOrDefault();
            var points = refunded.GivenBack.Sum(s => s.Points);
            answer = answer with
            {
                ToWallet = refunded.ToWallet + (ofInstalments?.ToWallet ?? 0),
                DebtLowered = ofInstalments?.DebtLowered ?? 0,
                ToCard = refunded.ToCard,
                PointsRestored = points,
                PointsTakenBack = refunded.PointsTakenBack,
            };
            TakeBackAndRestore(new Refund(state, order, wallet, card, now), refunded, answer);
            if (refunded.ToCard > 0 && state.Card is { } tender)
            {
                messages.Add(new RefundCardPayment(state.PaidFrom, state.Id, tender.AttemptId, command.ReturnId, refunded.ToCard));
            }
        }

        return (session.Answered(command.Key, answer, now), messages);
    }

    // Points that come back may settle the debt that the claw-back makes, so the claw-back is decided first.
    private static void TakeBackAndRestore(Refund refund, ReturnRefunded refunded, RefundedAnswer answer)
    {
        var points = answer.PointsRestored;
        var clawedBack = Decision<BonusCardEvent>.Nothing;
        if (refund.Card.Aggregate is { } before)
        {
            clawedBack = BonusCardDecisions.ClawBack(before, refunded.OrderId, refunded.ReturnId, refunded.PointsTakenBack, refund.Now);
            refund.Card.Append(clawedBack);
            if (points > 0 && refund.Order.PaidBy is { } redemption)
            {
                var after = clawedBack.Events.Aggregate(before, (state, happened) => BonusCard.Evolve(state, happened)!);
                refund.Card.Append(BonusCardDecisions.Restore(after, redemption, refunded.ReturnId, points, refund.Now));
            }
        }

        refund.GiveBack(refunded.ReturnId, new Money(answer.ToWallet), 0, CreditSource.ReturnRefunded);
    }
}
