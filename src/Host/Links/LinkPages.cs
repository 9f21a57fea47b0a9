using System.Net.Mime;
using System.Text;
using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Host.Links;

/// <summary>
/// The pages that links in letters and messages open. Opening one does nothing: mail scanners open links before people do. A
/// person presses the button, and its script posts the token.
/// </summary>
public static class LinkPages
{
    /// <summary>The path of the page that proves an e-mail.</summary>
    public const string ConfirmEmail = "confirm-email";

    /// <summary>The path of the page that objects to the change of a contact.</summary>
    public const string CancelContactChange = "cancel-contact-change";

    /// <summary>The path of the page with the receipts of an order.</summary>
    public const string Receipts = "receipts";

    private static readonly ConfirmingPage EmailPage = new(
        "Подтверждение почты", "Confirm your e-mail", "Подтвердить почту · Confirm",
        "post('/api/account/email/confirmation', { token })");

    private static readonly ConfirmingPage ChangePage = new(
        "Отмена смены контакта", "Cancel the change of a contact", "Отменить смену · Cancel the change",
        "post('/api/contact-changes/' + encodeURIComponent(token) + '/cancellation', {})");

    /// <summary>Maps them; they are for people and not a part of the API.</summary>
    public static void MapLinkPages(this IEndpointRouteBuilder app)
    {
        app.MapGet($"/{ConfirmEmail}", EmailPage.Show).ExcludeFromDescription().AllowAnonymous();
        app.MapGet($"/{CancelContactChange}", ChangePage.Show).ExcludeFromDescription().AllowAnonymous();
        app.MapGet($"/{Receipts}", ShowReceiptsAsync).ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<IResult> ShowReceiptsAsync(string? token, IQuerySession session, CancellationToken cancellation)
    {
        var target = await LinkTokens.FindAsync(session, LinkPurpose.OrderReceipts, new Secret(token ?? ""), cancellation);
        var order = target is null ? null : await session.LoadAsync<OrderView>(target.TargetId, cancellation);
        return order is null
            ? Html("<p>Такой ссылки нет. · There is no such link.</p>", StatusCodes.Status404NotFound)
            : Html(string.Concat(order.Receipts.Select(Receipt)));
    }

    private static string Receipt(ReceiptView receipt)
    {
        var (title, at) = (receipt.Kind == ReceiptKind.Refund ? "Возврат · Refund" : "Оплата · Payment", MoscowTime.DateOf(receipt.IssuedAt));
        var lines = string.Concat(receipt.Lines.Select(l => $"<li>{Encoded(l.Name ?? "Доставка · Delivery")} × {l.Quantity}: {new Money(l.Amount)}</li>"));
        return $"<h1>{title}, {at:dd.MM.yyyy}</h1><ul>{lines}</ul><p>{new Money(receipt.Amount)}</p>";
    }

    private static string Encoded(string text) => System.Text.Encodings.Web.HtmlEncoder.Default.Encode(text);

    internal static IResult Html(string body, int status = StatusCodes.Status200OK) => Results.Content(
        $"<!doctype html>\n<html lang=\"ru\"><head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\"><title>Marketplace</title></head>\n<body>\n{body}\n</body></html>\n",
        MediaTypeNames.Text.Html, Encoding.UTF8, status);
}
