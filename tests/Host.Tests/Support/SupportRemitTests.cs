using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Support;
using Marketplace.Host.Auth;
using Marketplace.Host.Tests.Journeys;
using Marten;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Support;

/// <summary>How far staff reach, asked of every endpoint that the application has.</summary>
[Collection(nameof(HostFixture))]
public sealed partial class SupportRemitTests(HostFixture fixture)
{
    private static readonly Type[] AuthoredBySupport = [typeof(SupportViewed), typeof(RecoveryStarted), typeof(SupportQuestionAnswered)];

    private readonly RunningHost host = fixture.Host;

    [Fact]
    public void S101_D6_what_support_can_call_is_this_and_nothing_else() =>
        Endpoints().Where(e => e.Roles.Contains("support")).Select(e => $"{e.Method} {e.Path}").Should().BeEquivalentTo(
            "GET /api/support/orders/{id:guid}", "GET /api/support/orders/{id:guid}/delivery", "GET /api/support/orders/{id:guid}/payment",
            "GET /api/support/questions", "GET /api/support/questions/{id:guid}", "POST /api/support/questions/{id:guid}/answer", "POST /api/support/recoveries");

    [Fact]
    public async Task S101_I18_support_is_refused_at_every_endpoint_of_another_role()
    {
        var agent = Agent();
        var others = Endpoints().Where(e => e.Roles.Count > 0 && !e.Roles.Contains("support")).ToList();
        others.SelectMany(e => e.Roles).Distinct().Should().Contain([Policies.CustomerRole, "warehouse", "auditor"]);
        var before = await LastEventAsync();

        foreach (var other in others)
        {
            var answer = await agent.SendAsync(new HttpMethod(other.Method), other.Url(), BodyOf(other), Guid.NewGuid().ToString());
            (answer.Status, answer.Code).Should().Be((HttpStatusCode.Forbidden, "auth.forbidden"), $"{other.Method} {other.Path}");
        }

        (await AppendedSinceAsync(before)).Should().BeEmpty();
    }

    [Fact]
    public async Task S101_nobody_else_reaches_what_is_support_s()
    {
        foreach (var caller in new[] { await host.CustomerAsync(), host.Staff("warehouse"), host.Staff("auditor"), host.Staff("admin") })
        {
            caller.Reason = "curiosity";
            foreach (var own in Endpoints().Where(e => e.Roles.Contains("support")))
            {
                var answer = await caller.SendAsync(new HttpMethod(own.Method), own.Url(), BodyOf(own));
                (answer.Status, answer.Code).Should().Be((HttpStatusCode.Forbidden, "auth.forbidden"), $"{own.Method} {own.Path}");
            }
        }
    }

    [Theory]
    [InlineData("GET", "/api/support/customers/{0}")]
    [InlineData("GET", "/api/support/wallets/{0}")]
    [InlineData("POST", "/api/support/orders/{0}/refund")]
    [InlineData("POST", "/api/support/orders/{0}/cancellation")]
    [InlineData("PUT", "/api/support/customers/{0}/phone")]
    public async Task S101_what_is_not_support_s_business_does_not_exist(string method, string path)
    {
        var answer = await Agent().SendAsync(new HttpMethod(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.NewGuid()), "{}");
        (answer.Status, answer.Code).Should().Be((HttpStatusCode.NotFound, "resource.not-found"));
    }

