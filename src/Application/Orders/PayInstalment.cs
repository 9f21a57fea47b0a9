using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Orders;

/// <summary>Pays the next part of an order's instalments, or all that is owed, from the wallet (S72).</summary>
public sealed record PayInstalment(Guid CustomerId, Guid OrderId, Guid PaymentId, bool All, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>What was paid, and what is still owed, in kopecks.</summary>
public sealed record InstalmentAnswer(Guid OrderId, Guid PaymentId, long Paid, long Outstanding, InstalmentPart? Next);

/// <summary>Handles <see cref="PayInstalment"/>.</summary>
public static class PayInstalmentHandler
{
    /// <summary>Pays it: the wallet and the debt in one transaction.</summary>
    public static InstalmentAnswer Handle(
        PayInstalment command,
        [Locked(nameof(PayInstalment.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(PayInstalment.OrderId))] IEventStream<Order> order,
        IDocumentSession session,
        TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var state = order.OwnedBy(command.CustomerId);
        var decision = InstalmentDecisions.Pay(state, command.PaymentId, command.All, now);
        order.Append(decision);
        var paid = decision.Events.OfType<InstalmentPaid>().Sum(e => e.Amount);
        wallet.Append(WalletDecisions.Pay(wallet.Existing(WalletErrors.Unknown), command.PaymentId, new Money(paid), command.OrderId, now));
        var plan = decision.Events.Aggregate(state, (folded, happened) => Order.Evolve(folded, happened)!).Plan!;
        var answer = new InstalmentAnswer(command.OrderId, command.PaymentId, paid, plan.Outstanding.Kopecks, plan.Due.FirstOrDefault());
        return session.Answered(command.Key, answer, now);
    }
}
