using Marketplace.Application.Customers.External;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;

namespace Marketplace.Host.Auth.External;

/// <summary>
/// Knows the browser that was sent to a provider. Without it somebody could have a stranger finish what he began, and the
/// stranger's identity would open his account.
/// </summary>
internal sealed class BrowserCookies(IHostEnvironment environment)
{
    private readonly bool secure = !environment.IsDevelopment();

    /// <summary>Marks the browser until it comes back.</summary>
    public void Set(HttpResponse response, ExternalProvider provider, Secret browser) =>
        response.Cookies.Append(NameOf(provider), browser.Reveal(), Options(ExternalAttempt.Life));

    /// <summary>The mark; an empty one is none of ours.</summary>
    public Secret Of(HttpRequest request, ExternalProvider provider) => new(request.Cookies[NameOf(provider)] ?? "");

    /// <summary>Takes the mark away.</summary>
    public void Clear(HttpResponse response, ExternalProvider provider) => response.Cookies.Delete(NameOf(provider), Options(null));

    // The prefix keeps a neighbouring domain from planting one; browsers honour it with https only.
    private string NameOf(ExternalProvider provider) => (secure ? "__Host-" : "") + "external-" + ExternalNames.Of(provider);

    // Lax: the provider's redirect is a navigation from another site and must carry it.
    private CookieOptions Options(TimeSpan? life) =>
        new() { Path = "/", HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Lax, MaxAge = life, IsEssential = true };
}
