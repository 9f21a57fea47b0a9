using System.Net;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;

namespace Marketplace.Host.Tests.Auth.Passkeys;

[Collection(AuthTests.Name)]
public class PasskeyRemovalTests(AuthHost host)
{
    [Fact]
    public async Task S31_a_passkey_that_is_switched_off_opens_nothing_on_any_host_and_the_others_go_on()
    {
        var other = await AuthHost.BesideAsync(host);
        try
        {
            var owner = await host.OwnerAsync();
            using var lost = host.Device();
            using var kept = host.Device();
            var passkeyId = await host.EnrolAsync(owner.Token, lost);
            await host.EnrolAsync(owner.Token, kept);
            var asked = await other.AskToSignInAsync();
            var signed = lost.Get(asked.PublicKey, new() { Origin = $"http://localhost:{other.Http.BaseAddress!.Port}" });
            var opened = await (await host.ByPasskeyAsync(lost)).OpenedAsync();

            (await host.RemoveAsync(owner.Token, passkeyId)).StatusCode.Should().Be(HttpStatusCode.NoContent);
            await (await other.AnswerAsync(asked.ChallengeId, signed)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
            await (await host.ByPasskeyAsync(lost)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
            await (await host.ByPasskeyAsync(kept)).OpenedAsync();
            (await host.OpensAsync(opened.Token)).Should().BeTrue("sessions are closed as sessions (S33)");
            (await host.EventsAsync(owner.CustomerId)).OfType<PasskeyRemoved>().Should().ContainSingle(e => e.PasskeyId == passkeyId);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task S31_a_device_can_be_enrolled_again_after_it_was_switched_off()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.RemoveAsync(owner.Token, await host.EnrolAsync(owner.Token, device));
        await host.EnrolAsync(owner.Token, device);
        await (await host.ByPasskeyAsync(device)).OpenedAsync();
    }

    [Fact]
    public async Task S31_what_is_not_the_customers_own_is_unknown()
    {
        var (owner, other) = (await host.OwnerAsync(), await host.OwnerAsync());
        using var device = host.Device();
        var passkeyId = await host.EnrolAsync(owner.Token, device);

        await (await host.RemoveAsync(other.Token, passkeyId)).ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.passkey-unknown");
        await (await host.RemoveAsync(owner.Token, Guid.NewGuid())).ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.passkey-unknown");
        await (await host.SendAsync(HttpMethod.Delete, "/api/auth/passkeys/none", owner.Token)).ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.passkey-unknown");
        await (await host.SendAsync(HttpMethod.Delete, $"/api/auth/passkeys/{passkeyId}", null)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.sign-in-required");
        await (await host.ByPasskeyAsync(device)).OpenedAsync();
        (await host.RemoveAsync(owner.Token, passkeyId)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await (await host.RemoveAsync(owner.Token, passkeyId)).ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.passkey-unknown");
    }

    [Fact]
    public async Task S31_a_passkey_that_is_used_and_switched_off_at_once_stays_off()
    {
        for (var n = 0; n < 8; n++)
        {
            var owner = await host.OwnerAsync();
            using var device = host.Device();
            var passkeyId = await host.EnrolAsync(owner.Token, device);
            var asked = await host.AskToSignInAsync();
            var signed = device.Get(asked.PublicKey);

            var (used, removed) = (host.AnswerAsync(asked.ChallengeId, signed), host.RemoveAsync(owner.Token, passkeyId));
            (await used).StatusCode.Should().BeOneOf(HttpStatusCode.Created, HttpStatusCode.Unauthorized);
            (await removed).StatusCode.Should().Be(HttpStatusCode.NoContent);
            await (await host.ByPasskeyAsync(device)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
        }
    }
}
