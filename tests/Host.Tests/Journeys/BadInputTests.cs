using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>Requests that nobody should send, on a host of their own: that nothing is stored is counted over the whole store.</summary>
public sealed class BadInputTests(BadInputTests.World world) : IClassFixture<BadInputTests.World>
{
    private const string Requisites = """{"bic":"044525225","account":"40817810700000000001","recipient":"Иван"}""";
    private static readonly string[] Staff = ["warehouse", "auditor", "support", "admin"];
    private static readonly string Id = Guid.Empty.ToString().Replace("0000-0000-0000", "0000-7000-8000", StringComparison.Ordinal);

    private static readonly (string Who, string Path, string Body)[] Doors =
    [
        ("anonymous", "/api/auth/challenges", """{"phone":"+79990000000"}"""),
        ("anonymous", "/api/auth/sessions", $$"""{"challengeId":"{{Id}}","code":"123456"}"""),
        ("customer", "/api/orders/quote", """{"lines":[{"sku":"books-900","quantity":1}],"delivery":{"pickupPointId":"pvz-101"}}"""),
        ("customer", "/api/orders", """{"lines":[{"sku":"books-900","quantity":1}],"delivery":{"pickupPointId":"pvz-101"}}"""),
        ("customer", $"/api/orders/{Id}/payment", """{"wallet":100}"""),
        ("customer", $"/api/orders/{Id}/lines/{Id}/removal", """{"quantity":1}"""),
        ("customer", $"/api/orders/{Id}/returns", $$"""{"lines":[{"lineId":"{{Id}}","quantity":1,"reason":"other"}]}"""),
        ("customer", "/api/wallet/top-ups", """{"amount":100,"cardToken":"tok_ok"}"""),
        ("customer", "/api/wallet/withdrawals", $$"""{"amount":100,"requisites":{{Requisites}}}"""),
        ("customer", $"/api/wallet/withdrawals/{Id}/confirmation", """{"code":"123456"}"""),
        ("warehouse", $"/api/fulfilment/returns/{Id}/rejection", """{"reason":"worn"}"""),
        ("warehouse", $"/api/fulfilment/returns/{Id}/receipt", $$"""{"counted":[{"lineId":"{{Id}}","quantity":1}]}"""),
    ];

