using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>How an order is bought in instalments, paid off, and what a refund does to the debt (S72, P13).</summary>
public static class InstalmentDecisions
{
    /// <summary>Why a debt cannot be split so; null when it can.</summary>
    internal static Rejection? Refuse(Money debt, int parts, OrderPolicy policy)
    {
        if (!policy.Instalments.Contains(parts)) return InstalmentErrors.PartsInvalid(policy.Instalments);
        return debt.Kopecks < parts ? InstalmentErrors.TooSmall : null;
    }

    /// <summary>The plan: equal parts a month apart, the first a month from now; the last takes the remainder.</summary>
    internal static InstalmentPlanOpened Open(Order order, Money debt, int parts, OrderPolicy policy, DateTimeOffset now)
    {
        var (part, first) = (debt.Kopecks / parts, MoscowTime.DateOf(now));
        return new InstalmentPlanOpened(
            order.Id, order.CustomerId, debt.Kopecks,
            [.. Enumerable.Range(1, parts).Select(n => new InstalmentPart(
                n, n < parts ? part : debt.Kopecks - part * (parts - 1), first.AddMonths(n)))],
            policy.Version, now);
    }

    /// <summary>Pays the next part, or all that is owed. The same payment again changes nothing.</summary>
    public static Decision<OrderEvent> Pay(Order order, Guid paymentId, bool all, DateTimeOffset now)
    {
        if (order.Plan is not { } plan) return InstalmentErrors.NoPlan;
        if (plan.Payments.Contains(paymentId)) return Decision<OrderEvent>.Nothing;
        if (plan.Due.IsEmpty) return InstalmentErrors.Settled;
        var amount = all ? plan.Outstanding.Kopecks : plan.Due[0].Amount;
        return new InstalmentPaid(order.Id, order.CustomerId, paymentId, amount, now);
    }

    /// <summary>What follows for the debt from shares that are given back; nothing when none of them was bought on instalments.</summary>
    internal static IReadOnlyList<OrderEvent> Refund(Order order, Guid causeId, IEnumerable<TenderShare> givenBack, DateTimeOffset now)
    {
        var refunded = givenBack.Sum(s => s.Instalments);
        if (refunded == 0 || order.Plan is not { } plan) return [];
        var lowered = Math.Min(refunded, plan.Outstanding.Kopecks);
        return [new InstalmentsRefunded(order.Id, order.CustomerId, causeId, lowered, refunded - lowered, now)];
    }
}
