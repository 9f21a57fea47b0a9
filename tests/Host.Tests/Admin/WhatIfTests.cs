using System.Net;
using FluentAssertions;
using Marketplace.Application.Audit.WhatIf;
using Marketplace.Domain;
using Marketplace.Host.Admin;
using Marketplace.Host.Tests.Journeys;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Admin;

/// <summary>Accounts replayed under other numbers: what differs is told, and nothing but the scratch schema is written.</summary>
public sealed class WhatIfTests : IAsyncLifetime
{
    // The history, its leaves, and the states and views that follow from it; notices and messages of a host that runs live on by themselves.
    private const string Checksum =
        """
        select string_agg(t.table_name || ' ' || md5(query_to_xml(format('select * from %I.%I x order by x::text', t.table_schema, t.table_name), true, false, '')::text), E'\n' order by t.table_schema, t.table_name)
        from information_schema.tables t where t.table_schema in ('marketplace', 'marketplace_audit')
            and t.table_name in ('mt_events', 'mt_streams', 'leaves', 'mt_doc_wallet', 'mt_doc_bonuscard', 'mt_doc_customer', 'mt_doc_orderview', 'mt_doc_returnview', 'mt_doc_productstock', 'mt_doc_storedanswer', 'refused_commands')
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-what-if-").FullName;
    private RunningHost host = null!;

    public async Task InitializeAsync() => host = await RunningHost.StartAsync();

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task U6_another_rate_and_another_limit_are_replayed_beside_a_history_that_stays_as_it_is()
    {
        var (customer, other) = (await host.ProtectedCustomerAsync(5_000_00), await host.ProtectedCustomerAsync(300_00));
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        var order = (await customer.PlaceAsync(("books-900", 60))).Id("orderId");
        (await customer.PayAsync(order, wallet: (await customer.OrderAsync(order)).Number("total"))).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order);
        (await other.AskForPayoutAsync(200_00)).Expect(HttpStatusCode.Accepted);
        var earned = await AskAsync("select data ->> 'points' from marketplace.mt_events where type = 'points_accrued'", s => long.Parse(s, System.Globalization.CultureInfo.InvariantCulture));
        var before = await AskAsync(Checksum, s => s);
        before.Should().Contain("mt_events ").And.Contain("leaves ").And.Contain("mt_doc_wallet ");

        var (code, lines, summary) = await RunAsync("""{ "basisPoints": 300, "basisPointsByCategory": { "books": 300 }, "maxWithdrawal": 19999 }""");

        code.Should().Be(WhatIfCommand.Replayed);
        var replayed = long.Parse(lines.Single(l => l.StartsWith($"{customer.CustomerId},points-earned,,,{earned},", StringComparison.Ordinal)).Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture);
        replayed.Should().BeInRange(3 * earned, (3 * earned) + 2, "parts of a point are not earned");
        lines.Should().Contain($"{customer.CustomerId},points-pending,,,{earned},{replayed}");
        lines.Should().ContainSingle(l => l.StartsWith($"{other.CustomerId},forbidden wallet.amount-out-of-range,{AccountIds.WalletId(other.CustomerId)},20", StringComparison.Ordinal));
        lines.Should().HaveCount(3);
        summary.Should().Contain(" 2 differ.").And.Contain($"points-earned: {earned} → {replayed}").And.Contain("forbidden wallet.amount-out-of-range: 1 times");
        (await AskAsync(Checksum, s => s)).Should().Be(before, "the source is only read");
        (await AskAsync($"select data ->> 'points' from marketplace_what_if.events where type = 'points_accrued' and stream_id = '{AccountIds.BonusCardId(customer.CustomerId)}'", s => s)).Should().Be($"{replayed}");
        (await AskAsync("select count(*)::text from marketplace_what_if.differences", s => s)).Should().Be("3");

        (await RunAsync("{}")).Should().Match<(int Code, IReadOnlyList<string> Lines, string Summary)>(r => r.Code == 0 && r.Lines.Count == 0 && r.Summary.Contains("2 accounts replayed, 0 differ.", StringComparison.Ordinal));
        (await RunAsync("""{ "basisPoints": 300 }""", "--customer", $"{other.CustomerId}")).Summary.Should().Contain("1 accounts replayed, 0 differ.");
    }

    [Fact]
    public async Task U6_an_auditor_asks_the_api_what_would_be_and_nothing_at_all_is_written()
    {
        var (customer, other) = (await host.ProtectedCustomerAsync(5_000_00), await host.ProtectedCustomerAsync(300_00));
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        var order = (await customer.PlaceAsync(("books-900", 60))).Id("orderId");
        (await customer.PayAsync(order, wallet: (await customer.OrderAsync(order)).Number("total"))).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order);
        (await other.AskForPayoutAsync(200_00)).Expect(HttpStatusCode.Accepted);
        var (auditor, before) = (host.Staff("auditor"), await AskAsync(Checksum, s => s));
        var policy = new { basisPoints = 300, basisPointsByCategory = new { books = 300 }, maxWithdrawal = 199_99 };

        var one = (await auditor.PostAsync("/api/audit/what-if", new { policy, customerId = customer.CustomerId })).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Single()!;
        var earned = one["differences"]!.AsArray().Single(d => (string)d!["what"]! == "points-earned")!;
        ((long)earned["replayed"]!).Should().BeInRange(3 * (long)earned["recorded"]!, (3 * (long)earned["recorded"]!) + 2);
        one["card"]!.AsArray().Select(e => (string)e!["type"]!).Should().Contain("PointsAccrued");
        ((long)one["card"]!.AsArray().Single(e => (string)e!["type"]! == "PointsAccrued")!["data"]!["points"]!).Should().Be((long)earned["replayed"]!);

        var first = (await auditor.PostAsync("/api/audit/what-if?limit=1", new { policy })).Expect(HttpStatusCode.OK);
        var second = (await auditor.PostAsync($"/api/audit/what-if?limit=1&cursor={first.Text("nextCursor")}", new { policy })).Expect(HttpStatusCode.OK);
        new[] { first, second }.Select(a => a.Body["items"]!.AsArray().Single()!["customerId"]!.GetValue<Guid>()).Should().Equal(customer.CustomerId, other.CustomerId);
        second.Body["items"]![0]!["differences"]!.AsArray().Should().ContainSingle(d => (string)d!["what"]! == "forbidden wallet.amount-out-of-range");
        (await auditor.PostAsync("/api/audit/what-if", new { policy = new { } })).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Should().HaveCount(2).And.OnlyContain(a => a!["differences"]!.AsArray().Count == 0);

        (await auditor.PostAsync("/api/audit/what-if", new { policy = new { basisPoints = 10_001 } })).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("audit.policy-invalid");
        (await auditor.PostAsync("/api/audit/what-if", new { policy = new { basisPoint = 1 } })).Expect(HttpStatusCode.BadRequest);
        (await auditor.PostAsync("/api/audit/what-if", new { })).Status.Should().Be(HttpStatusCode.BadRequest);
        (await auditor.PostAsync("/api/audit/what-if?cursor=x", new { policy })).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("request.cursor-invalid");
        (await auditor.PostAsync("/api/audit/what-if", new { policy, customerId = Guid.NewGuid() })).Expect(HttpStatusCode.NotFound).Code.Should().Be("audit.account-unknown");
        foreach (var stranger in new[] { customer, host.Staff("support"), host.Staff("admin") }) (await stranger.PostAsync("/api/audit/what-if", new { policy })).Expect(HttpStatusCode.Forbidden);
        (await AskAsync(Checksum, s => s)).Should().Be(before, "the source is only read, and to ask is no command that the journal would have");
        (await AskAsync("select to_regnamespace('marketplace_what_if') is null", bool.Parse)).Should().Be(true);
    }

    [Fact]
    public async Task U6_a_change_that_cannot_be_read_changes_nothing()
    {
        foreach (var policy in new[] { "", "{", """{ "basisPoint": 1 }""", """{ "basisPoints": -1 }""", """{ "basisPointsByCategory": { "food": 10001 } }""" })
            (await RunAsync(policy)).Should().Match<(int Code, IReadOnlyList<string> Lines, string Summary)>(r => r.Code == WhatIfCommand.BadInput && r.Lines.Count == 0 && r.Summary.Length > 10, policy);
        (await RunAsync("{}", "--customer", "somebody")).Code.Should().Be(WhatIfCommand.BadInput);
        (await AskAsync("select to_regnamespace('marketplace_what_if') is null", bool.Parse)).Should().Be(true);
        WhatIfCommand.From(["reconcile"]).Should().BeNull();
    }

    [Fact]
    public async Task A_replay_that_may_write_nothing_gives_its_connection_back()
    {
        var readOnly = new NpgsqlConnectionStringBuilder(host.Settings["ConnectionStrings:Marketplace"]) { Options = "-c default_transaction_read_only=on", MaxPoolSize = 1, Timeout = 5 };
        await using var store = DocumentStore.For(readOnly.ConnectionString);
        var making = FluentActions.Awaiting(() => ScratchSchema.MakeAsync(store, CancellationToken.None));

        (await making.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.ReadOnlySqlTransaction);
        await making.Should().ThrowAsync<PostgresException>("the only connection of the pool is free again");
    }

    private async Task<(int Code, IReadOnlyList<string> Lines, string Summary)> RunAsync(string policy, params string[] more)
    {
        var file = Path.Combine(folder, "policy.json");
        await File.WriteAllTextAsync(file, policy);
        using StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        var code = await WhatIfCommand.From(["what-if", "--policy", file, .. more])!.RunAsync(
            host.Services.GetRequiredService<IDocumentStore>(), host.Services.GetRequiredService<WhatIfReplay>(), TimeProvider.System, output, errors, CancellationToken.None);
        return (code, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)], errors.ToString());
    }

    private async Task<T?> AskAsync<T>(string sql, Func<string, T> read)
    {
        await using var connection = new NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is { } found ? read($"{found}") : default;
    }
}
