using JasperFx.Events;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>
/// Gives back what an order's events say was given back, to the wallet and the card of points, in the transaction of those
/// events (S85, S86). The order decides that it happens once.
/// </summary>
internal sealed record Refund(
    Order Order, IEventStream<Order> Stream, IEventStream<Wallet> Wallet, IEventStream<BonusCard> Card, DateTimeOffset Now)
{
    /// <summary>Appends the decision and all that follows from it.</summary>
    public (GivenBackAnswer Answer, OutgoingMessages Messages) Apply(Decision<OrderEvent> decision)
    {
        Stream.Append(decision);
        OutgoingMessages messages = [];
        var (after, wallet, points, card) = (Order, 0L, 0L, 0L);
        // What had been paid of instalments comes back to the wallet, in one credit with what the wallet had paid.
        var repaid = decision.Events.OfType<InstalmentsRefunded>().Sum(e => e.ToWallet);
        foreach (var happened in decision.Events)
        {
            after = Domain.Orders.Order.Evolve(after, happened)!;
            if (happened is InstalmentsRefunded) continue;
            var (source, causeId, shares) = happened switch
            {
                OrderCancelled e => (CreditSource.OrderCancelled, e.OrderId, e.GivenBack),
                OrderLineRemoved e => (CreditSource.LineRemoved, e.RemovalId, [e.GivenBack]),
                _ => throw new InvalidOperationException($"{happened.GetType().Name} gives nothing back"),
            };
            (wallet, points, card) = (shares.Sum(s => s.Wallet) + repaid, shares.Sum(s => s.Points), shares.Sum(s => s.Card));
            GiveBack(causeId, new Money(wallet), points, source);
        }

        if (after.Status == OrderStatus.Cancelled && Order.Status != OrderStatus.Cancelled && after.Card is { } authorised)
        {
            messages.Add(new VoidCardPayment(after.PaidFrom, after.Id, authorised.AttemptId));
        }

        var lowered = decision.Events.OfType<InstalmentsRefunded>().Sum(e => e.DebtLowered);
        return (new GivenBackAnswer(after.Id, after.Status, wallet, points, card) { DebtLowered = lowered }, messages);
    }

    /// <summary>Credits the wallet and restores points.</summary>
    public void GiveBack(Guid causeId, Money toWallet, long points, CreditSource source)
    {
        // A guest has no wallet, and nothing that one had paid.
        if (toWallet.IsPositive) Wallet.Append(WalletDecisions.Credit(Wallet.Existing(WalletErrors.Unknown), causeId, toWallet, source, causeId, Order.Id, Now));
        if (points > 0 && Order.PaidBy is { } redemption)
        {
            Card.Append(BonusCardDecisions.Restore(Card.Existing(BonusCardErrors.NotIssued), redemption, causeId, points, Now));
        }
    }
}
