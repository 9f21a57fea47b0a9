using System.Net;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>What a restricted account may not, and what a customer keeps over every change of phone and e-mail.</summary>
[Collection(nameof(HostFixture))]
public class ProtectionJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S10_S11_S56_S88_D10_a_restricted_account_shops_and_neither_withdraws_nor_applies_for_a_card()
    {
        var customer = await host.CustomerAsync(100_00);
        var order = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: 10_01)).Expect(HttpStatusCode.OK);

        foreach (var refused in (Answer[])
        [
            await customer.AskForPayoutAsync(1_00), await customer.PostAsync("/api/bonus-card/application"),
            await customer.PostAsync("/api/account/contact-changes", new { phone = "+79260000000" }),
        ])
        {
            refused.Expect(HttpStatusCode.Forbidden).Code.Should().Be("customer.account-restricted");
            refused.Body["missing"]!.AsArray().Select(m => (string)m!).Should().Equal("profile", "email");
        }

        (await customer.WalletAsync()).Should().Be((89_99, 89_99), "a refused command leaves nothing behind");
        await customer.ProtectAsync();
        (await customer.AskForPayoutAsync(1_00)).Expect(HttpStatusCode.Accepted);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task S88_D11_a_payout_waits_while_a_change_of_the_phone_waits_and_goes_on_when_it_is_cancelled()
    {
        var customer = await host.ProtectedCustomerAsync(100_00);
        var withdrawal = (await customer.AskForPayoutAsync(1_00)).Expect(HttpStatusCode.Accepted).Id("withdrawalId");
        var code = await customer.PayoutCodeAsync();
        var change = await ScheduleAsync(customer);

        var refused = (await customer.ConfirmPayoutAsync(withdrawal, code)).Expect(HttpStatusCode.Forbidden);
        refused.Code.Should().Be("customer.contact-change-pending");
        refused.Body["retryAt"].Should().NotBeNull();
        (await customer.DeleteAsync($"/api/account/contact-changes/{change}")).Expect(HttpStatusCode.NoContent);
        (await customer.ConfirmPayoutAsync(withdrawal, code)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task D2_S25_S90_whoever_signs_in_by_email_confirms_money_by_sms()
    {
        var customer = await host.ProtectedCustomerAsync(100_00);
        var asked = (await customer.PostAsync("/api/auth/challenges", new { email = customer.Email })).Expect(HttpStatusCode.Accepted);
        asked.Text("channel").Should().Be("email");
        var letters = await customer.UntilAsync($"/dev/messages?to={customer.Email}", m => m.Body.AsArray().Any(l => l!["code"] is not null));
        var code = (string)letters.Body.AsArray().Select(l => l!["code"]).First(c => c is not null)!;
        var byMail = host.Anonymous();
        byMail.Phone = customer.Phone;
        byMail.Token = (await byMail.PostAsync("/api/auth/sessions", new { challengeId = asked.Id("challengeId"), code })).Expect(HttpStatusCode.Created).Text("token");

        await byMail.PayOutAsync(1_00);
        (await byMail.GetAsync($"/dev/messages?to={customer.Email}")).Raw.Should().NotContain("Вывод денег");
    }

    [Fact]
    public async Task X11_once_per_customer_survives_a_change_of_phone_and_email()
    {
        var customer = await host.ProtectedCustomerAsync();
        var terms = JsonSerializer.Serialize(new { basisPoints = 10_00, usesPerCustomer = 1, validFrom = DateTimeOffset.UtcNow.AddDays(-1), validUntil = DateTimeOffset.UtcNow.AddDays(1) });
        (await host.Staff("admin").SendAsync(HttpMethod.Put, "/api/admin/promo-codes/ONCE-FOR-EVER", terms)).Expect(HttpStatusCode.OK);
        var order = new { lines = new[] { new { sku = "books-901", quantity = 1 } }, delivery = new { pickupPointId = "pvz-101" }, promoCode = "ONCE-FOR-EVER" };
        (await customer.PostAsync("/api/orders", order)).Expect(HttpStatusCode.Created).Number("total").Should().Be(90_00);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        await ChangeAsync(customer, "phone", $"+79{Random.Shared.NextInt64(100_000_000, 999_999_999)}");
        await ChangeAsync(customer, "email", $"c{Guid.NewGuid():N}@example.com");

        (await customer.PostAsync("/api/orders", order)).Expect(HttpStatusCode.Conflict).Code.Should().Be("promo.exhausted");
        (await (await host.CustomerAsync()).PostAsync("/api/orders", order)).Expect(HttpStatusCode.Created);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Conflict).Code.Should().Be("bonus-card.already-issued");
        (await customer.GetAsync("/api/account")).Expect(HttpStatusCode.OK).Id("customerId").Should().Be(customer.CustomerId);
    }

    private async Task<Guid> ScheduleAsync(Api customer)
    {
        var phone = $"+79{Random.Shared.NextInt64(100_000_000, 999_999_999)}";
        var change = (await customer.PostAsync("/api/account/contact-changes", new { phone })).Expect(HttpStatusCode.Accepted).Id("changeId");
        var newCode = await CodeToAsync(phone);
        (await customer.PostAsync($"/api/account/contact-changes/{change}/confirmation", new { newCode })).Expect(HttpStatusCode.OK).Text("status").Should().Be("scheduled");
        return change;
    }

    private async Task ChangeAsync(Api customer, string kind, string to)
    {
        var earlier = (await customer.MessagesAsync()).Select(m => m.Code).FirstOrDefault(c => c is not null);
        var change = (await customer.PostAsync("/api/account/contact-changes", new Dictionary<string, string> { [kind] = to })).Expect(HttpStatusCode.Accepted).Id("changeId");
        var codes = new { oldCode = await customer.CodeAsync(earlier), newCode = await CodeToAsync(to) };
        (await customer.PostAsync($"/api/account/contact-changes/{change}/confirmation", codes)).Expect(HttpStatusCode.OK).Text("status").Should().Be("completed");
        if (kind == "phone") customer.Phone = to;
        else customer.Email = to;
    }

    private async Task<string> CodeToAsync(string contact)
    {
        var nobody = host.Anonymous();
        nobody.Phone = contact;
        return await nobody.CodeAsync();
    }
}
