using System.Globalization;
using Marketplace.Application.Customers;
using Marketplace.Application.Ports;
using Marketplace.Application.Views;
using Marketplace.Application.Wallets;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.Notifications;

/// <summary>Finds what a notice names, at the moment it is sent: sums, links and times are kept in no row and no queue.</summary>
public sealed class NoticeContent(IPublicLinks links, LinkTokens tokens, TimeProvider clock)
{
    /// <summary>What the text names, or null when it cannot be found any more.</summary>
    public Task<NoticeFacts?> OfAsync(
        IDocumentSession session, Notice notice, Customer? customer, object? happened, ContactKind to, NoticeLanguage language, CancellationToken cancellation) => notice.Kind switch
        {
            NoticeKind.SaleReceipt or NoticeKind.RefundReceipt or NoticeKind.ReceiptAgain => ReceiptAsync(session, notice, to, language, cancellation),
            NoticeKind.WithdrawalSettled or NoticeKind.WithdrawalRejected or NoticeKind.WithdrawalSettledLate => WithdrawalAsync(session, notice, cancellation),
            NoticeKind.EmailProof => ProofAsync(happened, language, cancellation),
            NoticeKind.ContactChangeWarning => ChangeAsync(notice, customer, language, cancellation),
            NoticeKind.OrderDelivered when happened is OrderDelivered e => Known(new NoticeFacts(Order(notice), At: Time(e.ReturnableUntil, language))),
            NoticeKind.BackInStock => ProductAsync(session, happened, cancellation),
            _ => Known(new NoticeFacts(Order(notice))),
        };

    private async Task<NoticeFacts?> ReceiptAsync(IDocumentSession session, Notice notice, ContactKind to, NoticeLanguage language, CancellationToken cancellation)
    {
        var order = await session.LoadAsync<OrderView>(notice.StreamId, cancellation);
        if (order?.Receipts.Find(r => r.ReceiptId == notice.SubjectId) is not { } receipt) return null;
        // A letter holds the receipt itself; an SMS is too short for it.
        var page = to == ContactKind.Phone ? await PageAsync(session, notice.CustomerId, order.OrderId, cancellation) : null;
        var refund = receipt.Kind == ReceiptKind.Refund;
        return new NoticeFacts(Order(notice), new Money(receipt.Amount).ToString(), Lines(receipt, language), page, Refund: refund);
    }

    private Task<Uri> PageAsync(IDocumentSession session, Guid customerId, Guid orderId, CancellationToken cancellation)
    {
        tokens.Open(session, LinkPurpose.OrderReceipts, customerId, orderId, null, clock.GetUtcNow());
        return links.ReceiptsAsync(tokens.TokenOf(LinkPurpose.OrderReceipts, orderId), cancellation);
    }

    private static async Task<NoticeFacts?> WithdrawalAsync(IQuerySession session, Notice notice, CancellationToken cancellation)
    {
        var requested = await WithdrawalEvents.RequestOfAsync(session, notice.StreamId, notice.SubjectId, cancellation);
        return new NoticeFacts(Amount: new Money(requested.Amount).ToString());
    }

    private async Task<NoticeFacts?> ProofAsync(object? happened, NoticeLanguage language, CancellationToken cancellation)
    {
        if (happened is not EmailVerificationRequested asked) return null;
        var page = await links.ConfirmEmailAsync(tokens.TokenOf(LinkPurpose.EmailProof, asked.LinkId), cancellation);
        return new NoticeFacts(Link: page, At: Time(asked.ExpiresAt, language));
    }

    private async Task<NoticeFacts?> ChangeAsync(Notice notice, Customer? customer, NoticeLanguage language, CancellationToken cancellation)
    {
        if (customer?.ContactChanges.Find(c => c.ChangeId == notice.SubjectId) is not { EffectiveAt: { } at } change) return null;
        var page = await links.CancelContactChangeAsync(tokens.TokenOf(LinkPurpose.ChangeCancellation, change.ChangeId), cancellation);
        return new NoticeFacts(Link: page, At: Time(at, language), Contact: change.Kind);
    }

    private static async Task<NoticeFacts?> ProductAsync(IQuerySession session, object? happened, CancellationToken cancellation) =>
        happened is WaitlistNotified waited && await session.LoadAsync<Product>(waited.Sku, cancellation) is { } product
            ? new NoticeFacts(Product: product.Name)
            : null;

    private static string Lines(ReceiptView receipt, NoticeLanguage language)
    {
        var delivery = language == NoticeLanguage.English ? "Delivery" : "Доставка";
        return string.Join('\n', receipt.Lines.Select(l => $"{l.Name ?? delivery} × {l.Quantity}: {new Money(l.Amount)}"));
    }

    private static string Order(Notice notice) => notice.StreamId.ToString("D");

    // No machine knows the Russian names of months for certain; figures are read alike in both languages.
    private static string Time(DateTimeOffset moment, NoticeLanguage language) =>
        MoscowTime.Of(moment).ToString(language == NoticeLanguage.English ? "d MMMM, HH:mm 'Moscow time'" : "dd.MM, HH:mm 'мск'", CultureInfo.InvariantCulture);

    private static Task<NoticeFacts?> Known(NoticeFacts facts) => Task.FromResult<NoticeFacts?>(facts);
}
