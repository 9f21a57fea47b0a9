using System.Buffers.Binary;
using System.Data;
using Marketplace.Auditor.Format;
using Npgsql;

namespace Marketplace.Auditor.Reading;

/// <summary>A live database, as it is at one moment. It only reads; the role <c>auditor</c> may do no more.</summary>
public sealed class Database : IHistory
{
    private const string EventColumns =
        "e.seq_id, e.id, e.stream_id, e.version, e.type, e.data::text, e.bdata, timestamptz_send(e.timestamp), e.tenant_id, e.mt_dotnet_type, e.correlation_id, e.causation_id, e.headers::text, e.user_name, e.is_archived";

    private const string LeafColumns = "l.seq_id, l.stream_id, l.version, l.leaf, l.chain";
    private const int Leaf = 15;
    private const int PlaceAt = 20;
    private const int Checkpoint = 24;

    private static readonly string[] Queries =
    [
        $"""
        select {EventColumns}, {LeafColumns}, t.index, t.stream_id, t.version, t.leaf, c.size, c.note
        from marketplace_audit.tree t
        left join marketplace_audit.leaves l on l.stream_id = t.stream_id and l.version = t.version
        left join marketplace.mt_events e on e.stream_id = t.stream_id and e.version = t.version
        left join marketplace_audit.checkpoints c on c.size = t.index + 1
        order by t.index
        """,
        $"""
        select {EventColumns}, {LeafColumns}, null::bigint
        from marketplace_audit.leaves l left join marketplace.mt_events e on e.stream_id = l.stream_id and e.version = l.version
        where not exists (select from marketplace_audit.tree t where t.stream_id = l.stream_id and t.version = l.version)
        order by l.place, l.seq_id
        """,
        $"""
        select {EventColumns}, null::bigint, null, null, null, null, null::bigint
        from marketplace.mt_events e
        where not exists (select from marketplace_audit.leaves l where l.stream_id = e.stream_id and l.version = e.version)
        and not exists (select from marketplace_audit.tree t where t.stream_id = e.stream_id and t.version = e.version)
        order by e.seq_id
        """,
    ];

    private const string StrayCheckpoints =
        "select c.size, c.note from marketplace_audit.checkpoints c where not exists (select from marketplace_audit.tree t where t.index = c.size - 1) order by c.size";

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction? own;

    /// <summary>Opens it, at one moment and for reading only.</summary>
    /// <exception cref="InputException">It cannot be reached.</exception>
    public Database(string connectionString)
    {
        try
        {
            connection = new NpgsqlConnection(connectionString);
            connection.Open();
            own = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            using var readOnly = new NpgsqlCommand("set transaction read only", connection);
            readOnly.ExecuteNonQuery();
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or TimeoutException)
        {
            throw new InputException($"The database cannot be reached: {e.Message}");
        }
    }

    /// <summary>Reads what a transaction of the caller sees.</summary>
    public Database(NpgsqlConnection open) => connection = open;

    /// <inheritdoc />
    public IEnumerable<Line> Lines()
    {
        foreach (var query in Queries)
        {
            foreach (var line in Read(query)) yield return line;
        }

        using var command = Command(StrayCheckpoints);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return new CheckpointLine(reader.GetInt64(0), reader.GetString(1));
    }

    /// <summary>Asks something else of the same moment.</summary>
    public NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    /// <summary>The events of one stream.</summary>
    public IEnumerable<StoredEvent> Stream(Guid stream)
    {
        using var command = Command($"select {EventColumns} from marketplace.mt_events e where e.stream_id = $1 order by e.version", stream);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return Event(reader);
    }

    /// <summary>The events of the customer's streams, as <see cref="AccountEvents"/> finds them.</summary>
    public IEnumerable<StoredEvent> Account(Guid customer)
    {
        using var command = Command(
            $"""
            select {EventColumns} from marketplace.mt_events e
            where e.stream_id = $1 or e.stream_id in (
                select f.stream_id from marketplace.mt_events f where (f.version = 1 or f.type = any($2)) and f.data ->> 'customerId' = $1::text)
            order by e.seq_id
            """,
            customer, AccountEvents.TakingOver);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return Event(reader);
    }

    /// <summary>The event with that id, if it is in the tree.</summary>
    public (StoredEvent Event, Place Place)? Find(Guid id)
    {
        using var command = Command(
            $"""
            select {EventColumns}, t.index, t.stream_id, t.version, t.leaf from marketplace_audit.tree t
            join marketplace.mt_events e on e.stream_id = t.stream_id and e.version = t.version
            where t.event_id = $1
            """,
            id);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (Event(reader), PlaceIn(reader, Leaf)) : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (own is null) return;
        own.Dispose();
        connection.Dispose();
    }

    private IEnumerable<Line> Read(string query)
    {
        using var command = Command(query);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return new EventLine(
                reader.IsDBNull(0) ? null : Event(reader),
                reader.IsDBNull(Leaf) ? null : new StoredLeaf(reader.GetInt64(Leaf), reader.GetGuid(Leaf + 1), reader.GetInt64(Leaf + 2), (byte[])reader[Leaf + 3], (byte[])reader[Leaf + 4]),
                reader.IsDBNull(PlaceAt) ? null : PlaceIn(reader, PlaceAt));
            if (reader.FieldCount > Checkpoint && !reader.IsDBNull(Checkpoint)) yield return new CheckpointLine(reader.GetInt64(Checkpoint), reader.GetString(Checkpoint + 1));
        }
    }

    private static Place PlaceIn(NpgsqlDataReader reader, int at) => new(reader.GetInt64(at), reader.GetGuid(at + 1), reader.GetInt64(at + 2), (byte[])reader[at + 3]);

    private static StoredEvent Event(NpgsqlDataReader reader) => new()
    {
        Sequence = reader.GetInt64(0),
        Id = reader.GetGuid(1),
        Stream = reader.GetGuid(2),
        Version = reader.GetInt64(3),
        Type = reader.GetString(4),
        Data = new Utf8Text(reader.GetFieldValue<byte[]>(5)),
        Binary = reader.IsDBNull(6) ? null : (byte[])reader[6],
        Timestamp = BinaryPrimitives.ReadInt64BigEndian((byte[])reader[7]),
        Tenant = Text(reader, 8),
        DotnetType = Text(reader, 9),
        Correlation = Text(reader, 10),
        Causation = Text(reader, 11),
        Headers = Text(reader, 12),
        User = Text(reader, 13),
        Archived = reader.GetBoolean(14),
    };

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
