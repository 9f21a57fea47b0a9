using Marketplace.Host.Adapters;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Host.Development.Simulators.Identity;

/// <summary>The addresses of simulated providers, as OpenID Connect has them: discovery, keys, the door, and the counter where codes become tokens.</summary>
public static class IdentityEndpoints
{
    /// <summary>Maps <c>/identity/{apple|sber}</c>.</summary>
    public static void MapIdentity(this RouteGroupBuilder simulators)
    {
        var identity = simulators.MapGroup("/identity/{name}");
        identity.MapGet("/.well-known/openid-configuration", DiscoverAsync);
        identity.MapGet("/keys", (string name, SimulatedProviders providers) =>
            providers.Find(name) is { } provider ? Results.Json(new { keys = new[] { provider.Mint.PublicKey() } }) : Results.NotFound());
        identity.MapGet("/authorize", AuthorizeAsync);
        identity.MapPost("/token", RedeemAsync);
    }

    private static async Task<IResult> DiscoverAsync(string name, SimulatedProviders providers, OwnAddress own, CancellationToken cancellation) =>
        providers.Find(name) is null ? Results.NotFound() : Results.Json(DiscoveryDocument.Of(await IssuerAsync(name, own, cancellation)));

    private static async Task<IResult> AuthorizeAsync(
        string name, HttpContext http, SimulatedProviders providers, OwnAddress own, CancellationToken cancellation)
    {
        var query = http.Request.Query;
        string Given(string parameter) => query[parameter].ToString();
        // Nobody is sent to an address that the shop did not register, not even with an error.
        if (providers.Find(name) is not { } provider || !provider.Knows(Given("client_id"), Given("redirect_uri"))) return Results.NotFound();
        if (Given("response_type") != "code" || Given("code_challenge_method") != "S256" || !Given("scope").Split(' ').Contains("openid"))
        {
            return Back(Given("redirect_uri"), ("error", "invalid_request"), ("state", Given("state")));
        }

        var person = Given("as") is { Length: > 0 } chosen ? chosen : Given("login_hint");
        if (person.Length == 0) return LoginPage.Of(name, query);
        var issuer = await IssuerAsync(name, own, cancellation);
        if (TestPeople.MannerOf(person) == IdentityManner.Denies)
        {
            return Back(Given("redirect_uri"), ("error", "access_denied"), ("state", Given("state")), ("iss", issuer));
        }

        var code = provider.Authorize(new AuthorizeRequest(Given("client_id"), Given("redirect_uri"), Given("nonce"), Given("code_challenge"), person));
        return Back(Given("redirect_uri"), ("code", code), ("state", Given("state")), ("iss", issuer));
    }

    private static async Task<IResult> RedeemAsync(
        string name, HttpContext http, SimulatedProviders providers, OwnAddress own, CancellationToken cancellation)
    {
        if (providers.Find(name) is not { } provider) return Results.NotFound();
        if (!http.Request.HasFormContentType) return Refuse("invalid_request");
        var form = await http.Request.ReadFormAsync(cancellation);
        string Given(string parameter) => form[parameter].ToString();
        if (Given("grant_type") != "authorization_code") return Refuse("unsupported_grant_type");
        var request = new TokenRequest(Given("client_id"), Given("client_secret"), Given("code"), Given("redirect_uri"), Given("code_verifier"));
        var (token, error) = provider.Redeem(request, await IssuerAsync(name, own, cancellation));
        if (error is not null) return Refuse(error);
        return Results.Json(new Dictionary<string, object?>
        {
            ["access_token"] = Guid.NewGuid().ToString("N"),
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["id_token"] = token,
        });
    }

    private static async Task<string> IssuerAsync(string name, OwnAddress own, CancellationToken cancellation) =>
        new Uri(await own.ResolveAsync(cancellation), $"simulators/identity/{name}").ToString();

    private static IResult Back(string redirectUri, params (string Name, string Value)[] parameters) =>
        Results.Redirect(QueryHelpers.AddQueryString(redirectUri, parameters.ToDictionary(p => p.Name, p => (string?)p.Value)));

    private static IResult Refuse(string error) => Results.Json(
        new { error }, statusCode: error == "invalid_client" ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest);
}
