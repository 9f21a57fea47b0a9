using Npgsql;

namespace Marketplace.Application.Privacy;

/// <summary>
/// The second database: keys, and what may only ever be ciphertext. It is apart from events so that a backup of either alone
/// gives nothing away, and so that its own backups can be kept for a shorter time.
/// </summary>
/// <param name="connectionString">The connection string <c>Vault</c>.</param>
public sealed class VaultDatabase(string connectionString) : IAsyncDisposable
{
    // Any number will do, so long as it is the same on every host.
    private const long PreparationLock = 0x5641_554C_54;

    /// <summary>The channel on which the vault tells the subjects whose key has been destroyed.</summary>
    public const string DestroyedKeys = "data_key_destroyed";

    /// <summary>Its connections.</summary>
    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(connectionString);

    /// <summary>Makes the tables that are not there; hosts that start together wait for each other.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({PreparationLock})", cancellation);
        // Asked first, because «create … if not exists» needs the right to create even when there is nothing to do.
        foreach (var (table, schema) in Tables)
        {
            if (!await ExistsAsync(connection, table, cancellation)) await ExecuteAsync(connection, schema, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>A connection of its own that waits for notifications, and notices when it is cut off.</summary>
    public NpgsqlConnection CreateListener() =>
        new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 10 }.ConnectionString);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static readonly (string Table, string Schema)[] Tables = [("data_keys", Keys), (IdentityDocuments.Table, IdentityDocuments.Schema)];

    private const string Keys =
        """
        create table data_keys (
            subject_id   uuid primary key,
            wrapped_key  bytea,
            created_at   timestamptz not null,
            destroyed_at timestamptz,
            check ((wrapped_key is null) = (destroyed_at is not null))
        )
        """;

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select to_regclass($1) is not null", connection) { Parameters = { new() { Value = table } } };
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
