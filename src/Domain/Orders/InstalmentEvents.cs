namespace Marketplace.Domain.Orders;

/// <summary>One monthly part of what is owed.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Amount">Kopecks, positive.</param>
/// <param name="DueOn">The Moscow day by which it should be paid.</param>
public sealed record InstalmentPart(int Number, long Amount, DateOnly DueOn);

/// <summary>
/// What wallet and points left of an order's price is owed in equal monthly parts, without interest; the last part takes the
/// remainder (S72, P13). The order itself is paid by it: an <see cref="OrderPaid"/> comes with it.
/// </summary>
public sealed record InstalmentPlanOpened(
    Guid OrderId, Guid CustomerId, long Amount, IReadOnlyList<InstalmentPart> Parts, string Policy, DateTimeOffset OpenedAt) : OrderEvent;

/// <summary>The customer paid <c>Amount</c> of the debt from the wallet: the earliest parts first.</summary>
public sealed record InstalmentPaid(Guid OrderId, Guid CustomerId, Guid PaymentId, long Amount, DateTimeOffset PaidAt) : OrderEvent;

/// <summary>
/// What goods that went back had been bought on instalments was refunded: it lowers the debt first, from the last part on, and what
/// exceeds the debt has been paid already and goes to the wallet (P13). <c>CauseId</c> is the removal, the return, or the order itself.
/// </summary>
public sealed record InstalmentsRefunded(
    Guid OrderId, Guid CustomerId, Guid CauseId, long DebtLowered, long ToWallet, DateTimeOffset RefundedAt) : OrderEvent;
