using FluentAssertions;
using Npgsql;
using Xunit;

namespace Marketplace.Auditor.Tests;

/// <summary>However long the history is, the program needs no more memory for it: it is run with less than the history takes.</summary>
public sealed class MemoryTests(StoredHistory stored) : IClassFixture<StoredHistory>, IDisposable
{
    private const int Events = 100_000;

    // In hexadecimal, as the runtime wants it: 48 MB. The bodies alone are more.
    private const string Limit = "3000000";

    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-memory-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_export_of_a_hundred_thousand_events_fits_into_less_memory_than_they_are_long()
    {
        await FillAsync();
        var file = Path.Combine(folder, "history.jsonl");

        var (code, said, errors) = AuditorProgram.Run(new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = Limit }, "export", "--connection", stored.Connection, "--out", file);

        code.Should().Be(0, errors);
        said.Should().StartWith(FormattableString.Invariant($"OK exported {Events + 11:N0} events in "));
        new FileInfo(file).Length.Should().BeGreaterThan(2 * Convert.ToInt64(Limit, 16), "what fits into the memory proves nothing");
    }

    // With places in the tree, as they are in a history that is signed; what leaves and hashes say is not looked at by an export.
    private async Task FillAsync()
    {
        await using var connection = new NpgsqlConnection(stored.Connection);
        await connection.OpenAsync();
        await using var fill = new NpgsqlCommand(
            $$"""
            set session_replication_role = replica;
            insert into marketplace.mt_events (seq_id, id, stream_id, version, type, data, timestamp)
            select 1000 + n, gen_random_uuid(), ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid, 1, 'review_posted', jsonb_build_object('text', repeat(md5(n::text), 20)), now() from generate_series(1, {{Events}}) n;
            insert into marketplace_audit.leaves (seq_id, stream_id, version, leaf, chain, place)
            select seq_id, stream_id, version, sha256(id::text::bytea), sha256(id::text::bytea), 1 from marketplace.mt_events where seq_id > 1000;
            insert into marketplace_audit.tree select seq_id - 990, stream_id, version, id, sha256(id::text::bytea) from marketplace.mt_events where seq_id > 1000;
            """,
            connection);
        await fill.ExecuteNonQueryAsync();
    }
}
