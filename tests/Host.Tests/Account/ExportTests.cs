using System.Net;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Account;

[Collection(nameof(HostFixture))]
public sealed class ExportTests(HostFixture fixture)
{
    private static readonly string[] Streams = ["customer", "wallet", "bonus-card", "favourites", "first-order-discount", "referrals", "certificate", "support-question", "order", "order"];

    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task Everything_that_is_kept_of_a_person_is_handed_over_and_nothing_of_another()
    {
        var (one, other) = (await host.CustomerAsync(5000_00), await host.CustomerAsync(5000_00));
        var (planted, foreign) = (await LiveAsync(one, "Мария", "maria@example.com"), await LiveAsync(other, "Анна", "anna@example.com"));

        var export = (await one.GetAsync("/api/account/export")).Expect(HttpStatusCode.OK);

        var text = JsonSerializer.Serialize(export.Body, Readable);
        foreach (var value in planted) text.Should().Contain(value);
        text.Should().NotContainAny(foreign).And.NotContain("agent-7").And.NotContain("[pii]");
        export.Body["streams"]!.AsArray().Select(s => (string)s!["stream"]!).Should().Equal(Streams);
        (export.Text("phone"), export.Text("email"), export.Body["profile"]!["name"]!.ToString()).Should().Be((one.Phone, "maria@example.com", "Мария"));
        export.Body["sessions"]!.AsArray().Should().ContainSingle();
        export.Body["consents"]!.AsArray().Select(c => (string)c!["kind"]!).Should().Equal("newsletter", "personal-data", "terms");
    }

    [Fact]
    public async Task The_export_has_every_event_of_the_streams_in_its_order()
    {
        var customer = await host.CustomerAsync();
        // More than is read at a time.
        for (var n = 0; n < 205; n++)
        {
            await host.HappenedAsync(customer.CustomerId, new NewsletterSubscribed(customer.CustomerId, $"source-{n}", DateTimeOffset.UtcNow));
        }

        var export = (await customer.GetAsync("/api/account/export")).Expect(HttpStatusCode.OK);

        var events = export.Body["streams"]![0]!["events"]!.AsArray();
        events.Select(e => (long)e!["version"]!).Should().Equal(Enumerable.Range(1, 208).Select(n => (long)n));
        events.Skip(3).Select(e => (string)e!["data"]!["source"]!).Should().Equal(Enumerable.Range(0, 205).Select(n => $"source-{n}"));
        ((string)events[0]!["type"]!, (string)events[0]!["data"]!["phone"]!).Should().Be(("customer_registered", customer.Phone));
    }

    [Fact]
    public async Task Data_are_handed_over_as_a_file_five_times_a_day_to_their_owner_alone()
    {
        var customer = await host.CustomerAsync();
        using var http = new HttpClient { BaseAddress = host.Url, DefaultRequestHeaders = { { "Authorization", $"Bearer {customer.Token}" } } };
        using var first = await http.GetAsync("/api/account/export");
        first.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        first.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        first.Headers.CacheControl!.NoStore.Should().BeTrue();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => customer.GetAsync("/api/account/export")));

        answers.Count(a => a.Status == HttpStatusCode.OK).Should().Be(4);
        var refused = answers.First(a => a.Status != HttpStatusCode.OK).Expect(HttpStatusCode.TooManyRequests);
        (refused.Code, refused.Headers.RetryAfter!.Delta > TimeSpan.FromHours(23)).Should().Be(("customer.too-many-exports", true));
        (await host.Anonymous().GetAsync("/api/account/export")).Expect(HttpStatusCode.Unauthorized);
    }

    /// <summary>A life with every kind of personal value in it, and those values.</summary>
    private async Task<string[]> LiveAsync(Api customer, string name, string email)
    {
        var id = customer.CustomerId;
        Pii<string> Of(string @class, string value) => new(id, @class, value);
        var at = DateTimeOffset.UtcNow;
        await host.HappenedAsync(
            id,
            new ProfileSaved(id, new Pii<Profile>(id, "profile", new Profile($"{name}-фамилия", name, $"{name}-отчество", new DateOnly(1990, 5, 17))), at),
            new EmailAdded(id, id, Of("email", email), at), new EmailVerified(id, id, Guid.NewGuid(), at), new AccountProtected(id, at),
            new SessionOpened(id, Guid.NewGuid(), SignInMethod.EmailCode, Of("client", $"{name}-телефон"), at),
            new SupportViewed(id, Guid.NewGuid(), SupportTopic.Site, null, "agent-7", Of("support-reason", $"{name}-вопрос"), at));
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        (await customer.PutAsync("/api/account/favourites/books-901")).Expect(HttpStatusCode.NoContent);
        (await customer.PutAsync("/api/account/newsletter")).Expect(HttpStatusCode.NoContent);
        var issued = await host.Staff("admin").PostAsync("/api/admin/certificates", new { amount = 50_00, count = 1, expiresAt = at.AddDays(1) });
        (await customer.PostAsync("/api/wallet/certificates", new { code = (string)issued.Body["codes"]![0]! })).Expect(HttpStatusCode.Created);
        (await customer.AskForPayoutAsync(100_00, recipient: $"{name} Получатель")).Expect(HttpStatusCode.Accepted);
        (await customer.PostAsync("/api/support-questions", new { topic = "site", text = $"{name} спрашивает" })).Expect(HttpStatusCode.Created);
        var body = new { lines = new[] { new { sku = "books-900", quantity = 1 } }, delivery = new { kind = "courier", address = $"{name}-улица, 1" } };
        var courier = (await customer.PostAsync("/api/orders", body)).Expect(HttpStatusCode.Created).Text("orderId");
        var placed = await customer.PlaceAsync(("books-901", 2));
        (await customer.PayAsync(placed.Id("orderId"), wallet: 200_00)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(placed.Id("orderId"));
        var returned = await customer.AnnounceAsync(placed.Id("orderId"), placed.Line("books-901"), 1);
        return
        [
            id.ToString(), customer.Phone, email, $"{name}-фамилия", $"{name}-отчество", $"{name}-телефон", $"{name}-вопрос",
            $"{name} Получатель", $"{name} спрашивает", $"{name}-улица, 1", courier, placed.Text("orderId"), returned.ToString(),
        ];
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
