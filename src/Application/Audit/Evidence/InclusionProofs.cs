using System.Buffers.Binary;
using Marketplace.Domain;
using Marten;
using Npgsql;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>An event exactly as it is stored; personal values are ciphertext. What its leaf is made of (docs/audit-format.md, 2).</summary>
/// <param name="Sequence">Its number in the whole store.</param>
/// <param name="Id">Its identity.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its place in the stream.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="Data">Its body: PostgreSQL's text of it, byte for byte.</param>
/// <param name="Binary">A binary body in base64; there is none so far.</param>
/// <param name="Timestamp">When it was recorded, in microseconds since 2000-01-01 UTC.</param>
/// <param name="Tenant">Its tenant.</param>
/// <param name="DotnetType">The type it is read into.</param>
/// <param name="Correlation">What it belongs to.</param>
/// <param name="Causation">What caused it.</param>
/// <param name="Headers">Its headers, as text.</param>
/// <param name="User">Who was signed in at the store.</param>
/// <param name="Archived">Whether the store hides it.</param>
public sealed record EvidencedEvent(
    long Sequence, Guid Id, Guid Stream, long Version, string Type, string Data, string? Binary, long Timestamp, string? Tenant,
    string? DotnetType, string? Correlation, string? Causation, string? Headers, string? User, bool Archived);

/// <summary>One event with the proof that it is in a signed history. Nothing else of that history is needed to check it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Leaf">Its leaf, in hexadecimal; to be computed anew from the event.</param>
/// <param name="Index">The leaf's place in the tree, from 0.</param>
/// <param name="Size">The size of the tree that the proof leads to.</param>
/// <param name="Hashes">The RFC 9162 inclusion proof, from the leaf upwards, in hexadecimal.</param>
/// <param name="Checkpoint">The signed checkpoint of that size.</param>
public sealed record InclusionProof(EvidencedEvent Event, string Leaf, long Index, long Size, IReadOnlyList<string> Hashes, string Checkpoint);

/// <summary>Proves single events (U14).</summary>
public static class InclusionProofs
{
    /// <summary>There is no such event.</summary>
    public static readonly Rejection Unknown = new(
        "audit.event-unknown", RejectionKind.NotFound, "There is no such event.", "Такого события нет.");

    /// <summary>The event is too young.</summary>
    public static readonly Rejection NotYet = new(
        "audit.not-yet-checkpointed", RejectionKind.Conflict,
        "No checkpoint contains this event yet. Ask again in a few seconds.", "Контрольной точки с этим событием ещё нет. Повторите через несколько секунд.");

    private const string StoredEvent =
        """
        select e.seq_id, e.id, e.stream_id, e.version, e.type, e.data::text, encode(e.bdata, 'base64'), timestamptz_send(e.timestamp), e.tenant_id,
               e.mt_dotnet_type, e.correlation_id, e.causation_id, e.headers::text, e.user_name, e.is_archived, t.index, t.leaf
        from marketplace_audit.tree t
        join marketplace_audit.leaves l on l.stream_id = t.stream_id and l.version = t.version
        join marketplace.mt_events e on e.seq_id = l.seq_id
        where t.event_id = $1
        """;

    // Without an index on the event's id: only events that came after the last checkpoint are looked at.
    private const string Young =
        """
        select exists (select from marketplace_audit.leaves l join marketplace.mt_events e on e.seq_id = l.seq_id
        where l.place >= $2 and (l.place, l.seq_id) > ($2, $3) and e.id = $1)
        """;

    /// <summary>The proof of an event against the newest checkpoint.</summary>
    /// <exception cref="RefusedException">There is no such event, or no checkpoint contains it yet.</exception>
    public static async Task<InclusionProof> OfAsync(IDocumentStore store, Guid eventId, CancellationToken cancellation)
    {
        await using var connection = await store.OpenAsync(cancellation);
        var newest = await AuditTables.NewestAsync(connection, cancellation);
        if (newest is null || await FindAsync(connection, eventId, cancellation) is not { } found || found.Index >= newest.Head.Size)
            throw new RefusedException(await IsYoungAsync(connection, eventId, newest, cancellation) ? NotYet : Unknown);
        var path = MerkleTree.PathOf(found.Index, newest.Head.Size);
        var hashes = await AuditTables.HashesAsync(connection, [.. path.SelectMany(p => p)], cancellation);
        var (proof, at) = (new List<string>(), 0);
        foreach (var sibling in path)
        {
            proof.Add(Convert.ToHexStringLower(MerkleTree.Fold(hashes.GetRange(at, sibling.Count))));
            at += sibling.Count;
        }

        return new InclusionProof(found.Event, found.Leaf, found.Index, newest.Head.Size, proof, newest.Note);
    }

    private static async Task<(EvidencedEvent Event, long Index, string Leaf)?> FindAsync(NpgsqlConnection connection, Guid eventId, CancellationToken cancellation)
    {
        await using var command = AuditTables.Command(connection, StoredEvent, eventId);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        var stored = new EvidencedEvent(
            reader.GetInt64(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetInt64(3), reader.GetString(4), reader.GetString(5), Text(6)?.Replace("\n", "", StringComparison.Ordinal),
            BinaryPrimitives.ReadInt64BigEndian((byte[])reader[7]), Text(8), Text(9), Text(10), Text(11), Text(12), Text(13), reader.GetBoolean(14));
        return (stored, reader.GetInt64(15), Convert.ToHexStringLower((byte[])reader[16]));
    }

    private static async Task<bool> IsYoungAsync(NpgsqlConnection connection, Guid eventId, StoredCheckpoint? newest, CancellationToken cancellation)
    {
        await using var command = AuditTables.Command(connection, Young, eventId, newest?.LastPlace ?? 0, newest?.LastSequenceId ?? 0);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }
}
