using System.Net;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Npgsql;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth.Passkeys;

[Collection(AuthTests.Name)]
public class PasskeyEnrolmentTests(AuthHost host)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task S31_a_passkey_is_switched_on_named_and_listed()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        var asked = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();
        asked.PublicKey.GetProperty("user").GetProperty("name").GetString().Should().StartWith("+7•••");
        var selection = asked.PublicKey.GetProperty("authenticatorSelection");
        selection.GetProperty("userVerification").GetString().Should().Be("required");
        selection.GetProperty("residentKey").GetString().Should().Be("required");
        selection.GetProperty("authenticatorAttachment").GetString().Should().Be("platform");

        var answer = await host.EnrolAsync(owner.Token, asked.ChallengeId, device.Create(asked.PublicKey), "Anna's phone");
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        var passkeyId = (await answer.JsonAsync()).GetProperty("passkeyId").GetGuid();
        var listed = (await ListAsync(owner.Token)).Should().ContainSingle().Subject;
        listed.GetProperty("passkeyId").GetGuid().Should().Be(passkeyId);
        listed.GetProperty("name").GetString().Should().Be("Anna's phone");
        (await host.EventsAsync(owner.CustomerId)).OfType<PasskeyEnrolled>().Should().ContainSingle(e => e.PasskeyId == passkeyId);

        var next = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();
        next.PublicKey.GetProperty("excludeCredentials").EnumerateArray().Select(c => c.GetProperty("id").GetString()).Should().Equal(device.CredentialId);
    }

    [Fact]
    public async Task S32_the_server_keeps_a_public_key_and_nothing_of_the_body()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device, "Anna's phone");

        var (row, history) = await StoredAsync(owner.CustomerId);
        row.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo(
            "id", "passkeyId", "customerId", "credentialId", "publicKey", "signCount", "backupEligible", "backedUp", "name", "enrolledAt", "lastUsedAt");
        var text = row.GetRawText() + history.GetRawText();
        text.Should().NotContain("Anna's phone").And.NotContain(device.CredentialId, "both are written under the customer's own key");
        foreach (var secret in new[] { Convert.ToBase64String(device.PrivateKey), Convert.ToHexString(device.PrivateKey) })
        {
            text.Should().NotContainEquivalentOf(secret);
        }

        history.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("customerId", "passkeyId", "device", "enrolledAt");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK, null)]
    [InlineData("mobile-app", HttpStatusCode.OK, null)]
    [InlineData("web", HttpStatusCode.Forbidden, "auth.channel-not-supported")]
    [InlineData("Web", HttpStatusCode.UnprocessableEntity, "auth.client-type-unknown")]
    [InlineData("desktop", HttpStatusCode.UnprocessableEntity, "auth.client-type-unknown")]
    [InlineData("mobile-app, web", HttpStatusCode.UnprocessableEntity, "auth.client-type-unknown")]
    public async Task S30_D9_fingerprint_and_face_are_for_the_app_alone(string? clientType, HttpStatusCode status, string? code)
    {
        var owner = await host.OwnerAsync();
        HttpResponseMessage[] answers =
        [
            await host.AskToEnrolAsync(owner.Token, clientType),
            await host.PostAsync("/api/auth/passkeys/assertion-options", null, clientType: clientType),
        ];
        foreach (var answer in answers)
        {
            if (code is null) answer.StatusCode.Should().Be(status);
            else await answer.ShouldRefuseAsync(status, code);
        }

        if (code is null) return;
        using var device = host.Device();
        var asked = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();
        var body = new { challengeId = asked.ChallengeId, credential = device.Create(asked.PublicKey) };
        await (await host.PostAsync("/api/auth/passkeys", owner.Token, body, clientType)).ShouldRefuseAsync(status, code);
        await (await host.PostAsync("/api/auth/sessions/passkey", null, body, clientType)).ShouldRefuseAsync(status, code);
    }

    [Fact]
    public async Task S31_only_a_protected_account_whose_owner_is_settled_gets_a_passkey()
    {
        await (await host.PostAsync("/api/auth/passkeys/registration-options", null)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.sign-in-required");
        var owner = await host.SignInAsync(NewPhone());
        var problem = await (await host.AskToEnrolAsync(owner.Token)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "customer.account-restricted");
        problem.GetProperty("missing").EnumerateArray().Select(m => m.GetString()).Should().Equal("profile", "email");
        await (await host.EnrolAsync(owner.Token, "none", "none")).ShouldRefuseAsync(HttpStatusCode.Forbidden, "customer.account-restricted");

        await host.ProtectAsync(owner);
        await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();
        var phone = new Pii<string>(owner.CustomerId, "phone", NewPhone());
        await host.AppendAsync(owner.CustomerId, new PhoneChanged(owner.CustomerId, Guid.NewGuid(), phone, phone, ContactChangeReason.Recovery, host.Now));
        await (await host.AskToEnrolAsync(owner.Token)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "customer.cooling-off");
    }

    [Fact]
    public async Task P16_S31_a_session_may_switch_a_passkey_on_and_off_for_five_minutes_after_its_code()
    {
        var phone = NewPhone();
        var owner = await host.OwnerAsync(phone);
        using var device = host.Device();
        using var second = host.Device();
        host.Clock.Advance(FiveMinutes);
        var passkeyId = await host.EnrolAsync(owner.Token, device);
        var asked = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();

        host.Clock.Advance(OneSecond);
        await (await host.AskToEnrolAsync(owner.Token)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.step-up-required");
        await (await host.EnrolAsync(owner.Token, asked.ChallengeId, second.Create(asked.PublicKey))).ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.step-up-required");
        await (await host.RemoveAsync(owner.Token, passkeyId)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.step-up-required");

        var again = await host.SignInAsync(phone);
        await host.EnrolAsync(again.Token, second);
        (await host.RemoveAsync(again.Token, passkeyId)).StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task P16_S31_a_session_that_a_passkey_opened_switches_none_on_or_off()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        var passkeyId = await host.EnrolAsync(owner.Token, device);
        var byPasskey = await (await host.ByPasskeyAsync(device)).OpenedAsync();

        await (await host.AskToEnrolAsync(byPasskey.Token)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.step-up-required");
        await (await host.RemoveAsync(byPasskey.Token, passkeyId)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.step-up-required");
    }

    [Theory]
    [MemberData(nameof(Misbehaviour.OfMaking), MemberType = typeof(Misbehaviour))]
    public async Task S31_a_key_that_was_not_made_for_us_with_a_finger_or_a_face_is_not_kept(string what, Misbehaviour wrong)
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        var asked = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();

        await (await host.EnrolAsync(owner.Token, asked.ChallengeId, device.Create(asked.PublicKey, wrong)))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.passkey-enrolment-invalid");
        (await ListAsync(owner.Token)).Should().BeEmpty("{0} made it", what);
        (await host.EventsAsync(owner.CustomerId)).OfType<PasskeyEnrolled>().Should().BeEmpty();
    }

    [Fact]
    public async Task S31_a_question_is_answered_once_in_time_and_by_the_customer_who_was_asked()
    {
        var (owner, other) = (await host.OwnerAsync(), await host.OwnerAsync());
        using var device = host.Device();
        using var second = host.Device();
        var asked = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();

        await RefusedAsync(other.Token, asked, device);
        (await host.EnrolAsync(owner.Token, asked.ChallengeId, device.Create(asked.PublicKey))).StatusCode.Should().Be(HttpStatusCode.Created);
        await RefusedAsync(owner.Token, asked, second);
        await RefusedAsync(owner.Token, await host.AskToSignInAsync() with { PublicKey = asked.PublicKey }, second);
    }

    [Fact]
    public async Task S31_a_key_opens_one_account()
    {
        var (owner, other) = (await host.OwnerAsync(), await host.OwnerAsync());
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        await RefusedAsync(owner.Token, await (await host.AskToEnrolAsync(owner.Token)).AskedAsync(), device);
        await RefusedAsync(other.Token, await (await host.AskToEnrolAsync(other.Token)).AskedAsync(), device);
    }

    [Fact]
    public async Task S31_a_customer_has_ten_passkeys_at_most()
    {
        var owner = await host.OwnerAsync();
        Asked? last = null;
        for (var n = 0; n < 10; n++)
        {
            using var device = host.Device();
            last = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();
            await host.EnrolAsync(owner.Token, device);
        }

        using var eleventh = host.Device();
        await (await host.AskToEnrolAsync(owner.Token)).ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.too-many-passkeys");
        await (await host.EnrolAsync(owner.Token, last!.ChallengeId, eleventh.Create(last.PublicKey))).ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.too-many-passkeys");
        (await ListAsync(owner.Token)).Should().HaveCount(10);
    }

    [Fact]
    public async Task S31_a_name_has_a_hundred_characters_at_most()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        var asked = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();
        var credential = device.Create(asked.PublicKey);
        await (await host.EnrolAsync(owner.Token, asked.ChallengeId, credential, new string('я', 101)))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.passkey-name-too-long");
        (await host.EnrolAsync(owner.Token, asked.ChallengeId, credential, new string('я', 100))).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    private async Task RefusedAsync(string token, Asked asked, SoftAuthenticator device) =>
        await (await host.EnrolAsync(token, asked.ChallengeId, device.Create(asked.PublicKey)))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.passkey-enrolment-invalid");

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string token)
    {
        var answer = await host.SendAsync(HttpMethod.Get, "/api/auth/passkeys", token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return [.. (await answer.JsonAsync()).GetProperty("items").EnumerateArray()];
    }

    /// <summary>The row of the customer's passkey and its event, as they lie in the database.</summary>
    private async Task<(JsonElement Row, JsonElement Event)> StoredAsync(Guid customerId)
    {
        await using var source = NpgsqlDataSource.Create(host.World.Store);
        return (await JsonAsync("select data from marketplace.mt_doc_passkeycredential where data ->> 'customerId' = $1::text"),
            await JsonAsync("select data from marketplace.mt_events where type = 'passkey_enrolled' and stream_id = $1::uuid"));

        async Task<JsonElement> JsonAsync(string sql)
        {
            await using var select = source.CreateCommand(sql);
            select.Parameters.Add(new NpgsqlParameter { Value = customerId.ToString("D") });
            return JsonSerializer.Deserialize<JsonElement>((string)(await select.ExecuteScalarAsync())!);
        }
    }
}
