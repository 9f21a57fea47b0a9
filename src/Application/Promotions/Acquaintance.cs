using Marketplace.Application.Payments;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marten;

namespace Marketplace.Application.Promotions;

/// <summary>
/// Whether two accounts are likely one person's (P12). It reads what the accounts hold already and keeps nothing; what is erased
/// matches nothing. A card is known once it has paid, and only if the acquirer says which one it is.
/// </summary>
internal static class Acquaintance
{
    private const int OrdersLookedAt = 20;

    /// <summary>Whether they ever had the same phone, or had goods brought to the same address.</summary>
    public static async Task<bool> ShareContactAsync(
        IQuerySession session, Guid referrerId, Guid friendId, string? address, CancellationToken cancellation)
    {
        var phones = await PhonesAsync(session, referrerId, cancellation);
        if (phones.Overlaps(await PhonesAsync(session, friendId, cancellation))) return true;
        return address is not null && await WentToAsync(session, referrerId, Plain(address), cancellation);
    }

    /// <summary>Whether one card has paid for both, a top-up included; a card that the acquirer does not tell apart matches none.</summary>
    public static async Task<bool> ShareCardAsync(IQuerySession session, Guid referrerId, Guid friendId, CancellationToken cancellation)
    {
        var seen = await session.Query<SeenCard>().Where(c => c.CustomerId == referrerId || c.CustomerId == friendId).ToListAsync(cancellation);
        return seen.GroupBy(c => c.Hash).Any(card => card.Count() > 1);
    }

    private static async Task<HashSet<string>> PhonesAsync(IQuerySession session, Guid customerId, CancellationToken cancellation) =>
    [
        .. (await session.Events.FetchStreamAsync(customerId, token: cancellation)).Select(e => e.Data switch
        {
            CustomerRegistered registered => registered.Phone.Value,
            PhoneChanged changed => changed.Phone.Value,
            _ => null,
        }).OfType<string>(),
    ];

    private static async Task<bool> WentToAsync(IQuerySession session, Guid customerId, string address, CancellationToken cancellation)
    {
        var orders = await session.Query<OrderView>().Where(o => o.CustomerId == customerId)
            .OrderByDescending(o => o.PlacedAt).Take(OrdersLookedAt).ToListAsync(cancellation);
        foreach (var order in orders.Where(o => o.Delivery.Kind == DeliveryKind.Courier))
        {
            var begun = await session.Events.FetchStreamAsync(order.OrderId, version: 1, token: cancellation);
            if (begun is [{ Data: OrderPlaced { Address: { Value: { } known } } }] && Plain(known) == address) return true;
        }

        return false;
    }

    // «Тверская, 1» and «тверская 1» are one door.
    private static string Plain(string address) => string.Concat(address.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
