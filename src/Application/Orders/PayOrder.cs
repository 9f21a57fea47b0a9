using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Application.GroupCommits;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Payments;
using Marketplace.Application.Wallets;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Pays an order from the wallet and with points; a card, when there is one, is asked for the rest (S63).</summary>
/// <param name="CustomerId">Who pays.</param>
/// <param name="OrderId">What is paid.</param>
/// <param name="AttemptId">This attempt; the same request always has the same (X5).</param>
/// <param name="Wallet">Kopecks from the wallet.</param>
/// <param name="Points">Points from the bonus card.</param>
/// <param name="HasCard">Whether a card takes the rest.</param>
/// <param name="Key">The request.</param>
/// <param name="Instalments">In how many monthly parts the rest is owed; 0 for none (S72).</param>
public sealed record PayOrder(
    Guid CustomerId, Guid OrderId, Guid AttemptId, long Wallet, long Points, bool HasCard, RequestKey? Key, int Instalments = 0) : OfCustomer(CustomerId);

/// <summary>How a payment stands.</summary>
public enum PaymentStatus
{
    /// <summary>The acquirer has not decided.</summary>
    Pending,

    /// <summary>The card's owner must confirm first.</summary>
    ConfirmationNeeded,

    /// <summary>The order is paid.</summary>
    Paid,

    /// <summary>The card was refused; nothing was taken.</summary>
    Declined,
}

/// <summary>The answer to a payment: how it stands and what each tender carries.</summary>
public sealed record PaymentAnswer(
    Guid OrderId, Guid AttemptId, PaymentStatus Status, long Wallet, long Points, long Card, Uri? ConfirmationUrl, string? Reason)
{
    /// <summary>Kopecks that are owed in instalments.</summary>
    public long Instalments { get; init; }
}

/// <summary>Handles <see cref="PayOrder"/>: the order, the wallet and the card of points in one transaction.</summary>
[Grouped]
public static class PayOrderHandler
{
    /// <summary>Points are spent and instalments taken by protected accounts only (D10); whoever pays with money is not asked.</summary>
    public static async Task LoadAsync(PayOrder command, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (command.Points > 0) await session.EntitledAsync(command.CustomerId, AccountAction.SpendPoints, clock.GetUtcNow(), cancellation);
        if (command.Instalments != 0) await session.EntitledAsync(command.CustomerId, AccountAction.TakeInstalments, clock.GetUtcNow(), cancellation);
    }

    /// <summary>Pays at once, or sets the wallet and points parts aside until the acquirer has spoken.</summary>
    public static (PaymentAnswer Answer, OutgoingMessages Messages) Handle(
        PayOrder command,
        [Locked(nameof(PayOrder.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(PayOrder.OrderId))] IEventStream<Order> order,
        [Loaded(nameof(PayOrder.BonusCardId))] IEventStream<BonusCard> card,
        IDocumentSession session,
        OrderPolicy policy,
        TimeProvider clock)
    {
        var (now, fromWallet) = (clock.GetUtcNow(), new Money(command.Wallet));
        var placed = order.OwnedBy(command.CustomerId);
        var decision = PaymentDecisions.Pay(placed, command.AttemptId, fromWallet, command.Points, command.HasCard, policy, now, command.Instalments);
        var pending = decision.Events is [OrderPaymentRequested] || placed.Pending is not null;
        if (order.Append(decision))
        {
            // Whoever leaves takes on no debt, although no wallet pays it.
            wallet.RefuseClosed();
            Take(wallet, card, command.AttemptId, fromWallet, command.Points, command.OrderId, pending, now);
        }

        var rest = (placed.Total - fromWallet).Kopecks - command.Points * 100;
        var answer = new PaymentAnswer(
            command.OrderId, command.AttemptId, pending ? PaymentStatus.Pending : PaymentStatus.Paid,
            command.Wallet, command.Points, command.Instalments == 0 ? rest : 0, null, null)
        {
            Instalments = command.Instalments == 0 ? 0 : rest,
        };
        return pending
            ? (session.AnsweredForNow(command.Key, answer, now), [new FollowPayment(command.CustomerId, command.OrderId, command.AttemptId, 0).DelayedFor(FollowUps.After(0))])
            : (session.Answered(command.Key, answer, now), []);
    }

    /// <summary>Takes the parts of a payment from the wallet and the bonus card, or sets the wallet's aside while the acquirer is asked.</summary>
    /// <exception cref="RefusedException">There is no wallet or card, or not enough on it.</exception>
    internal static void Take(
        IEventStream<Wallet> wallet, IEventStream<BonusCard>? card, Guid attemptId, Money fromWallet, long points, Guid orderId, bool isPending, DateTimeOffset now)
    {
        if (fromWallet.IsPositive)
        {
            var purse = wallet.Existing(WalletErrors.Unknown);
            wallet.Append(isPending
                ? WalletDecisions.Hold(purse, attemptId, fromWallet, orderId, now)
                : WalletDecisions.Pay(purse, attemptId, fromWallet, orderId, now));
        }

        if (points <= 0) return;
        if (card is null) throw new RefusedException(BonusCardErrors.NotIssued);
        card.Append(BonusCardDecisions.Redeem(card.Existing(BonusCardErrors.NotIssued), attemptId, points, orderId, now));
    }
}
