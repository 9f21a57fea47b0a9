using System.Net;
using System.Net.Sockets;
using System.Text;
using FluentAssertions;
using Marketplace.Application.Ports;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

/// <summary>A provider that answers every request with the same raw bytes, or, with none, hangs up.</summary>
public sealed class RawProvider : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private int connections;

    public RawProvider(string answer)
    {
        listener.Start();
        _ = ServeAsync(Encoding.UTF8.GetBytes(answer));
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1";

    public int Connections => connections;

    public static string Http(string status, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public void Dispose() => listener.Dispose();

    private async Task ServeAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref connections);
                await client.GetStream().ReadAtLeastAsync(new byte[4096], 64, throwOnEndOfStream: false);
                await client.GetStream().WriteAsync(answer);
            }
        }
        catch (SocketException)
        {
            // The listener was closed: the test is over.
        }
        catch (ObjectDisposedException)
        {
            // The same.
        }
    }
}

[Collection(ProviderTests.Name)]
public sealed class BrokenProviderTests
{
    private static readonly PayoutRequisites Requisites = new("044525225", "40817810099910004312", "Canarova Maria");

    public static TheoryData<string> Unusable() => new()
    {
        RawProvider.Http("500 Internal Server Error", "{}"),
        RawProvider.Http("503 Service Unavailable", """{"outcome":"approved"}"""),
        RawProvider.Http("401 Unauthorized", """{"outcome":"declined"}"""),
        RawProvider.Http("200 OK", "not json"),
        RawProvider.Http("200 OK", ""),
        RawProvider.Http("200 OK", "null"),
        RawProvider.Http("200 OK", "{}"),
        RawProvider.Http("200 OK", """{"outcome":"perhaps"}"""),
        RawProvider.Http("200 OK", """{"outcome":0}"""),
        RawProvider.Http("200 OK", """{"outcome":"unknown"}"""),
        RawProvider.Http("200 OK", """{"outcome":"confirmation-needed"}"""),
        RawProvider.Http("200 OK", """{"outcome":"confirmation-needed","confirmationUrl":"javascript:alert(1)"}"""),
        RawProvider.Http("200 OK", $$"""{"outcome":"approved","padding":"{{new string('x', 70_000)}}"}"""),
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{\"outcome\":",
        "this is not HTTP",
        "",
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task X4_an_answer_that_cannot_be_used_is_unknown(string answer)
    {
        using var provider = new RawProvider(answer);
        await using var host = await StartAsync(provider.Url);
        (await host.Acquirer.AuthoriseAsync("p", 1, "tok_ok", capture: true, default)).Should().Be(new CardAnswer(CardOutcome.Unknown));
        (await host.Bank.SendAsync("p", 1, Requisites, default)).Should().Be(new PayoutAnswer(PayoutOutcome.Unknown));
        provider.Connections.Should().BeGreaterThanOrEqualTo(2, "both must really have asked");
    }

    [Fact]
    public async Task Signed_requisites_never_follow_a_redirect()
    {
        using var elsewhere = new RawProvider(RawProvider.Http("200 OK", """{"outcome":"settled"}"""));
        using var provider = new RawProvider(RawProvider.Http($"307 Temporary Redirect\r\nLocation: {elsewhere.Url}", "{}"));
        await using var host = await StartAsync(provider.Url);
        (await host.Bank.SendAsync("p", 1, Requisites, default)).Should().Be(new PayoutAnswer(PayoutOutcome.Unknown));
        (provider.Connections, elsewhere.Connections).Should().Be((1, 0));
    }

    [Fact]
    public async Task X4_a_refused_connection_is_unknown_and_for_a_message_an_exception_that_tells_nothing()
    {
        string closed;
        using (var provider = new RawProvider("")) closed = provider.Url;
        await using var host = await StartAsync(closed);
        (await host.Acquirer.CaptureAsync("p", 1, default)).Should().Be(new CardAnswer(CardOutcome.Unknown));
        (await host.Bank.InquireAsync("p", default)).Should().Be(new PayoutAnswer(PayoutOutcome.Unknown));
        var thrown = await FluentActions.Awaiting(() => SendSmsAsync(host)).Should().ThrowAsync<HttpRequestException>();
        thrown.Which.ToString().Should().NotContain("79991234567").And.NotContain("845321");
    }

    [Fact]
    public async Task A_message_that_the_gateway_does_not_take_or_answers_too_late_is_an_exception()
    {
        using var failing = new RawProvider(RawProvider.Http("500 Internal Server Error", "{}"));
        await using var host = await StartAsync(failing.Url);
        await FluentActions.Awaiting(() => SendSmsAsync(host)).Should().ThrowAsync<HttpRequestException>();

        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var waiting = await StartAsync($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        await FluentActions.Awaiting(() => SendSmsAsync(waiting)).Should().ThrowAsync<TimeoutException>();
    }

    [Fact]
    public async Task X32_what_was_not_agreed_never_enters_our_history()
    {
        using var acquirer = new RawProvider(RawProvider.Http("200 OK", """{"outcome":"approved","lastFour":"4111111111111111","new":"member"}"""));
        await using var host = await StartAsync(acquirer.Url);
        (await host.Acquirer.AuthoriseAsync("p", 1, "tok_ok", capture: true, default)).Should().Be(new CardAnswer(CardOutcome.Approved));

        using var declining = new RawProvider(RawProvider.Http("200 OK", """{"outcome":"declined","reason":"Card of Maria Canarova is closed"}"""));
        await using var other = await StartAsync(declining.Url);
        (await other.Acquirer.AuthoriseAsync("p", 1, "tok_ok", capture: true, default)).Should().Be(new CardAnswer(CardOutcome.Declined, DeclineReason: "other"));
    }

    [Theory]
    [InlineData("card_0123456789abcdef", true)]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789abcde", false)]
    [InlineData("4111111111111111", false)]
    [InlineData("4111-1111-1111-1111", false)]
    [InlineData("Maria Canarova's card", false)]
    public async Task P12_X32_a_fingerprint_leaves_the_edge_as_a_keyed_hash_and_what_is_none_not_at_all(string fingerprint, bool known)
    {
        using var acquirer = new RawProvider(RawProvider.Http("200 OK", $$"""{"outcome":"approved","fingerprint":"{{fingerprint}}"}"""));
        await using var host = await StartAsync(acquirer.Url);

        var key = (await host.Acquirer.AuthoriseAsync("p", 1, "tok_ok", capture: true, default)).CardKey;

        if (known) key.Should().MatchRegex("^[0-9a-f]{64}$").And.NotContain(fingerprint);
        else key.Should().BeNull();
    }

    [Fact]
    public async Task P12_the_simulated_acquirer_tells_cards_apart_that_have_a_name()
    {
        await using var host = await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"));
        async Task<string?> KeyAsync(string payment, string token) => (await host.Acquirer.AuthoriseAsync(payment, 1, token, capture: false, default)).CardKey;

        var anna = await KeyAsync("first", "tok_ok_anna");
        anna.Should().NotBeNull().And.Be(await KeyAsync("second", "tok_ok_anna")).And.NotBe(await KeyAsync("third", "tok_ok_boris"));
        (await host.Acquirer.InquireAsync("first", default)).CardKey.Should().Be(anna);
        (await KeyAsync("fourth", "tok_ok")).Should().BeNull("nobody knows whose that is");
        (await host.Acquirer.AuthoriseAsync("fifth", 1, "tok_ok_4111111111111111", capture: false, default)).DeclineReason.Should().Be("unknown-card");
        var told = await ProviderHost.WaitAsync(host.Acquired, 4);
        told.Where(c => c.PaymentReference is "first" or "second").Select(c => c.Fingerprint).Distinct().Should().ContainSingle().Which.Should().StartWith("fp_");
    }

    [Fact]
    public async Task No_reference_requisites_number_text_or_token_is_logged_when_all_goes_well_and_when_nothing_does()
    {
        await using var host = await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"));
        await TalkAsync(host);
        await ProviderHost.WaitAsync(host.Banked, 1);
        using var failing = new RawProvider(RawProvider.Http("500 Internal Server Error", "{}"));
        await using var failed = await StartAsync(failing.Url);
        await FluentActions.Awaiting(() => TalkAsync(failed)).Should().ThrowAsync<HttpRequestException>();

        failed.Log.Lines.Should().Contain(line => line.Contains("Bank gave no usable answer"));
        string[] secrets = ["canary", "Canarova", "40817810099910004312", "tok_ok", "79991234567", "845321"];
        host.Log.Lines.Concat(failed.Log.Lines).Should().NotContain(line => secrets.Any(line.Contains));
    }

    private static async Task TalkAsync(ProviderHost host)
    {
        await host.Acquirer.AuthoriseAsync("canary-payment", 1, "tok_ok", capture: true, default);
        await host.Bank.SendAsync("canary-payout", 1, Requisites, default);
        await SendSmsAsync(host);
    }

    private static Task SendSmsAsync(ProviderHost host) => host.Sms.SendAsync(Guid.NewGuid(), "+79991234567", "Код: 845321", default);

    private static async Task<ProviderHost> StartAsync(string url) => await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"), settings: new()
    {
        ["Acquirer:BaseUrl"] = url,
        ["Bank:BaseUrl"] = url,
        ["Sms:BaseUrl"] = url,
        ["Sms:Timeout"] = "00:00:02",
    });
}
