using System.Net;
using System.Net.Http.Headers;
using FluentAssertions;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Host.Tests.Auth.External;

/// <summary>A browser with its own cookies that follows redirects only when it is told to.</summary>
public sealed class Browser(AuthHost host) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false })
    {
        BaseAddress = host.Http.BaseAddress,
    };

    public async Task<HttpResponseMessage> GetAsync(string address, string? token = null, string? userAgent = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (userAgent is not null) request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        return await http.SendAsync(request);
    }

    /// <summary>Where the host sends it: the provider's door.</summary>
    public async Task<string> LeaveAsync(string provider, string? token = null, string query = "") =>
        LocationOf(await GetAsync($"/api/auth/external/{provider}?{query}", token));

    /// <summary>Goes to the provider as that person and stops before coming back.</summary>
    public async Task<string> ArriveAsync(string provider, string person, string? token = null, string query = "") =>
        LocationOf(await GetAsync(await LeaveAsync(provider, token, $"{query}&login_hint={person}")));

    /// <summary>The whole way: out, and back.</summary>
    public async Task<HttpResponseMessage> GoAsync(string provider, string person, string? token = null, string query = "") =>
        await GetAsync(await ArriveAsync(provider, person, token, query));

    public void Dispose() => http.Dispose();

    /// <summary>A parameter of an address.</summary>
    public static string Parameter(string address, string name) => QueryHelpers.ParseQuery(new Uri(address).Query)[name].ToString();

    private static string LocationOf(HttpResponseMessage answer)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.Found);
        return answer.Headers.Location!.OriginalString;
    }
}
