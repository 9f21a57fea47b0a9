using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth.External;

/// <summary>What people with an Apple ID or a Sber ID do, as short sentences.</summary>
public static class ExternalClient
{
    private static int lastPerson;

    /// <summary>Somebody whom no other test knows.</summary>
    public static string NewPerson() => $"person-{Interlocked.Increment(ref lastPerson)}";

    /// <summary>A customer to whose account that person at that provider is linked.</summary>
    public static async Task<OpenedSession> LinkedAsync(this AuthHost host, string provider, string person)
    {
        var customer = await host.SignInAsync(NewPhone());
        using var browser = new Browser(host);
        (await browser.GoAsync(provider, person, customer.Token)).StatusCode.Should().Be(HttpStatusCode.Created);
        return customer;
    }

    /// <summary>The whole way in a browser of its own.</summary>
    public static async Task<HttpResponseMessage> GoAsync(this AuthHost host, string provider, string person, string? token = null, string query = "")
    {
        using var browser = new Browser(host);
        return await browser.GoAsync(provider, person, token, query);
    }

    /// <summary>The session that an answer opened.</summary>
    public static async Task<OpenedSession> SessionAsync(this HttpResponseMessage answer)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return (await answer.Content.ReadFromJsonAsync<OpenedSession>(JsonSerializerOptions.Web))!;
    }

    /// <summary>The simulated provider of this host, as another host's settings.</summary>
    public static (string Key, string Value)[] SameProvider(this AuthHost host, string name, string algorithm = "ES256") =>
    [
        ($"External:{name}:Authority", new Uri(host.Http.BaseAddress!, $"simulators/identity/{name.ToLowerInvariant()}").ToString()),
        ($"External:{name}:ClientId", "marketplace-development"),
        ($"External:{name}:ClientSecret", SecretOf(host, name)),
        ($"External:{name}:Algorithms:0", algorithm),
    ];

    /// <summary>What this host proves with at its simulated provider that it is the shop.</summary>
    public static string SecretOf(AuthHost host, string name) => File.ReadAllText(Path.Combine(host.World.DataFolder, "secrets", $"External{name}")).Trim();
}
