using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Host.Auth;
using Marketplace.Host.Tests.Auth;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Host.Tests.Support;

/// <summary>A customer with a verified e-mail, signed in.</summary>
public sealed record Owner(string Phone, string Email, OpenedSession Session)
{
    public Guid Id => Session.CustomerId;
}

/// <summary>A recovery as support began it, and what the letter says.</summary>
public sealed record BegunRecovery(Guid Id, string Code);

/// <summary>What agents of support and their callers do, as short sentences.</summary>
internal static class SupportDesk
{
    public const string Reason = "caller asks";

    /// <summary>A token of somebody of support; each name is an agent with a limit of their own.</summary>
    public static string Agent(IServiceProvider services, string dataFolder, string name)
    {
        var (configuration, clock) = (services.GetRequiredService<IConfiguration>(), services.GetRequiredService<TimeProvider>());
        StaffTokens.Issue("support", configuration, services.GetRequiredService<IHostEnvironment>(), clock);
        var key = new SymmetricSecurityKey(Convert.FromHexString(File.ReadAllText(Path.Combine(dataFolder, "secrets", "StaffKey"))));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "marketplace-development",
            Audience = "marketplace",
            NotBefore = clock.GetUtcNow().UtcDateTime,
            Expires = clock.GetUtcNow().AddHours(12).UtcDateTime,
            Subject = new ClaimsIdentity([new Claim("sub", name), new Claim("roles", "support")]),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
    }

    public static string Agent(this AuthHost host, string? name = null) => Agent(host.Services, host.World.DataFolder, name ?? $"agent-{Guid.NewGuid():N}");

    public static Task<HttpResponseMessage> LookAsync(this AuthHost host, string agent, string path, string? reason = Reason)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", agent);
        if (reason is not null) request.Headers.Add("X-Reason", reason);
        return host.Http.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PostAsync(this AuthHost host, string? token, string path, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return host.Http.SendAsync(request);
    }

    /// <summary>A customer whose e-mail is verified, or named and not verified.</summary>
    public static async Task<Owner> OwnerAsync(this AuthHost host, bool verified = true)
    {
        var phone = AuthClient.NewPhone();
        var opened = await host.SignInAsync(phone);
        var (id, email, emailId) = (opened.CustomerId, $"owner-{Guid.NewGuid():N}@example.com", Guid.NewGuid());
        await using var session = host.Store.LightweightSession();
        session.Events.Append(id, new EmailAdded(id, emailId, new Pii<string>(id, "email", email), host.Now));
        if (verified)
        {
            session.Events.Append(id, new EmailVerified(id, emailId, Guid.NewGuid(), host.Now), new AccountProtected(id, host.Now));
            host.Services.GetRequiredService<Accounts>().Claim(session, new Contact(ContactKind.Email, email), id, null, host.Now);
        }

        await session.SaveChangesAsync();
        return new Owner(phone, email, opened);
    }

    public static Task<HttpResponseMessage> StartAsync(this AuthHost host, string agent, string phone, string reason = "lost phone") =>
        host.PostAsync(agent, "/api/support/recoveries", new { phone, reason });

    /// <summary>Support begins a recovery, and its letter arrives.</summary>
    public static async Task<BegunRecovery> BeginAsync(this AuthHost host, Owner owner)
    {
        var answer = await host.StartAsync(host.Agent(), owner.Phone);
        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var id = (await answer.JsonAsync()).GetProperty("recoveryId").GetGuid();
        return new BegunRecovery(id, (await host.Mail.FirstAsync(letter => letter.MessageId == id)).Code);
    }

    public static Task<HttpResponseMessage> ConfirmAsync(this AuthHost host, object body) => host.PostAsync(null, "/api/recovery/confirmation", body);

    /// <summary>The customer names the new phone, and its code arrives.</summary>
    public static async Task<(Guid ChallengeId, string Code)> NameAsync(this AuthHost host, BegunRecovery recovery, string phone)
    {
        var answer = await host.ConfirmAsync(new { recoveryId = recovery.Id, code = recovery.Code, phone });
        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var challengeId = (await answer.JsonAsync()).GetProperty("challengeId").GetGuid();
        return (challengeId, (await host.Sms.OfAsync(challengeId)).Code);
    }

    /// <summary>The whole way to the new phone.</summary>
    public static async Task<HttpResponseMessage> RecoverAsync(this AuthHost host, Owner owner, string newPhone)
    {
        var recovery = await host.BeginAsync(owner);
        var (challengeId, phoneCode) = await host.NameAsync(recovery, newPhone);
        return await host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId, phoneCode });
    }

    public static async Task<IReadOnlyList<CustomerEvent>> EventsOfAsync(this AuthHost host, Guid customerId)
    {
        await using var session = host.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(customerId)).Select(e => (CustomerEvent)e.Data)];
    }

    public static async Task<Customer> CustomerOfAsync(this AuthHost host, Guid customerId)
    {
        await using var session = host.Store.QuerySession();
        return (await session.LoadAsync<Customer>(customerId))!;
    }

    /// <summary>An order of that customer, paid by card, going by courier to a home.</summary>
    public static async Task<Guid> OrderOfAsync(this AuthHost host, Guid customerId)
    {
        var (orderId, line, attempt) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await using var session = host.Store.LightweightSession();
        session.Events.StartStream<Order>(
            orderId,
            new OrderPlaced(
                orderId, customerId, [new OrderedLine(line, "tea", "Чай", "food", 1, 100_00, PriceKind.List, 100_00)], DeliveryKind.Courier, null,
                new Pii<string>(customerId, "address", "Secret street 7"), 299_00, 399_00, "2026-11", host.Now),
            new OrderPaid(orderId, attempt, 99_00, 0, 300_00, "4242", [new TenderShare(line, 0, 0, 100_00), new TenderShare(Guid.Empty, 99_00, 0, 200_00)], host.Now));
        await session.SaveChangesAsync();
        return orderId;
    }

    public static async Task<string> DetailAsync(this HttpResponseMessage answer) => (await answer.JsonAsync()).GetProperty("detail").GetString()!;

    public static List<JsonElement> Items(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];
}
