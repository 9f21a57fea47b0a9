using System.Collections.Immutable;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>What is still owed for an order, part by part.</summary>
/// <param name="Due">The parts that are not paid, the earliest first; none is 0.</param>
/// <param name="Payments">The payments that were made.</param>
public sealed record InstalmentPlan(ImmutableList<InstalmentPart> Due, ImmutableList<Guid> Payments)
{
    /// <summary>All of it.</summary>
    public Money Outstanding => new(Due.Sum(p => p.Amount));

    /// <summary>After a payment: the earliest parts go first.</summary>
    public InstalmentPlan AfterPayment(Guid paymentId, long amount) => new(Less(Due, amount), Payments.Add(paymentId));

    /// <summary>After a refund: the last parts go first, so that the next ones stay what they are.</summary>
    public InstalmentPlan AfterRefund(long amount) => this with { Due = Less(Due.Reverse(), amount).Reverse() };

    private static ImmutableList<InstalmentPart> Less(ImmutableList<InstalmentPart> parts, long amount)
    {
        foreach (var part in parts)
        {
            var taken = Math.Min(part.Amount, amount);
            amount -= taken;
            parts = taken == part.Amount ? parts.Remove(part) : parts.Replace(part, part with { Amount = part.Amount - taken });
            if (amount == 0) break;
        }

        return parts;
    }
}
