using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Host.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Http;

[Collection(HttpTests.Name)]
public sealed partial class OpenApiTests(HttpFixture fixture)
{
    private const string Credits = "/api/trial/wallets/{id}/credits";

    [Fact]
    public async Task The_document_is_3_1_and_describes_every_operation()
    {
        var document = await DocumentAsync();
        ((string?)document["openapi"]).Should().StartWith("3.1");
        document["paths"]!.AsObject().Select(p => p.Key).Should().Contain([Credits, "/health/ready"]);
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in item!.AsObject())
            {
                ((string?)operation!["summary"]).Should().NotBeNullOrEmpty($"{method} {path}");
                operation["responses"]!.AsObject().Select(r => r.Key).Should().Contain(["500", "503"]);
            }
        }
    }

    [Fact]
    public async Task Each_refusal_is_listed_under_its_status_with_the_problem_and_an_example()
    {
        var document = await DocumentAsync();
        var responses = document["paths"]!["/api/trial/wallets/{id}/spending"]!["post"]!["responses"]!;
        ((string?)responses["409"]!["description"]).Should().Contain("`wallet.insufficient-funds`").And.Contain("`concurrency.conflict`");
        ((string?)responses["404"]!["description"]).Should().Contain("`wallet.not-found`");
        ((string?)responses["400"]!["description"]).Should().Contain("`request.amount-invalid`").And.Contain("`request.idempotency-key-missing`");
        ((string?)responses["422"]!["description"]).Should().Contain("`request.idempotency-key-reused`");
        var problem = responses["409"]!["content"]!["application/problem+json"]!;
        ((string?)problem["schema"]!["$ref"]).Should().Be("#/components/schemas/Problem");
        ((string?)problem["examples"]!["wallet.insufficient-funds"]!["$ref"]).Should().Be("#/components/examples/wallet.insufficient-funds");
        ((string?)document["components"]!["examples"]!["wallet.insufficient-funds"]!["value"]!["type"]).Should().Be("urn:marketplace:problem:wallet.insufficient-funds");
    }

    [Fact]
    public async Task Amounts_words_and_secrets_have_a_schema_and_bodies_are_closed()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;
        var amount = schemas["Amount"]!;
        ((string?)amount["type"]).Should().Be("integer");
        ((long?)amount["minimum"]).Should().Be(1);
        ((long?)amount["maximum"]).Should().Be(Amount.Most);
        schemas["TrialWord"]!["enum"]!.AsArray().Select(w => (string?)w).Should().Equal("wrong-item", "changed-mind", "pickup-point");
        schemas["SpendBody"]!["properties"]!["code"]!.ToJsonString().Should().ContainAny("password", "Secret");
        ((bool?)schemas["EverythingBody"]!["additionalProperties"]).Should().BeFalse();
        schemas["EverythingBody"]!["required"]!.AsArray().Select(r => (string?)r).Should().Contain(["amount", "lines", "name", "word"]);
        ((string?)schemas["EverythingBody"]!["properties"]!["name"]!["type"]).Should().Be("string");
    }

    [Fact]
    public async Task The_idempotency_key_the_session_and_the_examples_are_described()
    {
        var document = await DocumentAsync();
        var post = document["paths"]![Credits]!["post"]!;
        post["parameters"]!.AsArray().Should().ContainSingle(p => (string?)p!["name"] == "Idempotency-Key" && (bool?)p["required"] == true);
        ((long?)post["requestBody"]!["content"]!["application/json"]!["example"]!["amount"]).Should().Be(150_000);
        ((string?)post["responses"]!["201"]!["content"]!["application/json"]!["example"]!["word"]).Should().Be("pickup-point");
        post["security"].Should().BeNull();
        var staff = document["paths"]!["/api/trial/staff"]!["post"]!;
        staff["security"]!.AsArray().Should().ContainSingle().Which!.AsObject().Select(s => s.Key).Should().Equal("staffToken");
        document["paths"]!["/api/trial/signed-in"]!["get"]!["security"]!.AsArray().Should().ContainSingle().Which!.AsObject().Select(s => s.Key).Should().Equal("customerSession");
        staff["responses"]!.AsObject().Select(r => r.Key).Should().Contain(["401", "403"]);
        document["components"]!["securitySchemes"]!.AsObject().Select(s => s.Key).Should().BeEquivalentTo("customerSession", "staffToken");
    }

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere()
    {
        var page = await fixture.Host.GetAsync("/docs/");
        page.Status.Should().Be(HttpStatusCode.OK);
        page.Header("Content-Security-Policy").Should().Contain("default-src 'self'").And.NotContain("http");
        Elsewhere().Matches(page.Body).Select(m => m.Value).Should().BeEmpty();
        var scripts = Scripts().Matches(page.Body).Select(m => m.Groups[1].Value).ToList();
        scripts.Should().NotBeEmpty();
        foreach (var script in scripts)
            (await fixture.Host.GetAsync(new Uri(new Uri(fixture.Host.Address, "/docs/"), script).PathAndQuery)).Status.Should().Be(HttpStatusCode.OK, script);
    }

    [Fact]
    public void Every_operation_here_has_a_summary_and_known_refusals() => OperationAudit.Complaints(fixture.Host.Services).Should().BeEmpty();

    [Fact]
    public void The_audit_sees_what_is_missing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var app = builder.Build();
        app.MapGet("/bare", () => "x");
        app.MapGet("/wrong", () => "x").WithSummary("Something").Refuses("wallet.typo");
        OperationAudit.Complaints(new ServiceCollection().AddSingleton<EndpointDataSource>(_ => new CompositeEndpointDataSource(((IEndpointRouteBuilder)app).DataSources)).BuildServiceProvider())
            .Should().Equal("GET /bare has no summary.", "GET /bare names no refusal.", "GET /wrong names 'wallet.typo', which nothing here refuses with.");
    }

    [Fact]
    public void The_catalogue_knows_refusals_of_all_layers_with_their_status()
    {
        RefusalCatalogue.All["wallet.insufficient-funds"].Status.Should().Be(409);
        RefusalCatalogue.All["wallet.withdrawal-limit"].Status.Should().Be(429);
        RefusalCatalogue.All["request.amount-invalid"].Status.Should().Be(400);
        RefusalCatalogue.All.Values.Should().OnlyContain(f => f.Rejection.English.Length > 0 && f.Rejection.Russian.Length > 0);
    }

    private async Task<JsonNode> DocumentAsync() => (await fixture.Host.GetAsync("/openapi/v1.json")).Json;

    [GeneratedRegex("""(?:src|href)\s*=\s*["'](?:https?:)?//[^"']+""")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("""<script[^>]+src\s*=\s*["']([^"']+)""")]
    private static partial Regex Scripts();
}