    public static TheoryData<string> Paths => [.. Doors.Select(d => d.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_body_that_is_not_as_described_is_refused_with_400_and_nothing_is_stored(string path)
    {
        var (who, _, good) = Doors.Single(d => d.Path == path);
        var first = good[1..good.IndexOf(':', StringComparison.Ordinal)];
        string[] bad =
        [
            "", "{", good + "}", good[..^1], "[]", "null", "42", "\"text\"", "{}", $$"""{"unknown":1,{{good[1..]}}""", $$"""{{{first}}:null,{{good[1..]}}""",
            "{" + first + """:{"a":1}}""", $$"""{{{first}}:[[1]]}""", $$"""{{{first}}:true}""",
        ];
        var caller = world.Caller(who);
        var before = await world.Host.StoredAsync();

        foreach (var body in bad.Where(b => b != "{}" || !(path.EndsWith("payment", StringComparison.Ordinal) || path.EndsWith("challenges", StringComparison.Ordinal))))
        {
            var answer = await caller.SendAsync(HttpMethod.Post, path, body, Guid.NewGuid().ToString());
            answer.Status.Should().Be(HttpStatusCode.BadRequest, "of {0}: {1}", body, answer.Raw);
            answer.Code.Should().StartWith("request.");
        }

        (await world.Host.StoredAsync()).Should().Be(before);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"100\"")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999")]
    [InlineData("1000000000001")]
    [InlineData("null")]
    [InlineData("true")]
    public async Task X13_an_amount_that_is_no_whole_number_of_kopecks_is_refused_and_nothing_is_stored(string amount)
    {
        var before = await world.Host.StoredAsync();
        string[] bodies = [$$"""{"amount":{{amount}},"cardToken":"tok_ok"}""", $$"""{"amount":{{amount}},"requisites":{{Requisites}}}""", $$"""{"wallet":{{amount}}}"""];
        string[] paths = ["/api/wallet/top-ups", "/api/wallet/withdrawals", $"/api/orders/{world.Order}/payment"];

        // Of a payment the wallet may carry nothing, or not be named.
        foreach (var (path, body) in paths.Zip(bodies).Where(p => amount is not ("null" or "0") || !p.First.EndsWith("payment", StringComparison.Ordinal)))
        {
            var answer = await world.Caller("customer").SendAsync(HttpMethod.Post, path, body, Guid.NewGuid().ToString());
            answer.Expect(HttpStatusCode.BadRequest).Code.Should().Be("request.amount-invalid");
        }

        (await world.Host.StoredAsync()).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Whoever_may_not_is_refused_before_the_body_is_read(string path)
    {
        var (who, _, body) = Doors.Single(d => d.Path == path);
        if (who == "anonymous") return;
        (await world.Caller("anonymous").SendAsync(HttpMethod.Post, path, "{", "key")).Expect(HttpStatusCode.Unauthorized);
        foreach (var other in Staff.Append("customer").Where(o => o != who))
        {
            (await world.Caller(other).SendAsync(HttpMethod.Post, path, body, "key")).Expect(HttpStatusCode.Forbidden).Code.Should().Be("auth.forbidden");
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task I10_a_request_that_moves_something_needs_a_key(string path)
    {
        var (who, _, body) = Doors.Single(d => d.Path == path);
        if (who == "anonymous" || path.EndsWith("quote", StringComparison.Ordinal) || path.Contains("returns/", StringComparison.Ordinal)) return;
        (await world.Caller(who).SendAsync(HttpMethod.Post, path, body)).Expect(HttpStatusCode.BadRequest).Code.Should().Be("request.idempotency-key-missing");
    }

    [Fact]
    public async Task I10_a_key_with_another_body_is_refused()
    {
        var (customer, key) = (world.Caller("customer"), Guid.NewGuid().ToString());
        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 1, cardToken = "tok_ok" }, key)).Expect(HttpStatusCode.Created);
        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 2, cardToken = "tok_ok" }, key))
            .Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("request.idempotency-key-reused");
    }

    [Fact]
    public async Task Someone_elses_things_are_as_unknown_as_those_that_never_were()
    {
        var (owner, stranger) = (world.Caller("customer"), await world.Host.ProtectedCustomerAsync(100_00));
        var payout = (await owner.AskForPayoutAsync(1)).Expect(HttpStatusCode.Accepted).Id("withdrawalId");
        var session = (await owner.GetAsync("/api/auth/sessions")).Body["items"]![0]!["sessionId"]!.ToString();
        var before = await world.Host.StoredAsync();
        (HttpMethod Method, string Path, string? Body, string Id)[] tries =
        [
            (HttpMethod.Get, "/api/orders/{0}", null, world.Order.ToString()),
            (HttpMethod.Get, "/api/orders/{0}/tracking", null, world.Order.ToString()),
            (HttpMethod.Post, "/api/orders/{0}/payment", """{"wallet":1001}""", world.Order.ToString()),
            (HttpMethod.Post, "/api/orders/{0}/cancellation", null, world.Order.ToString()),
            (HttpMethod.Post, $"/api/orders/{{0}}/lines/{world.Line}/removal", """{"quantity":1}""", world.Order.ToString()),
            (HttpMethod.Post, "/api/orders/{0}/returns", $$"""{"lines":[{"lineId":"{{world.Line}}","quantity":1,"reason":"other"}]}""", world.Order.ToString()),
            (HttpMethod.Get, "/api/wallet/withdrawals/{0}", null, payout.ToString()),
            (HttpMethod.Delete, "/api/wallet/withdrawals/{0}", null, payout.ToString()),
            (HttpMethod.Post, "/api/wallet/withdrawals/{0}/confirmation", """{"code":"123456"}""", payout.ToString()),
            (HttpMethod.Delete, "/api/auth/sessions/{0}", null, session),
            (HttpMethod.Get, "/api/returns/{0}", null, world.Return.ToString()),
        ];

        foreach (var (method, path, body, id) in tries)
        {
            var foreign = await SendAsync(id);
            foreign.Expect(HttpStatusCode.NotFound).Raw.Should().Be((await SendAsync(Guid.NewGuid().ToString())).Expect(HttpStatusCode.NotFound).Raw, path);

            Task<Answer> SendAsync(string to) => stranger.SendAsync(
                method, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, to), body, method == HttpMethod.Post ? Guid.NewGuid().ToString() : null);
        }

        (await world.Host.StoredAsync()).Should().Be(before);
    }

    public sealed class World : IAsyncLifetime
    {
        private Api customer = null!;

        internal RunningHost Host { get; private set; } = null!;

        internal Guid Order { get; private set; }

        internal Guid Line { get; private set; }

        internal Guid Return { get; private set; }

        public async Task InitializeAsync()
        {
            Host = await RunningHost.StartAsync();
            customer = await Host.ProtectedCustomerAsync(500_00);
            var delivered = await customer.PlaceAsync(("books-900", 1));
            (await customer.PayAsync(delivered.Id("orderId"), 10_01)).Expect(HttpStatusCode.OK);
            await Host.DeliverAsync(delivered.Id("orderId"));
            Return = await customer.AnnounceAsync(delivered.Id("orderId"), delivered.Line("books-900"), 1);
            var order = await customer.PlaceAsync(("books-900", 1));
            (Order, Line) = (order.Id("orderId"), order.Line("books-900"));
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();

        internal Api Caller(string who) => who switch { "anonymous" => Host.Anonymous(), "customer" => customer, _ => Host.Staff(who) };
    }
}
