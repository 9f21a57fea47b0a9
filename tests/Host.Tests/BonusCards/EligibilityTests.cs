using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.BonusCards;

/// <summary>The first step to a bonus card: a verified phone and a verified e-mail (S56).</summary>
[Collection(nameof(HostFixture))]
public sealed class EligibilityTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S56_a_card_needs_the_proved_email_and_a_refusal_names_the_step_that_is_missing_and_keeps_nothing()
    {
        var customer = await host.CustomerAsync();
        await RefusedAsync(customer, "profile", "email");

        (await customer.SendAsync(HttpMethod.Put, "/api/account/profile", """{"surname":"Петрова","name":"Мария"}""")).Expect(HttpStatusCode.NoContent);
        await RefusedAsync(customer, "email");

        // Activation names an e-mail, and its code proves the phone: the mailbox is not proved by it (D3).
        var email = $"c{Guid.NewGuid():N}@example.com";
        (await customer.PostAsync("/api/account/activation", new { email })).Expect(HttpStatusCode.Accepted);
        var code = await CodeAsync(customer, "Активация");
        (await customer.PostAsync("/api/account/activation/confirmation", new { code })).Expect(HttpStatusCode.NoContent);
        await RefusedAsync(customer, "email-confirmation");

        await customer.ProtectAsync();
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        (await KeptAsync(customer)).Should().Be((1, 1));
    }

    [Fact]
    public async Task S56_a_change_of_phone_or_email_keeps_the_card_and_an_account_that_leaves_gets_none()
    {
        var customer = await host.ProtectedCustomerAsync();
        var old = customer.Phone;
        var asked = (await customer.PostAsync("/api/account/contact-changes", new { phone = customer.Phone = $"+79{Random.Shared.NextInt64(100_000_000, 999_999_999)}" })).Expect(HttpStatusCode.Accepted);
        var newCode = await customer.CodeAsync();
        (customer.Phone, var fresh) = (old, customer.Phone);
        var oldCode = await CodeAsync(customer, "Смена");
        (await customer.PostAsync($"/api/account/contact-changes/{asked.Id("changeId")}/confirmation", new { newCode, oldCode })).Expect(HttpStatusCode.OK).Text("status").Should().Be("completed");
        customer.Phone = fresh;
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        (await customer.GetAsync("/api/bonus-card")).Expect(HttpStatusCode.OK);

        var leaving = await host.ProtectedCustomerAsync();
        await Privacy.LeavingSteps.LeaveAsync(host, leaving);
        (await leaving.ApplyForCardAsync()).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await KeptAsync(leaving)).Should().Be((0, 0));
    }

    private static async Task<string> CodeAsync(Api customer, string deed)
    {
        for (var i = 0; i < 200; i++)
        {
            var found = (await customer.MessagesAsync()).FirstOrDefault(m => m.Text.Contains(deed, StringComparison.Ordinal) && m.Code is not null);
            if (found.Code is { } code) return code;
            await Task.Delay(100);
        }

        throw new Xunit.Sdk.XunitException($"No code «{deed}» was sent within 20 s.");
    }

    private async Task RefusedAsync(Api customer, params string[] missing)
    {
        var before = await host.StoredAsync();
        var refused = (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Forbidden);
        refused.Code.Should().Be("customer.account-restricted");
        refused.Body["missing"]!.AsArray().Select(m => (string)m!).Should().Equal(missing);
        (await KeptAsync(customer)).Should().Be((0, 0), "no identity and no consent of who gets no card");
        (await customer.GetAsync("/api/bonus-card")).Expect(HttpStatusCode.NotFound);
        (await host.StoredAsync()).Answers.Should().Be(before.Answers);
    }

    // The identity in the vault, and the key that says that it has a card.
    private async Task<(long Documents, long Held)> KeptAsync(Api customer) => (
        await CountAsync("ConnectionStrings:Vault", "select count(*) from identity_documents where subject_id = $1", customer.CustomerId),
        await CountAsync("ConnectionStrings:Marketplace", "select count(*) from marketplace.mt_doc_heldidentity where (data ->> 'customerId')::uuid = $1", customer.CustomerId));

    private async Task<long> CountAsync(string database, string sql, Guid customer)
    {
        await using var source = NpgsqlDataSource.Create(host.Settings[database]!);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = customer });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
