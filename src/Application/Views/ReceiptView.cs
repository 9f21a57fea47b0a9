using System.Collections.Immutable;
using Marketplace.Domain.Orders;

namespace Marketplace.Application.Views;

/// <summary>Which way the money of a receipt went.</summary>
public enum ReceiptKind
{
    /// <summary>The customer paid.</summary>
    Sale,

    /// <summary>The customer paid a part of what is owed in instalments.</summary>
    Instalment,

    /// <summary>It was given back.</summary>
    Refund,
}

/// <summary>One line of a receipt; the delivery fee is the one with the empty id.</summary>
/// <param name="LineId">The line of the order.</param>
/// <param name="Name">The product's name when it was ordered; null for the delivery fee.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Amount">Kopecks, all tenders together.</param>
public sealed record ReceiptLineView(Guid LineId, string? Name, int Quantity, long Amount);

/// <summary>What a payment or a refund came to (S53). Amounts are kopecks; points count as a rouble each.</summary>
/// <param name="ReceiptId">Follows from the payment or the refund: there is never a second one for it.</param>
/// <param name="Kind">Which way.</param>
/// <param name="Amount">All tenders together.</param>
/// <param name="Wallet">Of it, in wallet money.</param>
/// <param name="Points">Of it, in points.</param>
/// <param name="Card">Of it, on the bank card.</param>
/// <param name="Lines">What for.</param>
/// <param name="IssuedAt">When.</param>
public sealed record ReceiptView(
    Guid ReceiptId, ReceiptKind Kind, long Amount, long Wallet, long Points, long Card, ImmutableList<ReceiptLineView> Lines, DateTimeOffset IssuedAt)
{
    /// <summary>Of it, owed in instalments; of a refund, what lowered that debt.</summary>
    public long Instalments { get; init; }
}

/// <summary>Makes receipts out of an order's events; they need no event of their own, because nothing is decided about them.</summary>
internal static class Receipts
{
    /// <summary>A payment.</summary>
    public static ReceiptView Of(OrderView order, OrderPaid e) => new(
        ReceiptIds.OfPayment(e.OrderId, e.AttemptId), ReceiptKind.Sale,
        e.WalletAmount + e.CardAmount + e.InstalmentAmount + e.Points * 100, e.WalletAmount, e.Points, e.CardAmount, Lines(order, e.Shares), e.PaidAt)
    {
        Instalments = e.InstalmentAmount,
    };

    /// <summary>A part of the debt, or all of it.</summary>
    public static ReceiptView Of(InstalmentPaid e) => new(
        ReceiptIds.OfPayment(e.OrderId, e.PaymentId), ReceiptKind.Instalment, e.Amount, e.Amount, 0, 0, [], e.PaidAt);

    /// <summary>The receipts with what became of the instalments of a refund, which is the newest: the two are written together.</summary>
    public static ImmutableList<ReceiptView> Complete(ImmutableList<ReceiptView> receipts, InstalmentsRefunded e) =>
        receipts is [.., { Kind: ReceiptKind.Refund } refund]
            ? receipts.SetItem(receipts.Count - 1, refund with { Wallet = refund.Wallet + e.ToWallet, Instalments = e.DebtLowered })
            : receipts;

    /// <summary>Units that left the order.</summary>
    public static ReceiptView Of(OrderView order, OrderLineRemoved e) =>
        Refund(order, ReceiptIds.OfRefund(e.OrderId, e.RemovalId), [e.GivenBack], e.RemovedAt) with
        {
            Lines = [new ReceiptLineView(e.LineId, NameOf(order, e.LineId), e.Quantity, Tenders.WorthOf(e.GivenBack))],
        };

    /// <summary>The rest of the order.</summary>
    public static ReceiptView Of(OrderView order, OrderCancelled e) =>
        Refund(order, ReceiptIds.OfRefund(e.OrderId, e.RemovalId ?? e.OrderId), e.GivenBack, e.CancelledAt);

    /// <summary>A return whose units are counted. Its sums come with the refund, which is written together with the count.</summary>
    public static ReceiptView Of(OrderView order, ReturnReceived e) => new(
        ReceiptIds.OfRefund(e.OrderId, e.ReturnId), ReceiptKind.Refund, 0, 0, 0, 0,
        [.. e.Counted.Select(c => new ReceiptLineView(c.LineId, NameOf(order, c.LineId), c.Quantity, 0))], e.ReceivedAt);

    /// <summary>The receipts with the sums of a return; one that gave nothing back goes.</summary>
    public static ImmutableList<ReceiptView> Complete(ImmutableList<ReceiptView> receipts, ReturnRefunded e)
    {
        var id = ReceiptIds.OfRefund(e.OrderId, e.ReturnId);
        if (receipts.Find(r => r.ReceiptId == id) is not { } counted) return receipts;
        var points = e.GivenBack.Sum(s => s.Points);
        var worth = e.GivenBack.Sum(Tenders.WorthOf);
        if (worth == 0) return receipts.Remove(counted);
        return receipts.Replace(counted, counted with
        {
            Amount = worth,
            Wallet = e.ToWallet,
            Points = points,
            Card = e.ToCard,
            Lines = counted.Lines.ConvertAll(l => l with { Amount = e.GivenBack.Where(s => s.LineId == l.LineId).Sum(Tenders.WorthOf) }),
            IssuedAt = e.RefundedAt,
        });
    }

    /// <summary>The receipts with one more, unless it is about nothing.</summary>
    public static ImmutableList<ReceiptView> With(this ImmutableList<ReceiptView> receipts, ReceiptView receipt) =>
        receipt.Amount == 0 ? receipts : receipts.Add(receipt);

    private static ReceiptView Refund(OrderView order, Guid id, IReadOnlyList<TenderShare> shares, DateTimeOffset at) => new(
        id, ReceiptKind.Refund, shares.Sum(Tenders.WorthOf), shares.Sum(s => s.Wallet), shares.Sum(s => s.Points), shares.Sum(s => s.Card), Lines(order, shares), at);

    private static ImmutableList<ReceiptLineView> Lines(OrderView order, IReadOnlyList<TenderShare> shares) =>
        [.. shares.Where(s => Tenders.WorthOf(s) > 0).Select(s => new ReceiptLineView(s.LineId, NameOf(order, s.LineId), UnitsOf(order, s.LineId), Tenders.WorthOf(s)))];

    private static string? NameOf(OrderView order, Guid lineId) => order.Lines.Find(l => l.LineId == lineId)?.Name;

    private static int UnitsOf(OrderView order, Guid lineId) => order.Lines.Find(l => l.LineId == lineId) is { } line ? line.Quantity - line.Removed : 1;
}
