using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;

namespace Marketplace.Host.Tests.Auth;

public sealed record OpenedSession(string Token, Guid CustomerId, Guid SessionId, bool IsNew, DateTimeOffset ExpiresAt);

public sealed record ListedSession(
    Guid SessionId, string? Client, string Method, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, bool Current);

/// <summary>What a customer's phone does, as short sentences.</summary>
public static class AuthClient
{
    public const string Terms = "1";
    private static int lastNumber = 4_071_300;

    /// <summary>A mobile number that no other test has.</summary>
    public static string NewPhone() => string.Create(CultureInfo.InvariantCulture, $"+7916{Interlocked.Add(ref lastNumber, 7)}");

    public static Task<HttpResponseMessage> AskAsync(this AuthHost host, string phone, string? channel = null, string? from = null)
    {
        object body = channel is null ? new { phone } : new { phone, channel };
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/challenges") { Content = JsonContent.Create(body) };
        if (from is not null) request.Headers.Add("X-Forwarded-For", from);
        return host.Http.SendAsync(request);
    }

    /// <summary>Asks for a code and waits for the message.</summary>
    public static async Task<(Guid ChallengeId, string Code)> CodeAsync(this AuthHost host, string phone)
    {
        var answer = await host.AskAsync(phone);
        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var challengeId = (await answer.JsonAsync()).GetProperty("challengeId").GetGuid();
        return (challengeId, (await host.Sms.OfAsync(challengeId)).Code);
    }

    public static Task<HttpResponseMessage> AnswerAsync(
        this AuthHost host, Guid challengeId, string code, string? acceptedTerms = Terms, string? client = null) =>
        host.Http.PostAsJsonAsync("/api/auth/sessions", new { challengeId, code, acceptedTerms, client });

    /// <summary>Signs in, however long after the last code; the clock is moved past the cool-down first.</summary>
    public static async Task<OpenedSession> SignInAsync(this AuthHost host, string phone, string? client = null)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(21));
        var (challengeId, code) = await host.CodeAsync(phone);
        var answer = await host.AnswerAsync(challengeId, code, client: client);
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return (await answer.Content.ReadFromJsonAsync<OpenedSession>(JsonSerializerOptions.Web))!;
    }

    public static Task<HttpResponseMessage> SendAsync(this AuthHost host, HttpMethod method, string path, string? token)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return host.Http.SendAsync(request);
    }

    /// <summary>Whether the token opens anything.</summary>
    public static async Task<bool> OpensAsync(this AuthHost host, string token) =>
        (await host.SendAsync(HttpMethod.Get, "/test/customer", token)).StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.Unauthorized => false,
            var other => throw new InvalidOperationException($"Neither open nor shut: {other}."),
        };

    public static async Task<IReadOnlyList<ListedSession>> SessionsAsync(this AuthHost host, string token)
    {
        var answer = await host.SendAsync(HttpMethod.Get, "/api/auth/sessions", token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return (await answer.JsonAsync()).GetProperty("items").Deserialize<List<ListedSession>>(JsonSerializerOptions.Web)!;
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

    /// <summary>A refusal with that status and code; it is returned for a look at its members.</summary>
    public static async Task<JsonElement> ShouldRefuseAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        answer.StatusCode.Should().Be(status);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var problem = await answer.JsonAsync();
        problem.GetProperty("code").GetString().Should().Be(code);
        return problem;
    }

    /// <summary>A code that is not this one.</summary>
    public static string Wrong(string code) => code[..^1] + (code[^1] == '0' ? '1' : '0');
}
