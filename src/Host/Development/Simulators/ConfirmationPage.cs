using System.Net.Mime;
using System.Text;
using Marketplace.Domain.Values;

namespace Marketplace.Host.Development.Simulators;

/// <summary>The simulated 3-D Secure page. It decides by POST only: opening a link must not approve a payment.</summary>
internal static class ConfirmationPage
{
    public static IResult Of(Payment payment, int status = StatusCodes.Status200OK) => Results.Content(Html(payment), MediaTypeNames.Text.Html, Encoding.UTF8, status);

    private static string Html(Payment payment) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Card confirmation (simulator)</title></head>
        <body>
        <h1>{new Money(payment.Amount)}</h1>
        <p>Card •••• {payment.Card.LastFour}</p>
        {Choice(payment)}
        </body></html>
        """;

    private static string Choice(Payment payment) => payment.Status switch
    {
        PaymentStatus.AwaitingConfirmation => $"""
            <form method="post" action="{payment.ConfirmationId}/approval"><button>Approve</button></form>
            <form method="post" action="{payment.ConfirmationId}/decline"><button>Decline</button></form>
            """,
        PaymentStatus.Declined => "<p>Declined.</p>",
        PaymentStatus.Voided => "<p>The shop no longer asks for it.</p>",
        _ => "<p>Approved.</p>",
    };
}
