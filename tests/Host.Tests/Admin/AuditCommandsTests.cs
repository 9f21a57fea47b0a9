using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Host.Admin;
using Marketplace.Host.Tests.Journeys;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Admin;

/// <summary>What the command line tells of promises and refusals is what the API tells, on a history that only this class writes.</summary>
public sealed class AuditCommandsTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task U9_the_command_tells_every_refusal_as_the_api_does_and_in_lines_for_people()
    {
        await host.WarmUpAsync();
        var customer = await host.ProtectedCustomerAsync(100_00);
        for (var i = 0; i < 3; i++) (await customer.AskForPayoutAsync(500_00)).Expect(HttpStatusCode.Conflict);
        (await customer.PostAsync($"/api/orders/{Guid.NewGuid()}/cancellation")).Expect(HttpStatusCode.NotFound);
        (await host.Staff("support").PostAsync("/api/admin/certificates", new { amount = 1, count = 1, expiresAt = DateTimeOffset.UtcNow.AddDays(1) })).Expect(HttpStatusCode.Forbidden);
        foreach (var (options, query) in new (string[], string)[]
        {
            ([], ""), (["--customer", $"{customer.CustomerId}"], $"&customerId={customer.CustomerId}"), (["--code", "wallet.insufficient-funds"], "&code=wallet.insufficient-funds"),
            (["--code", "wallet.insufficient-funds", "--customer", $"{customer.CustomerId}"], $"&code=wallet.insufficient-funds&customerId={customer.CustomerId}"),
            (["--customer", $"{Guid.NewGuid()}"], $"&customerId={Guid.NewGuid()}"),
        })
        {
            var told = (await host.Staff("auditor").GetAsync("/api/audit/refusals?limit=100" + query)).Expect(HttpStatusCode.OK).Body["items"]!.AsArray();

            var (code, json, errors) = await RunAsync(["refusals", "--json", .. options]);
            code.Should().Be(0);
            json.Select(l => JsonNode.Parse(l)!.ToJsonString()).Should().Equal(told.Select(e => e!.ToJsonString()));
            errors.Should().Be($"{told.Count} refusals.");

            var (_, lines, _) = await RunAsync(["refusals", .. options]);
            lines.Should().HaveCount(told.Count + 1);
            foreach (var (line, entry) in lines.Skip(1).Zip(told))
            {
                line.Should().StartWith(((DateTimeOffset)entry!["refusedAt"]!).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", null)).And.Contain($"  {entry["status"]}  {entry["code"]}  ").And.Contain((string)entry["command"]!)
                    .And.Contain((string)entry["actor"]!).And.Contain(entry["customerId"]?.ToString() ?? " - ");
                line.IndexOf(entry["code"]!.ToString(), StringComparison.Ordinal).Should().Be(lines[0].IndexOf("code", StringComparison.Ordinal), "it stands under its head");
                line.IndexOf(entry["command"]!.ToString(), StringComparison.Ordinal).Should().Be(lines[0].IndexOf("command", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task U15_the_command_tells_of_promises_as_the_api_does_and_fails_when_one_is_late()
    {
        await host.WarmUpAsync();
        var customer = await host.ProtectedCustomerAsync(100_00);
        (await customer.AskForPayoutAsync(10_00)).Expect(HttpStatusCode.Accepted);
        var (code, lines, errors) = await RunAsync(["promises"]);
        code.Should().Be(PromisesCommand.Kept);
        lines[0].Should().MatchRegex("^promise +kept +early +late +open +void$");
        lines.Should().HaveCount(10).And.Contain(l => l.StartsWith("unconfirmed-money-released ", StringComparison.Ordinal));
        lines.Select(l => l.Length).Distinct().Should().ContainSingle("columns are aligned");
        errors.Should().EndWith("0 promises were broken.");

        // A wallet that was promised 20 minutes long ago.
        await LateAsync();
        foreach (var on in new[] { "", "2026-11-01", "2026-11-02" })
        {
            var told = (await host.Staff("auditor").GetAsync($"/api/audit/promises{(on.Length > 0 ? "?on=" + on : "")}")).Expect(HttpStatusCode.OK).Body;
            string[] options = on.Length > 0 ? ["--on", on] : [];
            (code, lines, errors) = await RunAsync(["promises", "--json", .. options]);
            JsonNode.DeepEquals(JsonNode.Parse(lines.Single())!["promises"], told["promises"]).Should().BeTrue($"{lines.Single()} and {told}");
            var late = told["promises"]!.AsArray().Sum(p => (int)p!["late"]!);
            code.Should().Be(late > 0 ? PromisesCommand.Broken : PromisesCommand.Kept, on);
            late.Should().Be(on == "2026-11-01" ? 0 : 1, on);
            if (late == 0) continue;

            (code, lines, errors) = await RunAsync(["promises", .. options]);
            code.Should().Be(PromisesCommand.Broken);
            lines.Should().ContainSingle(l => l.StartsWith("late   unconfirmed-money-released  ", StringComparison.Ordinal) && l.EndsWith("  due 2026-11-02 09:00:00 to 2026-11-02 09:01:00, not done", StringComparison.Ordinal));
            errors.Should().EndWith(" UTC 1 promises were broken.");
        }
    }

    [Theory]
    [InlineData("promises", "--on")]
    [InlineData("promises", "--on", "soon")]
    [InlineData("promises", "--on", "1999-12-31")]
    [InlineData("refusals", "--customer")]
    [InlineData("refusals", "--customer", "somebody")]
    [InlineData("refusals", "--code")]
    public async Task U9_U15_an_argument_that_cannot_be_used_is_told_and_nothing_is_printed(params string[] args)
    {
        var (code, lines, errors) = await RunAsync(args);

        (code, lines.Count).Should().Be((2, 0));
        errors.Should().StartWith($"Usage: {args[0]} ");
    }

    [Fact]
    public void A_word_of_the_command_line_leaves_the_rest_to_the_host()
    {
        HostCommand.From(["refusals", "--code", "x.y", "--urls", "http://127.0.0.1:0", "--json"])!.HostArguments.Should().Equal("--urls", "http://127.0.0.1:0");
        HostCommand.From(["promises", "--on", "2026-11-02", "--environment", "Production"])!.HostArguments.Should().Equal("--environment", "Production");
        foreach (var word in new[] { "reconcile", "views", "what-if" }) HostCommand.From([word]).Should().NotBeNull();
        HostCommand.From(["serve"]).Should().BeNull();
        HostCommand.From([]).Should().BeNull();
    }

    private async Task LateAsync()
    {
        await using var connection = new NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        // The withdrawal of above once more, in a stream of its own and in another time.
        await using var command = new NpgsqlCommand(
            """
            with stream as (insert into marketplace.mt_streams (id, type, version, timestamp) values (gen_random_uuid(), 'wallet', 1, '2026-11-02T08:40:00Z') returning id)
            insert into marketplace.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            select nextval('marketplace.mt_events_sequence'), gen_random_uuid(), s.id, 1, e.data || jsonb_build_object('withdrawalId', gen_random_uuid(), 'walletId', s.id, 'confirmBy', '2026-11-02T09:00:00+00:00'), e.type, '2026-11-02T08:40:00Z', e.tenant_id, e.mt_dotnet_type, false
            from stream s, (select * from marketplace.mt_events where type = 'withdrawal_requested' order by seq_id desc limit 1) e
            """, connection);
        (await command.ExecuteNonQueryAsync()).Should().Be(1);
    }

    private async Task<(int Code, IReadOnlyList<string> Lines, string Errors)> RunAsync(string[] args)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await HostCommand.From(args)!.RunAsync(host.Services, output, errors, CancellationToken.None);
        return (code, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), errors.ToString().Trim());
    }
}
