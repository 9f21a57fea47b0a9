using System.Net;
using System.Text;
using FluentAssertions;
using Marketplace.Auditor.Format;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Audit;

/// <summary>What an auditor hands to an outsider, who has the public key and nothing else of ours.</summary>
public sealed class ProofTests(ProofTests.OftenSigned often) : IClassFixture<ProofTests.OftenSigned>
{
    private readonly RunningHost host = often.Host;

    [Fact]
    public async Task U14_U3_one_event_is_proved_against_a_published_checkpoint_without_anything_personal()
    {
        var customer = await host.CustomerAsync(1_000_00);
        var auditor = host.Staff("auditor");
        var registered = await EventAsync("customer_registered");
        var keys = new PublicKeys(await File.ReadAllTextAsync(Path.Combine(host.Folder, "audit", "public-key.pem")));

        var answer = await EventuallyAsync(auditor, registered);

        answer.Raw.Should().NotContain(customer.Phone[2..]).And.Contain("\"pii\\\":").And.Contain(customer.CustomerId.ToString(), "the subject's id names nobody");
        var proof = Proof.Read(Encoding.UTF8.GetBytes(answer.Raw));
        proof.Fault(keys).Should().BeNull();
        (proof with { Event = proof.Event with { Timestamp = proof.Event.Timestamp + 1 } }).Fault(keys).Should().NotBeNull();

        var published = (await auditor.GetAsync("/api/audit/checkpoints?limit=100")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray();
        published.Select(c => c!["note"]!.ToString()).Should().Contain(proof.Checkpoint);
        published.Select(c => (long)c!["size"]!).Should().BeInDescendingOrder();
        await Eventually.HappensAsync(
            async () => (await File.ReadAllTextAsync(Path.Combine(host.Folder, "audit", "checkpoints.txt"))).Contains(proof.Checkpoint, StringComparison.Ordinal),
            "the checkpoint is anchored outside the database");
        var money = (await EventuallyAsync(auditor, await EventAsync("wallet_credited"))).Body;
        money["checkpoint"]!.ToString().Split('\n')[3].Should().MatchRegex("^wallets [1-9][0-9]{4,}$");
    }

    [Fact]
    public async Task Checkpoints_are_read_page_by_page()
    {
        var auditor = host.Staff("auditor");
        for (var i = 0; i < 3; i++) await EventuallyAsync(auditor, await NewEventAsync());

        var all = (await auditor.GetAsync("/api/audit/checkpoints?limit=100")).Body["items"]!.AsArray().Select(c => (long)c!["size"]!).ToList();
        var (paged, cursor) = (new List<long>(), "");
        while (paged.Count < all.Count)
        {
            var page = (await auditor.GetAsync($"/api/audit/checkpoints?limit=1{cursor}")).Expect(HttpStatusCode.OK).Body;
            paged.AddRange(page["items"]!.AsArray().Select(c => (long)c!["size"]!));
            cursor = $"&cursor={Uri.EscapeDataString(page["nextCursor"]?.ToString() ?? "end")}";
        }

        paged.Should().Equal(all).And.HaveCountGreaterThan(2);
    }

    [Fact]
    public async Task An_unknown_event_is_not_found_and_nobody_but_auditors_may_ask()
    {
        (await host.Staff("auditor").GetAsync($"/api/audit/proofs/{Guid.NewGuid()}")).Expect(HttpStatusCode.NotFound).Code.Should().Be("audit.event-unknown");
        (await host.Staff("support").GetAsync("/api/audit/checkpoints")).Expect(HttpStatusCode.Forbidden);
        (await host.Anonymous().GetAsync($"/api/audit/proofs/{Guid.NewGuid()}")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_event_that_no_checkpoint_contains_yet_is_told_apart_from_an_unknown_one()
    {
        await using var connection = new NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var open = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select pg_current_xact_id()", connection)) await hold.ExecuteNonQueryAsync();

        (await host.Staff("auditor").GetAsync($"/api/audit/proofs/{await NewEventAsync()}")).Expect(HttpStatusCode.Conflict).Code.Should().Be("audit.not-yet-checkpointed");
    }

    private async Task<Guid> NewEventAsync()
    {
        await host.CustomerAsync(10_00);
        return await EventAsync("wallet_credited");
    }

    private async Task<Guid> EventAsync(string type)
    {
        await using var database = NpgsqlDataSource.Create(host.Settings["ConnectionStrings:Marketplace"]!);
        await using var command = database.CreateCommand($"select id from marketplace.mt_events where type = '{type}' order by seq_id desc limit 1");
        return (Guid)(await command.ExecuteScalarAsync())!;
    }

    private static Task<Answer> EventuallyAsync(Api auditor, Guid id) => Eventually.FindsAsync(
        async () =>
        {
            var answer = await auditor.GetAsync($"/api/audit/proofs/{id}");
            if (answer.Status == HttpStatusCode.OK) return answer;
            answer.Expect(HttpStatusCode.Conflict);
            return null;
        },
        "a checkpoint contains the event");

    /// <summary>A host that signs several times a second.</summary>
    public sealed class OftenSigned : IAsyncLifetime
    {
        public RunningHost Host { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await RunningHost.StartAsync(more: ("Audit:Every", "00:00:00.300"));
            await Host.WarmUpAsync();
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
