using Marketplace.Application.Idempotency;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Pays an order whose rest a bank card takes (S64): the card is authorised now and charged at dispatch (P11).</summary>
public sealed record PayOrderByCard(Guid CustomerId, Guid OrderId, Guid AttemptId, long Wallet, long Points, Secret CardToken, RequestKey? Key);

/// <summary>Handles <see cref="PayOrderByCard"/>: two short transactions with the acquirer's answer between them.</summary>
public static class PayOrderByCardHandler
{
    /// <summary>Asks the acquirer once the order knows of the attempt.</summary>
    public static async Task<PaymentAnswer> Handle(PayOrderByCard command, IMessageBus bus, IAcquirer acquirer, CancellationToken cancellation)
    {
        command.CardToken.RefuseCardNumber();
        var (customer, order, attempt) = (command.CustomerId, command.OrderId, command.AttemptId);
        var started = await bus.InvokeAsync<PaymentAnswer>(
            new PayOrder(customer, order, attempt, command.Wallet, command.Points, HasCard: true, command.Key), cancellation);
        if (started.Status == PaymentStatus.Paid) return started;
        var reference = new PaymentReference(PaymentKind.Order, customer, order, attempt);
        var answer = await acquirer.AuthoriseAsync(reference.ToString(), started.Card, command.CardToken.Reveal(), capture: false, cancellation);
        // From here on the money may be reserved: the caller's going away must not stop us from writing it down.
        return await bus.InvokeAsync<PaymentAnswer>(
            new RecordCardPayment(customer, order, attempt, answer, started.Card, command.Key, command.Wallet, command.Points), CancellationToken.None);
    }
}
