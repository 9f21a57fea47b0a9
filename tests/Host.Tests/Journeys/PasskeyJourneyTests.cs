using System.Net;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Domain.Customers;
using Marketplace.Host.Tests.Auth.Passkeys;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>A customer who opens the account by a fingerprint, on the whole host with its strict bodies.</summary>
[Collection(nameof(HostFixture))]
public class PasskeyJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S30_S31_a_passkey_is_switched_on_used_and_switched_off()
    {
        var customer = await host.CustomerAsync();
        await ProtectAsync(customer);
        using var device = new SoftAuthenticator($"http://localhost:{host.Url.Port}");
        var (enrolment, options) = await AskAsync(customer, "/api/auth/passkeys/registration-options");
        var on = (await customer.PostAsync("/api/auth/passkeys", new { challengeId = enrolment, credential = device.Create(options), name = "Phone" })).Expect(HttpStatusCode.Created);

        var app = host.Anonymous();
        var opened = (await SignInAsync(app, device)).Expect(HttpStatusCode.Created);
        opened.Id("customerId").Should().Be(customer.CustomerId);
        app.Token = opened.Text("token");
        (await app.GetAsync("/api/account")).Expect(HttpStatusCode.OK).Id("customerId").Should().Be(customer.CustomerId);
        (await app.GetAsync("/api/auth/passkeys")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Select(p => (string)p!["name"]!).Should().Equal("Phone");

        (await customer.DeleteAsync($"/api/auth/passkeys/{on.Id("passkeyId")}")).Expect(HttpStatusCode.NoContent);
        (await SignInAsync(host.Anonymous(), device)).Expect(HttpStatusCode.Unauthorized).Code.Should().Be("auth.passkey-invalid");
    }

    [Theory]
    [InlineData("""{"challengeId":"x"}""", "request.member-missing")]
    [InlineData("""{"credential":{}}""", "request.member-missing")]
    [InlineData("""{"challengeId":null,"credential":{}}""", "request.null-not-allowed")]
    [InlineData("""{"challengeId":"x","credential":{},"userId":"x"}""", "request.unknown-member")]
    public async Task S30_a_body_that_is_not_as_described_is_refused_before_it_is_judged(string body, string code) =>
        (await host.Anonymous().SendAsync(HttpMethod.Post, "/api/auth/sessions/passkey", body)).Expect(HttpStatusCode.BadRequest).Code.Should().Be(code);

    /// <summary>Follows the link without waiting for its letter.</summary>
    private async Task ProtectAsync(Api customer)
    {
        (await customer.PostAsync("/api/account/email", new { email = $"c{Guid.NewGuid():N}@example.com" })).Expect(HttpStatusCode.Accepted);
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        var asked = (await session.Events.FetchStreamAsync(customer.CustomerId)).Select(e => e.Data).OfType<EmailVerificationRequested>().Single();
        var token = host.Services.GetRequiredService<LinkTokens>().TokenOf(LinkPurpose.EmailProof, asked.LinkId);
        (await customer.PostAsync("/api/account/email/confirmation", new { token })).Expect(HttpStatusCode.NoContent);
    }

    private static async Task<(string ChallengeId, JsonElement Options)> AskAsync(Api caller, string path)
    {
        var asked = (await caller.PostAsync(path)).Expect(HttpStatusCode.OK);
        return (asked.Text("challengeId"), JsonSerializer.Deserialize<JsonElement>(asked.Body["publicKey"]!.ToJsonString()));
    }

    private static async Task<Answer> SignInAsync(Api caller, SoftAuthenticator device)
    {
        var (challengeId, options) = await AskAsync(caller, "/api/auth/passkeys/assertion-options");
        return await caller.PostAsync("/api/auth/sessions/passkey", new { challengeId, credential = device.Get(options) });
    }
}
