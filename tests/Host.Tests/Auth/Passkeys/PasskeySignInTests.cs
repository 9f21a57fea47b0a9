using System.Net;
using FluentAssertions;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth.Passkeys;

[Collection(AuthTests.Name)]
public class PasskeySignInTests(AuthHost host)
{
    [Fact]
    public async Task S30_S32_D19_a_passkey_opens_the_account_that_it_was_enrolled_for()
    {
        var owner = await host.ProtectedAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);

        var asked = await host.AskToSignInAsync();
        var opened = await (await host.AnswerAsync(asked.ChallengeId, device.Get(asked.PublicKey), client: "Phone")).OpenedAsync();
        opened.CustomerId.Should().Be(owner.CustomerId);
        opened.IsNew.Should().BeFalse();
        (await host.OpensAsync(opened.Token)).Should().BeTrue();
        (await host.SessionsAsync(opened.Token)).Should().ContainSingle(s => s.Current).Which.Should().BeEquivalentTo(new { Method = "passkey", Client = "Phone" });
        await (await host.ByPasskeyAsync(device)).OpenedAsync();
    }
}
