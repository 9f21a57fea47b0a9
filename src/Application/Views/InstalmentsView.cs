using System.Collections.Immutable;
using Marketplace.Domain.Orders;

namespace Marketplace.Application.Views;

/// <summary>The instalments of an order as its customer sees them (S72). Amounts are kopecks.</summary>
/// <param name="Amount">What was bought on instalments.</param>
/// <param name="Paid">What was paid of it.</param>
/// <param name="Lowered">By what refunds lowered it.</param>
/// <param name="Outstanding">What is still owed; 0 when the plan is settled.</param>
/// <param name="Due">The parts that are still to be paid, the earliest first.</param>
public sealed record InstalmentsView(long Amount, long Paid, long Lowered, long Outstanding, ImmutableList<InstalmentPart> Due)
{
    internal static InstalmentsView Of(InstalmentPlanOpened e) => new(e.Amount, 0, 0, e.Amount, [.. e.Parts]);

    internal InstalmentsView With(InstalmentPaid e) => With(Plan.AfterPayment(e.PaymentId, e.Amount)) with { Paid = Paid + e.Amount };

    internal InstalmentsView With(InstalmentsRefunded e) => With(Plan.AfterRefund(e.DebtLowered)) with { Lowered = Lowered + e.DebtLowered };

    private InstalmentPlan Plan => new(Due, []);

    private InstalmentsView With(InstalmentPlan plan) => this with { Due = plan.Due, Outstanding = plan.Outstanding.Kopecks };
}
