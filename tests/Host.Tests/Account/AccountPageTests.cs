using System.Net;
using FluentAssertions;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Xunit;

namespace Marketplace.Host.Tests.Account;

[Collection(nameof(HostFixture))]
public sealed class AccountPageTests(HostFixture fixture)
{
    private static readonly DateTimeOffset At = DateTimeOffset.UtcNow;

    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S104_a_new_account_names_what_is_missing_to_protection()
    {
        var customer = await host.CustomerAsync();

        var page = (await customer.GetAsync("/api/account")).Expect(HttpStatusCode.OK);

        (page.Body["protection"]!["level"]!.ToString(), (bool)page.Body["protection"]!["activated"]!).Should().Be(("restricted", false));
        page.Body["protection"]!["missing"]!.AsArray().Select(m => (string)m!).Should().Equal("profile", "email");
        page.Body["profile"].Should().BeNull();
        (page.Body["email"] is null, (bool)page.Body["emailVerified"]!).Should().Be((true, false));
        var accepted = page.Body["consents"]!.AsArray().Single()!;
        ((string)accepted["kind"]!, (string)accepted["version"]!).Should().Be(("terms", page.Text("termsVersion")));
    }

    [Fact]
    public async Task S104_the_page_shows_who_the_customer_is_how_far_trusted_and_what_is_about_to_change()
    {
        var customer = await host.CustomerAsync();
        var id = customer.CustomerId;
        var (email, change) = (new Pii<string>(id, "email", "maria@example.com"), Guid.NewGuid());
        await host.HappenedAsync(
            id,
            new ProfileSaved(id, new Pii<Profile>(id, "profile", new Profile("Петрова", "Мария", null, new DateOnly(1990, 5, 17))), At),
            new AccountActivated(id, Guid.NewGuid(), At), new EmailAdded(id, id, email, At), new EmailVerified(id, id, Guid.NewGuid(), At), new AccountProtected(id, At),
            new ContactChangeRequested(id, change, ContactKind.Phone, new Pii<string>(id, "phone", "+79261112233"), Guid.NewGuid(), Guid.NewGuid(), At.AddHours(1), At),
            new ContactChangeScheduled(id, change, ContactKind.Phone, At.AddDays(14), At));

        var page = (await customer.GetAsync("/api/account")).Expect(HttpStatusCode.OK);

        page.Body["profile"]!.ToJsonString(Readable).Should().Be("""{"surname":"Петрова","name":"Мария","patronymic":null,"birthDate":"1990-05-17"}""");
        (page.Text("phone"), page.Text("email"), (bool)page.Body["emailVerified"]!).Should().Be((customer.Phone, "maria@example.com", true));
        (page.Body["protection"]!["level"]!.ToString(), (bool)page.Body["protection"]!["activated"]!).Should().Be(("protected", true));
        page.Body["protection"]!["missing"]!.AsArray().Should().BeEmpty();
        var pending = page.Body["contactChanges"]!.AsArray().Single()!;
        (pending["changeId"]!.GetValue<Guid>(), (string)pending["kind"]!, (string)pending["newContact"]!).Should().Be((change, "phone", "+7•••••••33"));
        pending["effectiveAt"]!.GetValue<DateTimeOffset>().Should().BeCloseTo(At.AddDays(14), TimeSpan.FromMilliseconds(1));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
