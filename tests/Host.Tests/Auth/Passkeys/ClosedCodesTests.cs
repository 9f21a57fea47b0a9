using System.Net;
using FluentAssertions;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth.Passkeys;

[Collection(AuthTests.Name)]
public class ClosedCodesTests(AuthHost host)
{
    [Fact]
    public async Task X22_a_hundred_wrong_codes_close_codes_and_nothing_else_until_the_owner_comes_by_a_passkey()
    {
        var phone = NewPhone();
        var owner = await host.OwnerAsync(phone);
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        host.Clock.Advance(TimeSpan.FromHours(1));

        await GuessAsync(phone, challenges: 20, every: TimeSpan.FromHours(3));
        await (await host.AskAsync(phone)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.codes-closed");
        host.Clock.Advance(TimeSpan.FromDays(2));
        await (await host.AskAsync(phone)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.codes-closed");
        (await host.OpensAsync(owner.Token)).Should().BeTrue("whoever is in stays in");

        await (await host.ByPasskeyAsync(device)).OpenedAsync();
        (await host.SignInAsync(phone)).CustomerId.Should().Be(owner.CustomerId);
    }

    [Fact]
    public async Task X22_a_passkey_that_does_not_work_opens_no_codes()
    {
        var phone = NewPhone();
        var owner = await host.OwnerAsync(phone);
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        host.Clock.Advance(TimeSpan.FromHours(1));

        await GuessAsync(phone, challenges: 4, every: TimeSpan.FromMinutes(21));
        await host.ByPasskeyAsync(device, new() { WrongSignature = true });
        await (await host.AskAsync(phone)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.codes-paused");
        await (await host.ByPasskeyAsync(device)).OpenedAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await host.AskAsync(phone)).StatusCode.Should().Be(HttpStatusCode.Accepted, "the pause ended with the owner");
    }

    [Fact]
    public async Task X22_S30_the_owner_may_come_by_code_and_by_passkey_at_the_same_time()
    {
        for (var n = 0; n < 6; n++)
        {
            var phone = NewPhone();
            var owner = await host.OwnerAsync(phone);
            using var device = host.Device();
            await host.EnrolAsync(owner.Token, device);
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            var (challengeId, code) = await host.CodeAsync(phone);
            var asked = await host.AskToSignInAsync();

            var both = await Task.WhenAll(host.AnswerAsync(challengeId, code), host.AnswerAsync(asked.ChallengeId, device.Get(asked.PublicKey)));
            foreach (var one in both) await one.OpenedAsync();
        }
    }

    /// <summary>Five wrong answers to each of so many challenges.</summary>
    private async Task GuessAsync(string phone, int challenges, TimeSpan every)
    {
        for (var n = 0; n < challenges; n++)
        {
            host.Clock.Advance(every);
            var (challengeId, code) = await host.CodeAsync(phone);
            for (var attempt = 0; attempt < 5; attempt++)
            {
                await (await host.AnswerAsync(challengeId, Wrong(code))).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
            }
        }
    }
}
