using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Domain.Customers;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Marketplace.Host.Tests.Auth;

/// <summary>A change of a contact as it was answered.</summary>
public sealed record AskedChange(Guid ChangeId, Guid OldChallengeId, Guid NewChallengeId);

/// <summary>What a customer does with the e-mail and the phone of an account, as short sentences.</summary>
public static class ContactClient
{
    private static int lastAddress;

    /// <summary>An address that no other test has.</summary>
    public static string NewEmail() => $"maria{Interlocked.Increment(ref lastAddress)}@example.com";

    public static Task<HttpResponseMessage> SendAsync(this AuthHost host, HttpMethod method, string path, string? token, object? body)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return host.Http.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PostAsync(this AuthHost host, string path, string? token, object body) => host.SendAsync(HttpMethod.Post, path, token, body);

    /// <summary>Asks for a letter and takes the token out of the link that it is about to get.</summary>
    public static async Task<string> LinkTokenAsync(this AuthHost host, OpenedSession owner, string email)
    {
        (await host.PostAsync("/api/account/email", owner.Token, new { email })).StatusCode.Should().Be(HttpStatusCode.Accepted);
        var asked = (await host.EventsAsync(owner.CustomerId)).OfType<EmailVerificationRequested>().Last();
        return host.Services.GetRequiredService<LinkTokens>().TokenOf(LinkPurpose.EmailProof, asked.LinkId);
    }

    public static Task<HttpResponseMessage> FollowLinkAsync(this AuthHost host, string token) =>
        host.PostAsync("/api/account/email/confirmation", null, new { token });

    /// <summary>A new account with a proven phone and a proven e-mail.</summary>
    public static async Task<(OpenedSession Session, string Phone, string Email)> ProtectedAsync(this AuthHost host)
    {
        var (phone, email) = (AuthClient.NewPhone(), NewEmail());
        var session = await host.SignInAsync(phone);
        (await host.FollowLinkAsync(await host.LinkTokenAsync(session, email))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        return (session, phone, email);
    }

    public static async Task<AskedChange> AskForChangeAsync(this AuthHost host, string token, object to)
    {
        var answer = await host.PostAsync("/api/account/contact-changes", token, to);
        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        return (await answer.Content.ReadFromJsonAsync<AskedChange>())!;
    }

    public static Task<HttpResponseMessage> ConfirmChangeAsync(this AuthHost host, string token, Guid changeId, string newCode, string? oldCode = null) =>
        host.PostAsync($"/api/account/contact-changes/{changeId}/confirmation", token, oldCode is null ? new { newCode } : new { newCode, oldCode });

    /// <summary>Proves the new phone only: the change waits.</summary>
    public static async Task<Guid> ScheduleChangeAsync(this AuthHost host, string token, string phone)
    {
        var asked = await host.AskForChangeAsync(token, new { phone });
        var answer = await host.ConfirmChangeAsync(token, asked.ChangeId, (await host.Sms.OfAsync(asked.NewChallengeId)).Code);
        (await answer.JsonAsync()).GetProperty("status").GetString().Should().Be("scheduled");
        return asked.ChangeId;
    }

    public static async Task<string> ChangeStatusAsync(this AuthHost host, string token, Guid changeId)
    {
        var answer = await host.SendAsync(HttpMethod.Get, $"/api/account/contact-changes/{changeId}", token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return (await answer.JsonAsync()).GetProperty("status").GetString()!;
    }

    public static async Task<IReadOnlyList<object>> EventsAsync(this AuthHost host, Guid customerId)
    {
        await using var session = host.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(customerId)).Select(e => e.Data)];
    }

    /// <summary>Delivers a message of a timer now.</summary>
    public static async Task DeliverAsync(this AuthHost host, object message)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(message);
    }

    public static string CancelToken(this AuthHost host, Guid changeId) =>
        host.Services.GetRequiredService<LinkTokens>().TokenOf(LinkPurpose.ChangeCancellation, changeId);
}
