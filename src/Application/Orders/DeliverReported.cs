using Marketplace.Application.Views;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Delivers an order because its carrier said so (S66). It waits in a queue, where nobody can say whose the order will be when its turn comes (D1).</summary>
public sealed record DeliverReported(Guid OrderId);

/// <summary>Handles <see cref="DeliverReported"/>.</summary>
public static class DeliverReportedHandler
{
    /// <summary>Delivers it to whoever owns it now.</summary>
    public static async Task Handle(DeliverReported message, IDocumentStore store, IMessageBus bus, CancellationToken cancellation)
    {
        var owner = await OwnerAsync(message.OrderId, store, cancellation);
        try
        {
            await bus.InvokeAsync(new DeliverOrder(owner, message.OrderId, null), cancellation);
        }
        catch (RefusedException)
        {
            // A guest's order joins an account once: if that was just now, the account has it.
            var latest = await OwnerAsync(message.OrderId, store, cancellation);
            if (latest == owner) throw;
            await bus.InvokeAsync(new DeliverOrder(latest, message.OrderId, null), cancellation);
        }
    }

    private static async Task<Guid> OwnerAsync(Guid orderId, IDocumentStore store, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return (await session.LoadAsync<OrderView>(orderId, cancellation))?.CustomerId ?? throw new InvalidOperationException($"There is no order {orderId}.");
    }
}
