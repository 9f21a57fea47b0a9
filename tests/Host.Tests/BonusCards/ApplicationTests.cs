using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.BonusCards;

[Collection(nameof(HostFixture))]
public sealed class ApplicationTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S58_every_wrong_field_of_an_application_is_named_in_one_answer()
    {
        var customer = await host.ProtectedCustomerAsync();
        var wrong = Steps.NewIdentity();
        (wrong["surname"], wrong["birthDate"], wrong["inn"], wrong["snils"]) = ("", "2020-01-01", "500100732258", "112-233-445 96");
        wrong["passport"] = new JsonObject { ["series"] = "45", ["number"] = "123456" };

        var refused = (await customer.ApplyForCardAsync(wrong)).Expect(HttpStatusCode.UnprocessableEntity);

        refused.Code.Should().Be("bonus-card.name-invalid");
        refused.Body["errors"]!.AsObject().Select(e => e.Key).Should().Equal("surname", "birthDate", "passport", "inn", "snils");
        refused.Raw.Should().NotContainAny("500100732258", "445 96", "123456", "2020-01-01");
        (await customer.GetAsync("/api/bonus-card")).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("inn", "inn-invalid")]
    [InlineData("snils", "snils-invalid")]
    public async Task S58_one_of_inn_and_snils_is_enough_and_a_wrong_one_is_refused(string field, string code)
    {
        var customer = await host.ProtectedCustomerAsync();
        var identity = Steps.NewIdentity();
        identity["inn"] = identity["snils"] = null;
        (await customer.ApplyForCardAsync(identity)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("bonus-card.inn-or-snils-required");
        identity[field] = "1";
        (await customer.ApplyForCardAsync(identity)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be($"bonus-card.{code}");
        identity[field] = (string)Steps.NewIdentity()[field]!;
        (await customer.ApplyForCardAsync(identity)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task P10_whoever_is_not_eighteen_yet_is_refused()
    {
        var customer = await host.ProtectedCustomerAsync();
        var identity = Steps.NewIdentity();
        identity["birthDate"] = DateTime.UtcNow.AddYears(-18).AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (await customer.ApplyForCardAsync(identity)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("bonus-card.too-young");
    }

    [Fact]
    public async Task S54_D18_the_same_request_again_is_one_card_which_costs_nothing_and_is_no_bank_card()
    {
        var customer = await host.ProtectedCustomerAsync(100_00);
        var (identity, key) = (Steps.NewIdentity(), Guid.NewGuid().ToString());
        var first = (await customer.ApplyForCardAsync(identity.DeepClone().AsObject(), key)).Expect(HttpStatusCode.Created);
        var again = (await customer.ApplyForCardAsync(identity.DeepClone().AsObject(), key)).Expect(HttpStatusCode.Created);

        again.Raw.Should().Be(first.Raw);
        (await customer.WalletAsync()).Should().Be((100_00, 100_00));
        var card = (await customer.GetAsync("/api/bonus-card")).Expect(HttpStatusCode.OK);
        card.Body.AsObject().Select(m => m.Key).Should().BeEquivalentTo("bonusCardId", "status", "balance", "points", "pending", "debt", "expiring", "version");
        card.Text("status").Should().Be("active");
    }

    [Fact]
    public async Task S60_one_identity_has_one_live_card_in_all_accounts_also_when_they_ask_at_once()
    {
        var identity = Steps.NewIdentity();
        var customers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.ProtectedCustomerAsync()));

        var answers = await Task.WhenAll(customers.Select(c => c.ApplyForCardAsync(identity.DeepClone().AsObject())));

        var owner = customers[Array.FindIndex(answers, a => a.Status == HttpStatusCode.Created)];
        answers.Where(a => a.Status != HttpStatusCode.Created).Should().HaveCount(3).And.OnlyContain(a => a.Code == "bonus-card.identity-in-use");
        (await owner.DeleteAsync("/api/bonus-card")).Expect(HttpStatusCode.NoContent);
        (await customers.First(c => c != owner).ApplyForCardAsync(identity.DeepClone().AsObject())).Expect(HttpStatusCode.Created);
        (await owner.ApplyForCardAsync(identity.DeepClone().AsObject())).Expect(HttpStatusCode.Conflict).Code.Should().Be("bonus-card.identity-in-use");
    }
}
