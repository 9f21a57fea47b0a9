using System.Security.Cryptography;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Application.Privacy;
using Xunit;

namespace Marketplace.Application.Tests.Privacy;

public sealed class SecretsTests
{
    private sealed record ConfirmWithdrawal(Guid WithdrawalId, Secret Code);

    private readonly HouseSecrets secrets = VaultFixture.Some(1);

    [Fact]
    public void A_keyed_hash_depends_on_purpose_value_and_pepper_and_on_nothing_else()
    {
        var hash = new KeyedHash(secrets);
        hash.Of("phone", "+79161234567").Should().MatchRegex("^[0-9a-f]{64}$").And.Be(new KeyedHash(secrets).Of("phone", "+79161234567"));
        new[] { hash.Of("phone", "+79161234567"), hash.Of("limit", "+79161234567"), hash.Of("phone", "+79161234568"), hash.Of("phon", "e+79161234567"),
            new KeyedHash(VaultFixture.Some(9)).Of("phone", "+79161234567") }.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_sealed_value_opens_for_its_purpose_only()
    {
        var sealer = new Sealer(secrets);
        var box = sealer.Seal("challenge", "+79161234567 Анна");
        sealer.Open("challenge", box).Should().Be("+79161234567 Анна");
        sealer.Seal("challenge", "+79161234567 Анна").Should().NotEqual(box);

        FluentActions.Invoking(() => sealer.Open("mail", box)).Should().Throw<CryptographicException>();
        FluentActions.Invoking(() => new Sealer(VaultFixture.Some(9)).Open("challenge", box)).Should().Throw<CryptographicException>();
        FluentActions.Invoking(() => sealer.Open("challenge", box[..5])).Should().Throw<CryptographicException>();
        box[^1] ^= 1;
        FluentActions.Invoking(() => sealer.Open("challenge", box)).Should().Throw<CryptographicException>();
    }

    [Fact]
    public void A_secret_is_read_from_a_request_and_neither_printed_nor_written()
    {
        var command = JsonSerializer.Deserialize<ConfirmWithdrawal>("""{"WithdrawalId":"11111111-1111-1111-1111-111111111111","Code":"482913"}""")!;
        command.Code.Reveal().Should().Be("482913");
        command.Code.Should().Be(new Secret("482913")).And.NotBe(new Secret("482914"));
        command.ToString().Should().NotContain("482913").And.Contain("[secret]");
        $"{command.Code}".Should().Be("[secret]");
        FluentActions.Invoking(() => JsonSerializer.Serialize(command)).Should().Throw<NotSupportedException>().Which.Message.Should().NotContain("482913");
    }

    [Fact]
    public void Secrets_of_another_length_or_equal_to_each_other_are_refused()
    {
        var (a, b, c) = (new byte[32], RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        FluentActions.Invoking(() => new HouseSecrets(a, b, c[..16])).Should().Throw<ArgumentException>().WithParameterName("masterKey");
        FluentActions.Invoking(() => new HouseSecrets(b, b, c)).Should().Throw<ArgumentException>().WithMessage("*must differ*");
        new HouseSecrets(a, b, c).ToString().Should().Be(typeof(HouseSecrets).FullName);
    }
}
