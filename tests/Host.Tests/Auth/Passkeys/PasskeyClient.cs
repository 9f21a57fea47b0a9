using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;

namespace Marketplace.Host.Tests.Auth.Passkeys;

/// <summary>A question to a device.</summary>
public sealed record Asked(string ChallengeId, DateTimeOffset ExpiresAt, JsonElement PublicKey);

/// <summary>What the app does with passkeys, as short sentences.</summary>
public static class PasskeyClient
{
    /// <summary>A phone with a fingerprint reader, whose app talks to that host.</summary>
    public static SoftAuthenticator Device(this AuthHost host) => new($"http://localhost:{host.Http.BaseAddress!.Port}");

    public static Task<HttpResponseMessage> PostAsync(this AuthHost host, string path, string? token, object? body = null, string? clientType = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (clientType is not null) request.Headers.Add("X-Client-Type", clientType);
        return host.Http.SendAsync(request);
    }

    public static Task<HttpResponseMessage> AskToEnrolAsync(this AuthHost host, string token, string? clientType = null) =>
        host.PostAsync("/api/auth/passkeys/registration-options", token, clientType: clientType);

    public static Task<HttpResponseMessage> EnrolAsync(this AuthHost host, string token, string challengeId, object credential, string? name = null) =>
        host.PostAsync("/api/auth/passkeys", token, new { challengeId, credential, name });

    public static async Task<Asked> AskedAsync(this HttpResponseMessage answer)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<Asked>(JsonSerializerOptions.Web))!;
    }

    /// <summary>Switches the device's passkey on.</summary>
    public static async Task<Guid> EnrolAsync(this AuthHost host, string token, SoftAuthenticator device, string? name = null)
    {
        var asked = await (await host.AskToEnrolAsync(token)).AskedAsync();
        var answer = await host.EnrolAsync(token, asked.ChallengeId, device.Create(asked.PublicKey), name);
        answer.StatusCode.Should().Be(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.JsonAsync()).GetProperty("passkeyId").GetGuid();
    }

    public static async Task<Asked> AskToSignInAsync(this AuthHost host) => await (await host.PostAsync("/api/auth/passkeys/assertion-options", null)).AskedAsync();

    public static Task<HttpResponseMessage> AnswerAsync(
        this AuthHost host, string challengeId, object credential, string? acceptedTerms = null, string? client = null, string? clientType = null) =>
        host.PostAsync("/api/auth/sessions/passkey", null, new { challengeId, credential, acceptedTerms, client }, clientType);

    /// <summary>Signs in by the device, which may misbehave.</summary>
    public static async Task<HttpResponseMessage> ByPasskeyAsync(this AuthHost host, SoftAuthenticator device, Misbehaviour? wrong = null)
    {
        var asked = await host.AskToSignInAsync();
        return await host.AnswerAsync(asked.ChallengeId, device.Get(asked.PublicKey, wrong));
    }

    public static async Task<OpenedSession> OpenedAsync(this HttpResponseMessage answer)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<OpenedSession>(JsonSerializerOptions.Web))!;
    }

    public static Task<HttpResponseMessage> RemoveAsync(this AuthHost host, string token, Guid passkeyId) =>
        host.SendAsync(HttpMethod.Delete, $"/api/auth/passkeys/{passkeyId:D}", token);

    /// <summary>A new customer, signed in with a code this moment, whose account is protected: that is what a passkey needs.</summary>
    public static async Task<OpenedSession> OwnerAsync(this AuthHost host, string? phone = null)
    {
        var (challengeId, code) = await host.CodeAsync(phone ?? AuthClient.NewPhone());
        var owner = await (await host.AnswerAsync(challengeId, code)).OpenedAsync();
        await host.ProtectAsync(owner);
        return owner;
    }

    public static async Task ProtectAsync(this AuthHost host, OpenedSession owner) =>
        (await host.FollowLinkAsync(await host.LinkTokenAsync(owner, ContactClient.NewEmail()))).StatusCode.Should().Be(HttpStatusCode.NoContent);

    /// <summary>Lets something have happened.</summary>
    public static async Task AppendAsync(this AuthHost host, Guid customerId, params object[] events)
    {
        await using var session = host.Store.LightweightSession();
        session.Events.Append(customerId, events);
        await session.SaveChangesAsync();
    }
}