    [Fact]
    public async Task I18_support_authors_three_kinds_of_events_and_auditors_none()
    {
        var (customer, agent) = (await host.CustomerAsync(1000_00), Agent());
        var order = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: 100_00)).Expect(HttpStatusCode.OK);
        var question = (await customer.PostAsync("/api/support-questions", new { topic = "payment", text = "Has it been paid?", orderId = order })).Expect(HttpStatusCode.Created);
        await VerifyEmailAsync(customer);
        var before = await LastEventAsync();

        foreach (var own in Endpoints().Where(e => e.Roles.Contains("support")))
        {
            var id = own.Path.Contains("questions", StringComparison.Ordinal) ? question.Id("questionId") : order;
            var answer = await agent.SendAsync(new HttpMethod(own.Method), own.Url(id), BodyOf(own, customer.Phone));
            ((int)answer.Status).Should().BeInRange(200, 202, $"{own.Method} {own.Path}: {answer.Raw}");
        }

        var authored = await AppendedSinceAsync(before);
        authored.Distinct().Should().BeEquivalentTo(AuthoredBySupport);
        before = await LastEventAsync();
        var auditor = host.Staff("auditor");
        foreach (var read in Endpoints().Where(e => e.Roles.Contains("auditor")))
        {
            read.Method.Should().Be("GET", $"{read.Path}: auditors change nothing");
            await auditor.GetAsync(read.Url(customer.CustomerId).Replace("/x/", "/customer/", StringComparison.Ordinal));
        }

        (await AppendedSinceAsync(before)).Should().BeEmpty();
    }

    [Fact]
    public async Task S101_support_sees_where_a_parcel_waits_and_what_paid_it()
    {
        var (customer, agent) = (await host.CustomerAsync(1000_00), Agent());
        var order = (await customer.PlaceAsync(("books-901", 2))).Id("orderId");
        (await agent.GetAsync($"/api/support/orders/{order}/payment")).Expect(HttpStatusCode.OK).Text("status").Should().Be("unpaid");
        (await customer.PayAsync(order, wallet: 50_00, card: "tok_ok")).Expect(HttpStatusCode.OK);
        await host.FulfilAsync(order, "assembly", "shipment", "arrival");

        var delivery = (await agent.GetAsync($"/api/support/orders/{order}/delivery")).Expect(HttpStatusCode.OK);
        (delivery.Text("kind"), delivery.Body["pickupPoint"]!["pickupPointId"]!.ToString(), delivery.Text("status")).Should().Be(("pickup-point", "pvz-101", "ready-for-pickup"));
        delivery.Body["pickupPoint"]!["city"]!.ToString().Should().NotBeEmpty();
        var payment = (await agent.GetAsync($"/api/support/orders/{order}/payment")).Expect(HttpStatusCode.OK);
        (payment.Of("tenders", "wallet"), payment.Of("tenders", "card")).Should().Be((50_00, payment.Number("total") - 50_00));
        payment.Body["tenders"]!["cardLastFour"]!.ToString().Should().HaveLength(4);
        (await customer.OrderAsync(order)).Raw.Should().NotContain("agent", "what support looked at is in the customer's history, not in the order");
    }

    [Fact]
    public async Task S102_I10_with_an_idempotency_key_a_repeated_question_is_one_question()
    {
        var customer = await host.CustomerAsync();
        var (key, body) = (Guid.NewGuid().ToString(), new { topic = "site", text = "How does it work?" });

        var first = (await customer.PostAsync("/api/support-questions", body, key)).Expect(HttpStatusCode.Created);
        var again = (await customer.PostAsync("/api/support-questions", body, key)).Expect(HttpStatusCode.Created);
        var other = await customer.PostAsync("/api/support-questions", new { topic = "site", text = "Something else" }, key);

        again.Raw.Should().Be(first.Raw);
        (other.Status, other.Code).Should().Be((HttpStatusCode.UnprocessableEntity, "request.idempotency-key-reused"));
        (await customer.GetAsync("/api/support-questions")).Body["items"]!.AsArray().Should().ContainSingle();
        (await customer.SendAsync(HttpMethod.Post, "/api/support-questions", """{"topic":"site","text":"Without a key"}""")).Expect(HttpStatusCode.Created);
        (await customer.SendAsync(HttpMethod.Post, "/api/support-questions", """{"topic":"wallet","text":"x"}""")).Code.Should().Be("request.unknown-value");
    }

    private Api Agent()
    {
        var api = host.Anonymous();
        (api.Token, api.Reason) = (SupportDesk.Agent(host.Services, host.Folder, $"agent-{Guid.NewGuid():N}"), "a test");
        return api;
    }

    private async Task VerifyEmailAsync(Api customer)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        var (id, email) = (customer.CustomerId, Guid.NewGuid());
        session.Events.Append(
            id,
            new EmailAdded(id, email, new Domain.Pii<string>(id, "email", $"owner-{email:N}@example.com"), DateTimeOffset.UtcNow),
            new EmailVerified(id, email, Guid.NewGuid(), DateTimeOffset.UtcNow));
        await session.SaveChangesAsync();
    }

    private static string? BodyOf(Door door, string phone = "+79161234567") => door.Method is "GET" or "DELETE"
        ? null
        : new JsonObject { ["text"] = "An answer" }.ToJsonString() is var answer && door.Path.EndsWith("/answer", StringComparison.Ordinal)
            ? answer
            : new JsonObject { ["phone"] = phone, ["reason"] = "lost" }.ToJsonString();

    private async Task<long> LastEventAsync() => (await host.StoredAsync()).Events;

    private async Task<IReadOnlyList<Type>> AppendedSinceAsync(long sequence)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return [.. (await session.Events.QueryAllRawEvents().Where(e => e.Sequence > sequence).ToListAsync()).Select(e => e.Data.GetType())];
    }

    private List<Door> Endpoints() =>
    [
        .. host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Distinct()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => new Door(method, Template(e), Roles(e)))),
    ];

    private static string Template(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static List<string> Roles(RouteEndpoint endpoint) =>
    [
        .. endpoint.Metadata.OfType<AuthorizationPolicy>().SelectMany(p => p.Requirements).OfType<RolesAuthorizationRequirement>().SelectMany(r => r.AllowedRoles),
    ];

    private sealed partial record Door(string Method, string Path, IReadOnlyList<string> Roles)
    {
        /// <summary>An address that fits the route.</summary>
        public string Url(Guid? id = null) => Parameter().Replace(Path, m => m.Value.Contains(":guid", StringComparison.Ordinal) ? $"{id ?? Guid.NewGuid()}" : "x");

        [GeneratedRegex(@"\{[^}]+\}")]
        private static partial Regex Parameter();
    }
}
