using System.Diagnostics;
using FluentAssertions;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Tests.Erasure;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;
using Marketplace.Domain;
using Marketplace.Domain.Wallets;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Application.Tests.Audit;

/// <summary>The history that the database keeps, looked at by the auditor, who knows nothing of this code.</summary>
public sealed class EvidenceTests(Evidence evidence, ITestOutputHelper output) : IClassFixture<Evidence>
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task I15_U3_each_event_has_its_leaf_and_the_auditor_computes_the_same()
    {
        await LoseARaceAsync();
        await evidence.SignAsync();
        await evidence.BusyDayAsync();

        var verdict = evidence.Verify();

        verdict.Findings.First.Should().BeEmpty();
        verdict.Events.Should().Be(await evidence.AskAsync<long>("select count(*) from marketplace.mt_events"));
        verdict.Covered.Should().BeInRange(60, verdict.Events - 5, "some wait for the next checkpoint");
        (await evidence.AskAsync<long>("select count(*) from marketplace.mt_events where type = 'tombstone'")).Should().BePositive();
    }

    [Fact]
    public async Task I15_a_history_of_before_there_were_leaves_gets_them_all()
    {
        await evidence.BusyDayAsync();
        var leaves = await evidence.AskAsync<long>("select count(*) from marketplace_audit.leaves");
        await using var connection = await evidence.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Evidence.RunAsync(connection, "drop schema marketplace_audit cascade");

        await Evidence.RunAsync(connection, AuditSchema.InstallScript);

        using var database = new Database(connection);
        var verdict = Verifier.Verify(database.Lines(), null, null);
        verdict.Findings.First.Should().BeEmpty();
        verdict.Events.Should().Be(leaves).And.BeGreaterThan(20);
    }

    [Fact]
    public async Task U3_a_checkpoint_says_what_all_wallets_hold()
    {
        var signed = await SignedAsync();

        (await evidence.AskAsync<long>("select sum((data ->> 'available')::bigint)::bigint from marketplace.mt_doc_wallet")).Should().Be(signed.Head.Wallets);
        signed.Note.Should().StartWith($"marketplace/history\n{signed.Head.Size}\n").And.Contain($"\nwallets {signed.Head.Wallets}\nholds {signed.Head.Holds}\nsigned ");
        (await File.ReadAllTextAsync(evidence.Options.AnchorFile)).Should().EndWith(signed.Note + "\n");
    }

    [Theory]
    [InlineData("marketplace.mt_events", "is_archived = true")]
    [InlineData("marketplace_audit.leaves", "version = 0")]
    [InlineData("marketplace_audit.tree", "index = -1")]
    [InlineData("marketplace_audit.nodes", "position = -1")]
    [InlineData("marketplace_audit.checkpoints", "note = ''")]
    public async Task U3_not_even_the_owner_changes_history_by_mistake(string table, string change)
    {
        foreach (var deed in new[] { $"update {table} set {change}", $"delete from {table}", $"truncate {table}", $"truncate {table} cascade", $"update {table} set {change} where false" })
        {
            await using var connection = await evidence.OpenAsync();
            (await FluentActions.Awaiting(() => Evidence.RunAsync(connection, deed)).Should().ThrowAsync<PostgresException>(deed)).Which.SqlState.Should().Be("42501");
        }
    }

    [Fact]
    public async Task X31_the_newest_event_row_that_was_deleted_is_missed()
    {
        await evidence.SignAllAsync();
        var newest = await evidence.AskAsync<long>("select max(seq_id) from marketplace.mt_events");
        var size = await evidence.AskAsync<long>("select max(size) from marketplace_audit.checkpoints");
        string Row() => $"delete from marketplace.mt_events where seq_id = {newest}";
        var leaf = $"; delete from marketplace_audit.leaves where seq_id = {newest}";
        var tree = $"; delete from marketplace_audit.tree where index = {size - 1}; delete from marketplace_audit.checkpoints where size = {size}";

        (await evidence.AfterAsync(Row())).Findings.First[0].Should().Match<Finding>(f => f.Code == "event-gone" && f.Position.Contains($"sequence={newest} "));
        (await evidence.AfterAsync(Row() + leaf)).Findings.First[0].Should().Match<Finding>(f => f.Code == "event-gone" && f.Position.StartsWith($"index={size - 1} "));
        (await evidence.AfterAsync(Row() + leaf + tree)).Findings.First[0].Should().Match<Finding>(f => f.Code == "checkpoint-beyond" && f.Position.EndsWith($"..{size - 1}"));

        await evidence.BusyDayAsync();
        newest = await evidence.AskAsync<long>("select max(seq_id) from marketplace.mt_events");
        (await evidence.AfterAsync(Row())).Findings.First[0].Should().Match<Finding>(f => f.Code == "event-gone" && f.Position.Contains($"sequence={newest} "), "before its checkpoint too");
    }

    [Fact]
    public async Task U3_what_somebody_with_all_rights_does_to_any_row_is_named()
    {
        await evidence.SignAsync();
        var (random, rows) = (Seeded(out var seed), await evidence.AskAsync<long[]>("select array_agg(seq_id order by seq_id) from marketplace.mt_events where type <> 'tombstone'"));
        var (watch, round) = (Stopwatch.StartNew(), 0);
        // A hundred of each kind where the machine is not busy with other things; ten in any case.
        for (; round < 100 && (round < 10 || watch.Elapsed < LongEnough); round++)
        {
            var (row, other) = (rows[random.Next(rows.Length)], rows[random.Next(rows.Length)]);
            var deeds = new[]
            {
                $"update marketplace.mt_events set data = jsonb_set(data, '{{amount}}', '1') where seq_id = {row}",
                $"update marketplace.mt_events set timestamp = timestamp - interval '1 microsecond' where seq_id = {row}",
                $"delete from marketplace.mt_events where seq_id = {row}",
                $"delete from marketplace_audit.leaves where seq_id = {row}",
            };
            foreach (var deed in deeds) Position(await evidence.AfterAsync(deed)).Should().Contain($"sequence={row} ", $"seed {seed}: {deed}");
            var swapped = await evidence.AfterAsync(
                $"with old as (select seq_id, data from marketplace.mt_events where seq_id in ({row}, {other})) update marketplace.mt_events e set data = o.data from old o where e.seq_id in ({row}, {other}) and o.seq_id in ({row}, {other}) and o.seq_id <> e.seq_id");
            if (row != other) (Position(swapped).Contains($"sequence={row} ") || Position(swapped).Contains($"sequence={other} ")).Should().BeTrue($"{row} and {other} were exchanged, seed {seed}");
            Position(await evidence.AfterAsync(
                $"insert into marketplace.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived) select 999999, gen_random_uuid(), stream_id, 9999, data, type, now(), tenant_id, mt_dotnet_type, false from marketplace.mt_events where seq_id = {row}"))
                .Should().Contain("sequence=999999 ", $"seed {seed}");
        }

        output.WriteLine($"{round} deeds of each kind");
    }

    [Fact]
    public async Task U3_events_and_leaves_that_were_rewritten_together_contradict_the_checkpoint()
    {
        await evidence.SignAsync();
        var random = Seeded(out var seed);
        var placed = await evidence.AskAsync<long[]>(
            "select array_agg(e.seq_id) from marketplace_audit.tree t join marketplace.mt_events e using (stream_id, version) where t.index < (select max(size) from marketplace_audit.checkpoints) and e.data ->> 'amount' is not null");
        for (var round = 0; round < 10; round++)
        {
            var target = placed[random.Next(placed.Length)];
            var at = await evidence.AskAsync<long>($"select t.index from marketplace_audit.tree t join marketplace.mt_events e using (stream_id, version) where e.seq_id = {target}");

            var verdict = await evidence.AfterAsync(Rewritten(target, random.Next(1, 1_000_000)));

            var finding = verdict.Findings.First.First(f => f.Code != "postings" && f.Code != "ledger");
            finding.Code.Should().Be("root-differs", $"seed {seed}, sequence {target}");
            var range = finding.Position.Split("index=")[1].Split("..").Select(long.Parse).ToArray();
            at.Should().BeInRange(range[0], range[1], $"seed {seed}, sequence {target}");
        }
    }

    /// <summary>Another amount in one event, then leaves and chains of its stream by the very trigger that makes them, and the leaves in the tree.</summary>
    private static string Rewritten(long target, int more) =>
        $$"""
        create temp table again (like marketplace.mt_events);
        create trigger again after insert on again for each row execute function marketplace_audit.write_leaf();
        alter table again enable always trigger again;
        do $$
        declare
            target uuid := (select stream_id from marketplace.mt_events where seq_id = {{target}});
        begin
            update marketplace.mt_events set data = jsonb_set(data, '{amount}', to_jsonb((data ->> 'amount')::bigint + {{more}})) where seq_id = {{target}};
            delete from marketplace_audit.leaves where stream_id = target;
            insert into again select * from marketplace.mt_events where stream_id = target order by version;
            update marketplace_audit.tree t set leaf = l.leaf from marketplace_audit.leaves l where t.stream_id = target and l.stream_id = t.stream_id and l.version = t.version;
        end $$;
        drop table again;
        """;

    /// <summary>Other numbers each time; MARKETPLACE_TAMPERING_SEED=&lt;seed&gt; gives the same again.</summary>
    private Random Seeded(out int seed)
    {
        seed = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_TAMPERING_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"MARKETPLACE_TAMPERING_SEED={seed}");
        return new Random(seed);
    }

    [Fact]
    public async Task U5_U3_the_history_verifies_before_and_after_a_customer_is_erased()
    {
        var customer = await evidence.BusyDayAsync(spare: 0);
        await evidence.SignAsync();
        evidence.Verify().Findings.First.Should().BeEmpty();

        await evidence.Shop.LeaveAsync(customer);
        await evidence.SignAsync();

        var verdict = evidence.Verify();
        verdict.Findings.First.Should().BeEmpty();
        verdict.Events.Should().Be(await evidence.AskAsync<long>("select count(*) from marketplace.mt_events"));
    }

    [Fact]
    public async Task No_checkpoint_passes_a_transaction_that_is_still_open()
    {
        await evidence.SignAsync();
        await using var slow = await evidence.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await Evidence.RunAsync(slow, "select pg_current_xact_id()");
        var customer = await evidence.BusyDayAsync();

        // What others in the shop did before may be signed; what came after the open transaction may not.
        await evidence.Checkpoints.SignAsync(1, CancellationToken.None);
        (await evidence.AskAsync<long>($"select count(*) from marketplace_audit.tree where stream_id = '{AccountIds.WalletId(customer)}'"))
            .Should().Be(0, "an event with an earlier place may come yet");

        await transaction.CommitAsync();
        // Another test's transaction may be open a moment longer.
        await Shop.EventuallyAsync(
            async () =>
            {
                await evidence.Checkpoints.SignAsync(1, CancellationToken.None);
                return await evidence.AskAsync<long>($"select count(*) from marketplace_audit.tree where stream_id = '{AccountIds.WalletId(customer)}'") > 0;
            },
            "it is signed");
        evidence.Verify().Findings.First.Should().BeEmpty();
    }

    [Fact]
    public async Task The_proof_of_an_event_leads_to_the_newest_checkpoint_and_is_of_it_alone()
    {
        await SignedAsync();
        foreach (var id in await evidence.AskAsync<Guid[]>("select array_agg(id) from (select id from marketplace.mt_events where type <> 'tombstone' order by random() limit 20) e"))
        {
            using var database = new Database(evidence.Shop.Connection);
            var proof = ProofReader.Of(database, id)!;
            proof.Fault(new PublicKeys(evidence.Key.PublicPem)).Should().BeNull();
            (proof with { Event = proof.Event with { Data = proof.Event.Data + " " } }).Fault(null).Should().Contain("does not lead");
            (proof with { Index = proof.Index ^ 1 }).Fault(null).Should().Contain("does not lead");
            proof.Fault(new PublicKeys(new CheckpointKey(CheckpointKey.NewPem()).PublicPem)).Should().Contain("trusted keys");
        }
    }

    private static string Position(Verdict verdict) => verdict.Findings.First[0].Position;

    private async Task<StoredCheckpoint> SignedAsync()
    {
        await evidence.BusyDayAsync();
        await evidence.SignAllAsync();
        return (await StoredCheckpoints.BeforeAsync(evidence.Shop.Store, long.MaxValue, 1, CancellationToken.None))[0];
    }

    /// <summary>A save that is given up, so that the store fills its number with a tombstone.</summary>
    private async Task LoseARaceAsync()
    {
        var (shop, customer) = (evidence.Shop, await evidence.Shop.CustomerAsync(100_00));
        var (wallet, taken) = (AccountIds.WalletId(customer), new StoredAnswer(Guid.NewGuid().ToString(), "body", null, true, shop.Clock.GetUtcNow()));
        await using (var winner = shop.Store.LightweightSession())
        {
            winner.Insert(taken);
            await winner.SaveChangesAsync();
        }

        await using (var loser = shop.Store.LightweightSession())
        {
            (await loser.Events.FetchForWriting<Wallet>(wallet)).AppendOne(new TopUpRequested(wallet, Guid.NewGuid(), 1, shop.Clock.GetUtcNow()));
            loser.Insert(taken);
            await FluentActions.Awaiting(() => loser.SaveChangesAsync()).Should().ThrowAsync<Exception>();
        }

        await Shop.EventuallyAsync(async () => await evidence.AskAsync<long>("select count(*) from marketplace.mt_events where type = 'tombstone'") > 0, "the store's tombstone");
    }
}
