using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>
/// Which orders deserve a friend's reward, counted by somebody who knows only what happened to goods (S83, P12): delivered seven days
/// ago or longer, not cancelled, not all of it back, and nothing of it on its way. It ends once, one way or the other.
/// </summary>
internal sealed class ReferralModel
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    private readonly Dictionary<Guid, int> units = [];
    private readonly Dictionary<Guid, DateTimeOffset> delivered = [];
    private readonly HashSet<(Guid Order, Guid Return)> onTheWayBack = [];
    private readonly HashSet<Guid> named = [];
    private readonly HashSet<Guid> ended = [];

    /// <summary>What was undeserved, or null.</summary>
    internal string? Broken { get; private set; }

    /// <summary>The promo code that the customer was rewarded with.</summary>
    internal string? FriendCode { get; private set; }

    internal void Learn(object happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case OrderPlaced e: units[e.OrderId] = e.Lines.Sum(l => l.Quantity); break;
            case OrderLineRemoved e: units[e.OrderId] -= e.Quantity; break;
            case OrderCancelled e: units[e.OrderId] = 0; break;
            case OrderDelivered e: delivered[e.OrderId] = now; break;
            case ReturnRequested e: onTheWayBack.Add((e.OrderId, e.ReturnId)); break;
            case ReturnRejected e: onTheWayBack.Remove((e.OrderId, e.ReturnId)); break;
            case ReturnReceived e:
                onTheWayBack.Remove((e.OrderId, e.ReturnId));
                units[e.OrderId] -= e.Counted.Sum(c => c.Quantity);
                break;
            case FriendInvited e when !named.Add(e.OrderId): Broken = "a friend is invited twice by one order"; break;
            case FriendRewarded e: Reward(e, now); break;
            case FriendRewardRevoked e: End(e.OrderId); break;
        }
    }

    private void Reward(FriendRewarded rewarded, DateTimeOffset now)
    {
        End(rewarded.OrderId);
        FriendCode = rewarded.FriendCode ?? FriendCode;
        if (units[rewarded.OrderId] == 0) Broken = "a reward for an order of which nothing is left";
        if (onTheWayBack.Any(r => r.Order == rewarded.OrderId)) Broken = "a reward while a return is not counted";
        if (!delivered.TryGetValue(rewarded.OrderId, out var at) || now < at + Window) Broken = "a reward for an order that may still come back";
    }

    private void End(Guid order)
    {
        if (!named.Contains(order) || !ended.Add(order)) Broken = "a referral ends that is not open";
    }
}
