using System.Net;
using FluentAssertions;
using Xunit;
using static Marketplace.Host.Tests.Auth.External.ExternalClient;

namespace Marketplace.Host.Tests.Auth.External;

/// <summary>The provider of Development is as strict as a real one, or the tests against it would prove nothing.</summary>
[Collection(AuthTests.Name)]
public class SimulatedProviderTests(AuthHost host)
{
    private const string Verifier = "a-verifier-of-at-least-43-characters-0123456789";
    private const string Challenge = "wZL8MkZejwdzHh4jB2kh79_6EBNURpiMV6pTtCVALSs";
    private const string Client = "marketplace-development";

    private string ReturnTo => new Uri(host.Http.BaseAddress!, "/api/auth/external/sber/callback").ToString();

    [Fact]
    public async Task A_code_with_the_right_secret_address_and_verifier_gives_a_token_once()
    {
        await host.Http.GetAsync("/api/auth/external/sber?redirect=false");
        var code = await CodeAsync();
        var first = await RedeemAsync(code);
        first.StatusCode.Should().Be(HttpStatusCode.OK);
        (await first.JsonAsync()).GetProperty("id_token").GetString()!.Split('.').Should().HaveCount(3);

        await ShouldFailAsync(await RedeemAsync(code), HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Theory]
    [InlineData("code_verifier", "another-verifier-of-at-least-43-characters-0123", HttpStatusCode.BadRequest, "invalid_grant")]
    [InlineData("code_verifier", "", HttpStatusCode.BadRequest, "invalid_grant")]
    [InlineData("redirect_uri", "http://127.0.0.1/api/auth/external/sber/callback", HttpStatusCode.BadRequest, "invalid_grant")]
    [InlineData("client_secret", "guessed", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("client_id", "another-shop", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("code", "guessed", HttpStatusCode.BadRequest, "invalid_grant")]
    [InlineData("grant_type", "client_credentials", HttpStatusCode.BadRequest, "unsupported_grant_type")]
    public async Task Anything_wrong_with_it_gives_none(string parameter, string value, HttpStatusCode status, string error)
    {
        await host.Http.GetAsync("/api/auth/external/sber?redirect=false");
        await ShouldFailAsync(await RedeemAsync(await CodeAsync(), (parameter, value)), status, error);
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/api/auth/external/sber/callback", HttpStatusCode.NotFound)]
    [InlineData("redirect_uri", "http://127.0.0.1/elsewhere", HttpStatusCode.NotFound)]
    [InlineData("client_id", "another-shop", HttpStatusCode.NotFound)]
    [InlineData("code_challenge_method", "plain", HttpStatusCode.Found)]
    [InlineData("response_type", "token", HttpStatusCode.Found)]
    [InlineData("scope", "profile", HttpStatusCode.Found)]
    public async Task Nobody_is_let_in_by_another_protocol_or_sent_elsewhere(string parameter, string value, HttpStatusCode status)
    {
        var answer = await AuthorizeAsync((parameter, value));
        answer.StatusCode.Should().Be(status);
        if (status == HttpStatusCode.Found) answer.Headers.Location!.Query.Should().Contain("error=invalid_request").And.NotContain("code=");
    }

    [Fact]
    public async Task The_discovery_document_and_the_keys_are_public_and_hold_nothing_private()
    {
        var document = await (await host.Http.GetAsync("/simulators/identity/apple/.well-known/openid-configuration")).JsonAsync();
        document.GetProperty("issuer").GetString().Should().Be(new Uri(host.Http.BaseAddress!, "simulators/identity/apple").ToString());

        var key = (await (await host.Http.GetAsync(document.GetProperty("jwks_uri").GetString())).JsonAsync()).GetProperty("keys").EnumerateArray().Single();
        key.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("kty", "use", "alg", "crv", "kid", "x", "y");
    }

    private async Task<string> CodeAsync() => Browser.Parameter((await AuthorizeAsync()).Headers.Location!.OriginalString, "code");

    private async Task<HttpResponseMessage> AuthorizeAsync(params (string Name, string Value)[] changes)
    {
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = Client,
            ["redirect_uri"] = ReturnTo,
            ["response_type"] = "code",
            ["scope"] = "openid",
            ["state"] = "s",
            ["nonce"] = "n",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
            ["as"] = NewPerson(),
        };
        foreach (var (name, value) in changes) query[name] = value;
        using var browser = new Browser(host);
        return await browser.GetAsync(Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("/simulators/identity/sber/authorize", query));
    }

    private async Task<HttpResponseMessage> RedeemAsync(string code, params (string Name, string Value)[] changes)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = ReturnTo,
            ["client_id"] = Client,
            ["client_secret"] = SecretOf(host, "Sber"),
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changes) form[name] = value;
        using var content = new FormUrlEncodedContent(form);
        return await host.Http.PostAsync("/simulators/identity/sber/token", content);
    }

    private static async Task ShouldFailAsync(HttpResponseMessage answer, HttpStatusCode status, string error)
    {
        answer.StatusCode.Should().Be(status);
        (await answer.JsonAsync()).GetProperty("error").GetString().Should().Be(error);
    }
}
