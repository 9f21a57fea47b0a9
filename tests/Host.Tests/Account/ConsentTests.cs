using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Account;

[Collection(nameof(HostFixture))]
public sealed class ConsentTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S57_a_card_needs_the_consent_of_today_apart_from_the_terms()
    {
        var customer = await ProtectedAsync();
        var terms = (await customer.GetAsync("/api/terms")).Expect(HttpStatusCode.OK);
        var version = terms.Body["personalData"]!["version"]!.ToString();
        terms.Body["personalData"]!["text"]!.ToString().Should().NotBe(terms.Text("text")).And.NotBeEmpty();

        foreach (var body in new object?[] { null, new { }, new { consent = (string?)null }, new { consent = "0" } })
        {
            var refused = (await customer.PostAsync("/api/bonus-card/application", body)).Expect(HttpStatusCode.UnprocessableEntity);
            (refused.Code, refused.Text("consentVersion")).Should().Be(("customer.consent-required", version));
        }

        (await customer.GetAsync("/api/bonus-card")).Expect(HttpStatusCode.NotFound);
        (await ConsentsAsync(customer)).Should().NotContain(c => (string)c["kind"]! == "personal-data");
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        var given = (await ConsentsAsync(customer)).Single(c => (string)c["kind"]! == "personal-data");
        ((string)given["version"]!, (bool)given["inForce"]!).Should().Be((version, true));
    }

    [Fact]
    public async Task S57_the_consent_stays_while_the_card_rests_on_it()
    {
        var customer = await ProtectedAsync();
        (await RevokeAsync(customer)).Expect(HttpStatusCode.NoContent);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);

        (await RevokeAsync(customer)).Expect(HttpStatusCode.Conflict).Code.Should().Be("customer.consent-in-use");

        (await ConsentsAsync(customer)).Should().ContainSingle(c => (string)c["kind"]! == "personal-data" && (bool)c["inForce"]!);
    }

    [Fact]
    public async Task S57_a_consent_that_nothing_rests_on_is_taken_back_at_once()
    {
        var customer = await host.CustomerAsync();
        await host.HappenedAsync(customer.CustomerId, new Domain.Customers.PersonalDataConsentGiven(customer.CustomerId, "1", DateTimeOffset.UtcNow));

        (await RevokeAsync(customer)).Expect(HttpStatusCode.NoContent);
        (await RevokeAsync(customer)).Expect(HttpStatusCode.NoContent);

        var revoked = (await ConsentsAsync(customer)).Single(c => (string)c["kind"]! == "personal-data");
        ((bool)revoked["inForce"]!, revoked["revokedAt"] is null).Should().Be((false, false));
    }

    [Fact]
    public async Task S57_whoever_applies_and_takes_the_consent_back_at_once_never_has_a_card_without_a_consent()
    {
        for (var round = 0; round < 6; round++)
        {
            var customer = await ProtectedAsync();
            await host.HappenedAsync(customer.CustomerId, new Domain.Customers.PersonalDataConsentGiven(customer.CustomerId, "1", DateTimeOffset.UtcNow));

            await Task.WhenAll(customer.ApplyForCardAsync(), RevokeAsync(customer), RevokeAsync(customer));

            var hasCard = (await customer.GetAsync("/api/bonus-card")).Status == HttpStatusCode.OK;
            var consents = (await ConsentsAsync(customer)).Any(c => (string)c["kind"]! == "personal-data" && (bool)c["inForce"]!);
            (hasCard && !consents).Should().BeFalse();
        }
    }

    [Fact]
    public async Task S78_S79_the_news_are_asked_for_and_refused_in_one_step_each_once()
    {
        var customer = await host.CustomerAsync();
        News(await PageAsync(customer)).Should().Be((false, null));

        (await customer.PutAsync("/api/account/newsletter", """{"source":"checkout"}""")).Expect(HttpStatusCode.NoContent);
        (await customer.PutAsync("/api/account/newsletter")).Expect(HttpStatusCode.NoContent);
        News(await PageAsync(customer)).Should().Be((true, "checkout"));
        (await customer.DeleteAsync("/api/account/newsletter")).Expect(HttpStatusCode.NoContent);
        (await customer.DeleteAsync("/api/account/newsletter")).Expect(HttpStatusCode.NoContent);
        News(await PageAsync(customer)).Should().Be((false, "checkout"));

        (await customer.GetAsync("/api/account/security-log")).Kinds().Should().StartWith(["newsletter-unsubscribed", "newsletter-subscribed", "session-opened"]);
        (await customer.PutAsync("/api/account/newsletter", """{"source":"Мария, +79161234567"}""")).Expect(HttpStatusCode.UnprocessableEntity)
            .Code.Should().Be("customer.newsletter-source-invalid");
        (await host.Anonymous().DeleteAsync("/api/account/newsletter")).Expect(HttpStatusCode.Unauthorized);
    }

    private async Task<Api> ProtectedAsync()
    {
        var customer = await host.CustomerAsync();
        await host.ProtectedAsync(customer);
        return customer;
    }

    private static Task<Answer> RevokeAsync(Api customer) => customer.DeleteAsync("/api/account/consents/personal-data");

    private static async Task<Answer> PageAsync(Api customer) => (await customer.GetAsync("/api/account")).Expect(HttpStatusCode.OK);

    private static async Task<IReadOnlyList<JsonNode>> ConsentsAsync(Api customer) => [.. (await PageAsync(customer)).Body["consents"]!.AsArray().Select(c => c!)];

    private static (bool Subscribed, string? Source) News(Answer page) => ((bool)page.Body["newsletter"]!["subscribed"]!, (string?)page.Body["newsletter"]!["source"]);
}
