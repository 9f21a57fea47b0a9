using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;

namespace Marketplace.Host.Development.Simulators.Identity;

/// <summary>The simulated provider's page: here a real one asks for what it has agreed with the person, which never reaches us (S28).</summary>
internal static class LoginPage
{
    public static IResult Of(string provider, IQueryCollection query) => Results.Content(Html(provider, query), MediaTypeNames.Text.Html, Encoding.UTF8);

    private static string Html(string provider, IQueryCollection query) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>{Encoded(provider)} (simulator)</title></head>
        <body>
        <h1>Who are you at {Encoded(provider)}?</h1>
        <form method="get">
        {string.Join('\n', query.Select(p => $"""<input type="hidden" name="{Encoded(p.Key)}" value="{Encoded(p.Value.ToString())}">"""))}
        <input name="as" value="anna" required> <button>Continue</button>
        </form>
        <p>Anybody you like. These show what goes wrong: {Encoded(string.Join(", ", TestPeople.Special))}.</p>
        </body></html>
        """;

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
