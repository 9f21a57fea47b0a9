using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class SignedCallbackTests : IAsyncLifetime
{
    private const string Secret = "a secret that only the bank and we know";
    private const string Body = """
        {"eventId":"0198b6f0-0000-7000-8000-000000000001","type":"settled","payoutReference":"p","amount":100,"occurredAt":"2026-03-02T10:00:00Z"}
        """;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    private string database = "";
    private ProviderHost host = null!;

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    public async Task InitializeAsync() => host = await StartAsync(database = await ThrowAwayCluster.CreateDatabaseAsync("providers"));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_signed_timely_and_new_message_is_believed()
    {
        (await PostAsync(Body, Signed(Body))).Status.Should().Be(HttpStatusCode.NoContent);
        host.Banked.Should().ContainSingle().Which.Amount.Should().Be(100);
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public async Task A_message_is_believed_up_to_five_minutes_either_way(int seconds, bool believed)
    {
        var (status, _) = await PostAsync(Body, Signed(Body, timestamp: Now + seconds));
        status.Should().Be(believed ? HttpStatusCode.NoContent : HttpStatusCode.Unauthorized);
        host.Banked.Should().HaveCount(believed ? 1 : 0);
    }

    [Fact]
    public async Task A_tampered_body_or_another_secret_is_refused() => await AllAreRefusedAsync(
        (Body.Replace("100", "999"), Signed(Body)),
        (Body + " ", Signed(Body)),
        (Body, Signed(Body, secret: Secret + "!")));

    [Fact]
    public async Task A_tampered_timestamp_or_nonce_is_refused() => await AllAreRefusedAsync(
        (Body, Signed(Body) with { Timestamp = (Now + 1).ToString(CultureInfo.InvariantCulture) }),
        (Body, Signed(Body) with { Nonce = Guid.NewGuid().ToString("N") }));

    [Fact]
    public async Task Missing_and_malformed_headers_are_refused() => await AllAreRefusedAsync(
        (Body, new Headers(null, null, null)),
        (Body, Signed(Body) with { Signature = null }),
        (Body, Signed(Body) with { Signature = "" }),
        (Body, Signed(Body) with { Signature = new string('z', 64) }),
        (Body, Signed(Body) with { Signature = Signed(Body).Signature![..62] }),
        (Body, Signed(Body) with { Timestamp = null }),
        (Body, Signed(Body) with { Timestamp = "-1" }),
        (Body, Signed(Body) with { Timestamp = "9999999999999999999999" }),
        (Body, Signed(Body) with { Nonce = null }),
        (Body, Signed(Body, nonce: "short")),
        (Body, Signed(Body, nonce: new string('a', 129))));

    [Fact]
    public async Task A_nonce_with_a_dot_is_refused_because_it_could_shift_into_the_body()
    {
        var nonce = "0123456789abcdef";
        var shifted = Signed("tail." + Body, nonce: nonce) with { Nonce = nonce + ".tail" };
        shifted.Signature.Should().Be(Signed(Body, nonce: nonce + ".tail").Signature, "the signed bytes are the same");
        await AllAreRefusedAsync((Body, shifted));
    }

    [Fact]
    public async Task A_replayed_message_is_refused_also_at_once_after_a_restart_and_on_a_second_host()
    {
        var headers = Signed(Body);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(Body, headers)));
        atOnce.Count(answer => answer.Status == HttpStatusCode.NoContent).Should().Be(1);
        await using var second = await StartAsync(database);
        (await PostAsync(Body, headers, second)).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await PostAsync(Body, Signed(Body), second)).Status.Should().Be(HttpStatusCode.NoContent, "a redelivery has a nonce of its own");
    }

    [Fact]
    public async Task A_refused_message_does_not_use_its_nonce_up()
    {
        var honest = Signed(Body);
        await AllAreRefusedAsync((Body + " ", honest));
        (await PostAsync(Body, honest)).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_nonce_is_kept_for_24_hours_and_forgotten_later()
    {
        await PostAsync(Body, Signed(Body));
        clock.Advance(TimeSpan.FromHours(24));
        await PostAsync(Body, Signed(Body));
        (await NoncesAsync()).Should().Be(2);
        clock.Advance(TimeSpan.FromSeconds(1));
        await PostAsync(Body, Signed(Body));
        (await NoncesAsync()).Should().Be(2, "the first one has been forgotten");
    }

    [Theory]
    [InlineData("settled", "credited")]
    [InlineData("\"amount\":100", "\"amount\":100.0")]
    [InlineData("\"amount\":100", "\"amount\":1e2")]
    [InlineData("\"amount\":100", "\"amount\":\"100\"")]
    [InlineData("\"amount\":100", "\"amount\":null")]
    [InlineData("\"amount\":100", "\"amount\":100,\"amount\":200")]
    [InlineData("\"amount\":100", "\"amount\":100,\"extra\":1")]
    [InlineData("\"amount\":100,", "")]
    [InlineData("\"amount\":100", "\"Amount\":100")]
    [InlineData("\"amount\":100", "\"amount\":9223372036854775808")]
    [InlineData("{", "[")]
    public async Task A_body_that_breaks_the_contract_is_malformed_though_signed(string part, string replacement)
    {
        var body = Body.Replace(part, replacement);
        body.Should().NotBe(Body);
        (await PostAsync(body, Signed(body))).Should().Be((HttpStatusCode.BadRequest, "callback.malformed"));
        host.Banked.Should().BeEmpty();
    }

    [Theory]
    [InlineData(64 * 1024, true)]
    [InlineData((64 * 1024) + 1, false)]
    public async Task A_body_of_64_KiB_is_read_and_a_longer_one_is_refused(int length, bool read)
    {
        var body = Body.PadRight(length);
        (await PostAsync(body, Signed(body))).Status.Should().Be(read ? HttpStatusCode.NoContent : HttpStatusCode.RequestEntityTooLarge);
    }

    private async Task AllAreRefusedAsync(params (string Body, Headers Headers)[] messages)
    {
        foreach (var (body, headers) in messages)
            (await PostAsync(body, headers)).Should().Be((HttpStatusCode.Unauthorized, "callback.signature-invalid"), headers.ToString());

        host.Banked.Should().BeEmpty();
        (await NoncesAsync()).Should().Be(0, "only a proven sender fills the table");
    }

    private async Task<long> NoncesAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var exists = source.CreateCommand("select to_regclass('callbacks.nonces') is not null");
        if (await exists.ExecuteScalarAsync() is false) return 0;
        await using var count = source.CreateCommand("select count(*) from callbacks.nonces");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task<(HttpStatusCode Status, string? Code)> PostAsync(string body, Headers headers, ProviderHost? to = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/callbacks/bank") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (headers.Timestamp is { } timestamp) request.Headers.TryAddWithoutValidation("X-Timestamp", timestamp);
        if (headers.Nonce is { } nonce) request.Headers.TryAddWithoutValidation("X-Nonce", nonce);
        if (headers.Signature is { } signature) request.Headers.TryAddWithoutValidation("X-Signature", signature);
        using var answer = await (to ?? host).Client.SendAsync(request);
        return (answer.StatusCode, Code(await answer.Content.ReadAsStringAsync()));
    }

    private static string? Code(string problem) => problem.Length == 0 ? null : JsonDocument.Parse(problem).RootElement.GetProperty("code").GetString();

    // Written out here, so that the contract is proven by a second implementation.
    private Headers Signed(string body, long? timestamp = null, string? nonce = null, string secret = Secret)
    {
        var (time, once) = ((timestamp ?? Now).ToString(CultureInfo.InvariantCulture), nonce ?? Guid.NewGuid().ToString("N"));
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{once}.{body}"));
        return new Headers(time, once, Convert.ToHexStringLower(hash));
    }

    private Task<ProviderHost> StartAsync(string connection) =>
        ProviderHost.StartAsync(connection, settings: new() { ["Bank:Secret"] = Secret }, clock: clock);

    private sealed record Headers(string? Timestamp, string? Nonce, string? Signature);
}
