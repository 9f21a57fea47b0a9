using FluentAssertions;
using Marketplace.Application.Audit.Evidence;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

/// <summary>
/// What somebody with all rights on the database does to what was signed: nothing is signed after it, and the file outside does not
/// grow. Each test puts back what it took.
/// </summary>
public sealed class SigningStopsTests(Evidence evidence) : IClassFixture<Evidence>
{
    private const string Newest = "(select max(size) from marketplace_audit.checkpoints)";

    private static readonly string[] Tables = ["leaves", "tree", "nodes", "checkpoints"];

    public static TheoryData<string, string> Deeds => new()
    {
        { "a hash of the tree is changed", $"update marketplace_audit.nodes set hash = sha256(hash) where position = 0 and level = floor(log(2, {Newest}))" },
        { "a hash of the tree is taken away", $"delete from marketplace_audit.nodes where position = 0 and level = floor(log(2, {Newest}))" },
        { "the note of the last checkpoint is changed", $"update marketplace_audit.checkpoints set note = replace(note, E'\\nwallets ', E'\\nwallets 1') where size = {Newest}" },
        { "the sums of the last checkpoint are changed", $"update marketplace_audit.checkpoints set wallets = wallets + 1 where size = {Newest}" },
        { "the root of the last checkpoint is changed", $"update marketplace_audit.checkpoints set root = sha256(root) where size = {Newest}" },
        { "the last checkpoint is taken away", $"delete from marketplace_audit.checkpoints where size = {Newest}" },
        { "all checkpoints are taken away", "delete from marketplace_audit.checkpoints" },
        { "the last checkpoint is taken away, and its places", $"delete from marketplace_audit.tree where index >= (select max(size) from marketplace_audit.checkpoints where size < {Newest}); delete from marketplace_audit.checkpoints where size = {Newest}" },
    };

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task U3_nothing_is_signed_or_anchored_after_what_was_signed_has_been_changed(string deed, string sql)
    {
        await WaitingAsync();
        var anchored = Anchored();

        await using (await TamperedAsync(sql))
        {
            (await Sign().Should().ThrowAsync<HistoryStoppedException>(deed)).Which.Message.Should().MatchRegex("size|missing");
            await Anchor().Should().ThrowAsync<HistoryStoppedException>(deed);
        }

        Anchored().Should().Be(anchored, deed);
        await GoesOnAsync();
    }

    [Fact]
    public async Task U3_a_checkpoint_that_another_key_has_signed_is_not_gone_on_from()
    {
        await WaitingAsync();
        var (anchored, head) = (Anchored(), (await StoredCheckpoints.BeforeAsync(evidence.Shop.Store, long.MaxValue, 1, CancellationToken.None))[0].Head);
        using var other = new CheckpointKey(CheckpointKey.NewPem());
        var forged = head with { SignedAt = head.SignedAt.AddSeconds(1) };

        await using (await TamperedAsync(
            $"update marketplace_audit.checkpoints set signed_at = signed_at + interval '1 second', note = '{other.Note(evidence.Options.Origin, forged.Text(evidence.Options.Origin))}' where size = {head.Size}"))
        {
            (await Sign().Should().ThrowAsync<HistoryStoppedException>()).Which.Message.Should().Contain("is not what this key has signed");
            (await Anchor().Should().ThrowAsync<HistoryStoppedException>()).Which.Message.Should().Contain("is another than the anchored one");
        }

        Anchored().Should().Be(anchored);
        await GoesOnAsync();
    }

    [Fact]
    public async Task U3_a_history_that_was_cut_with_all_that_the_database_knew_of_it_contradicts_the_anchor_file()
    {
        await WaitingAsync();
        var anchored = Anchored();
        var before = await evidence.AskAsync<long>($"select max(size) from marketplace_audit.checkpoints where size < {Newest}");

        await using (await TamperedAsync(
            $"""
            delete from marketplace_audit.leaves l using marketplace_audit.tree t where t.index >= {before} and l.stream_id = t.stream_id and l.version = t.version;
            delete from marketplace_audit.tree where index >= {before};
            delete from marketplace_audit.nodes where (position + 1) * (1::bigint << level) > {before};
            delete from marketplace_audit.checkpoints where size > {before}
            """))
        {
            (await Anchor().Should().ThrowAsync<HistoryStoppedException>()).Which.Message.Should().Contain("is not in the database");
        }

        Anchored().Should().Be(anchored);
        await GoesOnAsync();
    }

