using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Application.Audit.Refusals;
using Marketplace.Host.Tests.Auth;
using Marketplace.Host.Tests.Journeys;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Audit;

/// <summary>What the journal of refusals keeps, and what a refused command leaves besides: nothing.</summary>
public sealed class RefusalJournalTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task I19_U9_a_refused_command_leaves_its_refusal_and_nothing_else()
    {
        var customer = await host.ProtectedCustomerAsync(100_00);
        var order = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        var (before, key) = (await host.StoredAsync(), Guid.NewGuid().ToString());

        var refused = await customer.PayAsync(order, wallet: 100_01, key: key);
        await customer.PayAsync(order, wallet: 100_01, key: key);
        (await customer.AskForPayoutAsync(500_00)).Expect(HttpStatusCode.Conflict).Code.Should().Be("wallet.insufficient-funds");

        (await host.StoredAsync()).Should().Be(before);
        var entries = await ListAsync($"customerId={customer.CustomerId}");
        entries.Should().HaveCount(3, "newest first");
        Told(entries[0]).Should().Be(("POST /api/wallet/withdrawals", "wallet.insufficient-funds", 409, "customer", null));
        Told(entries[1]).Should().Be(("POST /api/orders/{id:guid}/payment", refused.Code, (int)refused.Status, "customer", order.ToString()));
        entries[1]!["requestKey"]!.ToString().Should().MatchRegex("^[0-9a-f]{64}$").And.Be(entries[2]!["requestKey"]!.ToString(), "it was one intent");
        entries[0]!["requestKey"]!.ToString().Should().NotBe(entries[1]!["requestKey"]!.ToString());
        string.Concat(entries.Select(e => e!.ToJsonString())).Should().NotContainAny(customer.Phone[1..], Steps.Settles, "044525225", key);
    }

    [Fact]
    public async Task U9_who_is_not_allowed_and_who_guesses_is_journalled_too()
    {
        var (customer, nobody) = (await host.CustomerAsync(), host.Anonymous());
        (await customer.PostAsync("/api/fulfilment/orders/" + customer.CustomerId + "/shipment")).Expect(HttpStatusCode.Forbidden);
        nobody.Phone = customer.Phone;
        (await nobody.PostAsync("/api/auth/sessions", new { challengeId = customer.CustomerId, code = "000000" })).Status.Should().NotBe(HttpStatusCode.Created);
        (await host.Staff("support").PostAsync("/api/admin/certificates", new { amount = 1, count = 1, expiresAt = DateTimeOffset.UtcNow.AddDays(1) })).Expect(HttpStatusCode.Forbidden);

        var all = await ListAsync("limit=100");
        all.Select(Told).Should().Contain(("POST /api/fulfilment/orders/{id:guid}/shipment", "auth.forbidden", 403, "customer", customer.CustomerId.ToString()));
        all.Select(Told).Should().Contain(("POST /api/admin/certificates", "auth.forbidden", 403, "staff:development-support", null));
        all.Should().ContainSingle(e => (string)e!["command"]! == "POST /api/auth/sessions" && (string)e!["actor"]! == "anonymous" && e!["customerId"] == null);
    }

    [Fact]
    public async Task U9_what_is_no_refusal_of_a_command_is_not_in_the_journal()
    {
        var customer = await host.CustomerAsync(10_00);
        (await customer.GetAsync($"/api/orders/{Guid.NewGuid()}")).Expect(HttpStatusCode.NotFound);
        (await customer.PostAsync("/api/orders/quote", new { lines = new[] { new { sku = "unheard-of", quantity = 1 } }, delivery = new { pickupPointId = "pvz-101" } }))
            .Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.product-unavailable", "a question changes nothing");
        (await customer.SendAsync(HttpMethod.Post, "/api/wallet/top-ups", "{", "k")).Expect(HttpStatusCode.BadRequest);
        (await host.Anonymous().PostAsync("/api/wallet/top-ups", new { amount = 1, cardToken = "tok_ok" })).Expect(HttpStatusCode.Unauthorized);
        var key = Guid.NewGuid().ToString();
        var declined = new { amount = 1_00, cardToken = "tok_declined" };
        var first = await customer.PostAsync("/api/wallet/top-ups", declined, key);
        (await customer.PostAsync("/api/wallet/top-ups", declined, key)).Raw.Should().Be(first.Raw, "it is a repeat, and nothing was refused anew");

        (await ListAsync($"customerId={customer.CustomerId}")).Select(Told).Should().Equal(("POST /api/wallet/top-ups", first.Code, (int)first.Status, "customer", null));
    }

    [Fact]
    public async Task U9_the_journal_is_read_page_by_page_and_by_code()
    {
        var customer = await host.CustomerAsync();
        var code = "";
        for (var i = 0; i < 5; i++) code = (await customer.PostAsync($"/api/orders/{Guid.NewGuid()}/cancellation")).Expect(HttpStatusCode.NotFound).Code!;
        (await customer.AskForPayoutAsync(1_00)).Expect(HttpStatusCode.Forbidden);
        var auditor = host.Staff("auditor");
        var (ids, cursor) = (new List<string>(), "");
        do
        {
            var page = (await auditor.GetAsync($"/api/audit/refusals?limit=2&customerId={customer.CustomerId}{cursor}")).Expect(HttpStatusCode.OK);
            ids.AddRange(page.Body["items"]!.AsArray().Select(e => (string)e!["id"]!));
            cursor = page.Body["nextCursor"] is { } next ? $"&cursor={next}" : "";
        }
        while (cursor != "");

        ids.Should().HaveCount(6).And.OnlyHaveUniqueItems();
        (await ListAsync($"customerId={customer.CustomerId}&code={code}")).Should().HaveCount(5);
        (await ListAsync($"customerId={customer.CustomerId}&code={code[..^1]}")).Should().BeEmpty();
        (await auditor.GetAsync("/api/audit/refusals?limit=0")).Expect(HttpStatusCode.UnprocessableEntity);
        (await customer.GetAsync("/api/audit/refusals")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task U9_the_database_denies_every_change_of_the_journal_for_three_years()
    {
        var customer = await host.CustomerAsync();
        (await customer.AskForPayoutAsync(1_00)).Expect(HttpStatusCode.Forbidden);
        foreach (var change in new[] { "update marketplace.refused_commands set code = 'x'", "delete from marketplace.refused_commands", "truncate marketplace.refused_commands" })
        {
            await FluentActions.Awaiting(() => ExecuteAsync(change)).Should().ThrowAsync<PostgresException>().WithMessage("*append-only*");
        }

        var old = Guid.NewGuid();
        foreach (var (id, age) in new[] { (old, "3 years 1 minute"), (Guid.NewGuid(), "3 years -1 minute") })
        {
            await ExecuteAsync($"insert into marketplace.refused_commands values ('{id}', now() - interval '{age}', 'POST /api', 'test.old', 409, null, null, 'anonymous', null)");
        }

        await host.SendAsync(new ForgetOldRefusals());

        (await ListAsync("code=test.old")).Should().ContainSingle().Which!["id"]!.ToString().Should().NotBe(old.ToString());
        (await ListAsync($"customerId={customer.CustomerId}")).Should().ContainSingle();
    }

    [Fact]
    public async Task U9_an_entry_that_cannot_be_written_is_in_the_log_and_the_caller_is_answered_all_the_same()
    {
        var (customer, log) = (await host.CustomerAsync(), new LogCapture());
        using var logging = LoggerFactory.Create(l => l.AddProvider(log));
        var journal = new RefusalJournal(host.Services.GetRequiredService<IDocumentStore>(), logging.CreateLogger<RefusalJournal>());
        await ExecuteAsync("alter table marketplace.refused_commands rename to refused_commands_gone");
        try
        {
            (await customer.AskForPayoutAsync(1_00)).Expect(HttpStatusCode.Forbidden).Code.Should().NotBeNull();
            await journal.RecordAsync(new RefusedCommand(
                Guid.NewGuid(), DateTimeOffset.UtcNow, "POST /api/wallet/withdrawals", "wallet.insufficient-funds", 409, customer.CustomerId, null, "customer", null));
        }
        finally
        {
            await ExecuteAsync("alter table marketplace.refused_commands_gone rename to refused_commands");
        }

        log.Text.Should().Contain("REFUSAL NOT JOURNALLED (PostgresException)").And.Contain(customer.CustomerId.ToString()).And.Contain("POST /api/wallet/withdrawals");
    }

    private static (string, string?, int, string, string?) Told(JsonNode? entry) =>
        ((string)entry!["command"]!, (string?)entry["code"], (int)entry["status"]!, (string)entry["actor"]!, entry["subjectId"]?.ToString());

    private async Task<JsonArray> ListAsync(string query) =>
        (await host.Staff("auditor").GetAsync("/api/audit/refusals?" + query)).Expect(HttpStatusCode.OK).Body["items"]!.AsArray();

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
