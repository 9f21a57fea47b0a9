using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Tests.Orders;

/// <summary>What an order earns by the policy, the way its delivery asks.</summary>
internal static class Earning
{
    private static readonly BonusCardPolicy Policy = new();

    internal static long PointsOf(Order order) => BonusCardPolicy.Earned(order.Lines.Select(l => (l.PaidInMoney, Policy.RateOf(l.Category))));

    internal static IReadOnlyList<LineRate> RatesOf(Order order) => order.Lines.ConvertAll(l => new LineRate(l.LineId, Policy.RateOf(l.Category)));
}
