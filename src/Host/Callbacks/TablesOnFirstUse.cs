using Npgsql;

namespace Marketplace.Host.Callbacks;

/// <summary>
/// Creates tables when they are first needed and absent. It looks before it creates: where a migration made them, the
/// application's role needs no right to create anything. Hosts that start together take turns.
/// </summary>
/// <param name="database">Where the tables live.</param>
/// <param name="probe">The last table of <paramref name="sql"/>, with its schema: when it is there, all are.</param>
/// <param name="sql">Creates all of them.</param>
public sealed class TablesOnFirstUse(NpgsqlDataSource database, string probe, string sql)
{
    private volatile bool ready;

    /// <summary>Returns when the tables exist.</summary>
    public async ValueTask EnsureAsync(CancellationToken cancellation)
    {
        if (ready) return;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await ExistAsync(connection, cancellation)) await CreateAsync(connection, cancellation);
        ready = true;
    }

    private async Task<bool> ExistAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Not to_regclass: a connection that once found no table remembers that, even after another has made it.
        const string exists = "select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname || '.' || c.relname = $1)";
        await using var command = new NpgsqlCommand(exists, connection) { Parameters = { new() { Value = probe } } };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext($1))", connection) { Parameters = { new() { Value = probe } } };
        await turn.ExecuteNonQueryAsync(cancellation);
        if (await ExistAsync(connection, cancellation)) return;
        await using var create = new NpgsqlCommand(sql, connection);
        await create.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
