using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Host.Links;

/// <summary>
/// A page with one button. It is the same for every token: the script takes the token out of the address, so that nothing of a
/// request is written into the page. The browser runs this script alone, known by its hash.
/// </summary>
/// <param name="russian">What it is for, in Russian.</param>
/// <param name="english">The same in English.</param>
/// <param name="button">What the button says.</param>
/// <param name="deed">What the button does, in script.</param>
internal sealed class ConfirmingPage(string russian, string english, string button, string deed)
{
    private readonly string script = Script.Replace("DEED", deed, StringComparison.Ordinal);

    private const string Script = """
        const token = new URLSearchParams(location.search).get('token') || '';
        history.replaceState(null, '', location.pathname);
        const button = document.querySelector('button'), outcome = document.querySelector('output');
        const post = (path, body) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
        button.addEventListener('click', async () => {
          button.disabled = true;
          try {
            const answer = await DEED;
            if (answer.ok) { outcome.textContent = 'Готово. · Done.'; return; }
            const problem = await answer.json();
            outcome.textContent = problem.detail || problem.title || 'Не получилось. · It did not work.';
          } catch { outcome.textContent = 'Нет связи. · No connection.'; button.disabled = false; }
        });
        """;

    /// <summary>The page, with the policy that lets its script run and nothing else.</summary>
    public IResult Show(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return LinkPages.Html($"<h1>{russian}</h1>\n<p lang=\"en\">{english}</p>\n<button type=\"button\">{button}</button>\n<p><output></output></p>\n<script>{script}</script>");
    }
}