    [Theory]
    [InlineData("""{"amount": "many", "source": "top-up"}""")]
    [InlineData("""{"amount": 1.5, "source": "top-up"}""")]
    [InlineData("""{"amount": 1, "source": "nobody"}""")]
    [InlineData("""[]""")]
    [InlineData("""{"amount": 9223372036854775807, "source": "top-up"}""")]
    [InlineData("""{"amount": 9223372036854775808, "source": "top-up"}""")]
    [InlineData("""{"amount": -9223372036854775808, "source": "top-up"}""")]
    public async Task U3_an_event_whose_amounts_cannot_be_reckoned_with_stops_the_signing_with_its_name(string data)
    {
        await WaitingAsync();
        await evidence.SignAllAsync();
        var (anchored, stream) = (Anchored(), Guid.NewGuid());

        // Through the front door, as whoever has the application's rights could.
        await using (await TamperedAsync("select 1"))
        {
            await using (var connection = await evidence.OpenAsync())
            {
                await Evidence.RunAsync(connection, $"insert into marketplace.mt_streams (id, type, version) values ('{stream}', 'wallet', 1)");
                await Evidence.RunAsync(
                    connection,
                    $"insert into marketplace.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived) select 7000000, gen_random_uuid(), '{stream}', 1, '{data}', 'wallet_credited', now(), tenant_id, mt_dotnet_type, false from marketplace.mt_events limit 1");
            }

            HistoryStoppedException? stopped = null;
            // A transaction of another test can keep the leaf out of reach for a while.
            for (var i = 0; i < 1_200 && stopped is null; i++)
            {
                try
                {
                    await evidence.Checkpoints.SignAsync(1, CancellationToken.None);
                    await Task.Delay(50);
                }
                catch (HistoryStoppedException e)
                {
                    stopped = e;
                }
            }

            stopped!.Message.Should().Contain($"event 7000000 (stream {stream}, version 1, wallet_credited)");
            await evidence.Anchor.FollowAsync(CancellationToken.None);
            await using var undo = await evidence.OpenAsync();
            await Evidence.RunAsync(undo, $"set session_replication_role = replica; delete from marketplace.mt_events where stream_id = '{stream}'; delete from marketplace.mt_streams where id = '{stream}'");
        }

        Anchored().Should().Be(anchored);
        await GoesOnAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(100)]
    public async Task U3_the_beginning_of_a_checkpoint_at_the_end_of_the_anchor_file_is_cut_off(int characters)
    {
        await evidence.SignAllAsync();
        var whole = Anchored();
        await File.AppendAllTextAsync(evidence.Options.AnchorFile, whole[..characters]);

        await evidence.Anchor.FollowAsync(CancellationToken.None);

        Anchored().Should().Be(whole);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("marketplace/another\n12\n")]
    [InlineData("\n")]
    public async Task U3_what_is_no_checkpoint_at_the_end_of_the_anchor_file_stops_the_signing(string garbage)
    {
        await evidence.SignAllAsync();
        var whole = Anchored();
        await File.AppendAllTextAsync(evidence.Options.AnchorFile, garbage);
        try
        {
            (await Anchor().Should().ThrowAsync<HistoryStoppedException>()).Which.Message.Should().Contain("does not end with a checkpoint");
            Anchored().Should().Be(whole + garbage, "it is evidence");
        }
        finally
        {
            await File.WriteAllTextAsync(evidence.Options.AnchorFile, whole);
        }

        await GoesOnAsync();
    }

    private Func<Task> Sign() => () => evidence.Checkpoints.SignAsync(1, CancellationToken.None);

    private Func<Task> Anchor() => () => evidence.Anchor.FollowAsync(CancellationToken.None);

    private string Anchored() => File.ReadAllText(evidence.Options.AnchorFile);

    // All is signed and anchored but a few events that could be signed now.
    private async Task WaitingAsync()
    {
        await evidence.BusyDayAsync();
        await evidence.SignAllAsync();
        await evidence.BusyDayAsync();
        await Shop.EventuallyAsync(
            async () => await evidence.AskAsync<bool>("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint > (select max(place) from marketplace_audit.leaves)"), "everything has ended");
    }

    // That the tests before it prove something: what was put back is signed.
    private async Task GoesOnAsync()
    {
        await evidence.SignAllAsync();
        evidence.Verify().Findings.First.Should().BeEmpty();
    }

    private async Task<IAsyncDisposable> TamperedAsync(string sql)
    {
        await using var connection = await evidence.OpenAsync();
        foreach (var table in Tables) await Evidence.RunAsync(connection, $"drop table if exists public.kept_{table}; create table public.kept_{table} as table marketplace_audit.{table}");
        await Evidence.RunAsync(connection, "set session_replication_role = replica; " + sql);
        await Evidence.RunAsync(connection, "reset session_replication_role");
        return new Kept(evidence);
    }

    private sealed class Kept(Evidence evidence) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var connection = await evidence.OpenAsync();
            await Evidence.RunAsync(
                connection,
                "set session_replication_role = replica; " + string.Concat(Tables.Select(t => $"delete from marketplace_audit.{t}; insert into marketplace_audit.{t} select * from public.kept_{t}; ")) + "reset session_replication_role");
        }
    }
}
