using Marketplace.Application.Customers;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marten;
using Wolverine;

namespace Marketplace.Application.Notifications;

/// <summary>The customer wants a receipt once more (S53).</summary>
/// <param name="CustomerId">Who asks.</param>
/// <param name="OrderId">The order.</param>
/// <param name="ReceiptId">The receipt, from the order.</param>
public sealed record SendReceiptAgain(Guid CustomerId, Guid OrderId, Guid ReceiptId);

/// <summary>How often a receipt is sent again.</summary>
public static class ReceiptPolicy
{
    /// <summary>At most so often…</summary>
    public const int Most = 3;

    /// <summary>…in any stretch of that length.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromHours(1);
}

/// <summary>Handles <see cref="SendReceiptAgain"/>.</summary>
public static class SendReceiptAgainHandler
{
    /// <summary>Sends the same receipt by another letter; it makes no second receipt.</summary>
    public static async Task<OutgoingMessages> Handle(SendReceiptAgain command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var order = await session.LoadAsync<OrderView>(command.OrderId, cancellation);
        if (order?.CustomerId != command.CustomerId || !order.Receipts.Exists(r => r.ReceiptId == command.ReceiptId))
        {
            throw new RefusedException(ReceiptErrors.Unknown);
        }

        var customer = await session.LoadAsync<Customer>(command.CustomerId, cancellation);
        if (customer?.VerifiedEmail() is null) throw new RefusedException(ContactErrors.NoVerifiedEmail);
        await RefuseTooManyAsync(session, command.ReceiptId, now, cancellation);
        var notice = new Notice(
            Guid.CreateVersion7(now), NoticeKind.ReceiptAgain, NoticeRoute.VerifiedEmail, command.CustomerId, command.ReceiptId, command.OrderId, order.Version, now);
        session.Insert(notice);
        return [new DeliverNotice(notice.Id)];
    }

    private static async Task RefuseTooManyAsync(IDocumentSession session, Guid receiptId, DateTimeOffset now, CancellationToken cancellation)
    {
        await session.LockAsync($"receipt:{receiptId:D}", cancellation);
        var ofReceipt = await session.Query<Notice>().Where(n => n.SubjectId == receiptId).ToListAsync(cancellation);
        var recent = ofReceipt.Where(n => n.Kind == NoticeKind.ReceiptAgain && n.AskedAt > now - ReceiptPolicy.Within).Select(n => n.AskedAt).Order().ToList();
        if (recent.Count >= ReceiptPolicy.Most) throw new RefusedException(ReceiptErrors.SentTooOften(recent[^ReceiptPolicy.Most] + ReceiptPolicy.Within));
    }
}
