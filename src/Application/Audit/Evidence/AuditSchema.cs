using Npgsql;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// The leaves of the history: tables of their own beside the event table, and the triggers on it that write a leaf for every
/// event and deny every change (docs/audit-format.md). It looks before it creates, so that where a migration made them the
/// application's role needs no right to create anything.
/// </summary>
public static class AuditSchema
{
    /// <summary>The schema of leaves, tree and checkpoints.</summary>
    public const string Name = "marketplace_audit";

    // Any number will do, so long as it is the same on every host.
    private const long InstallationLock = 0x4155_4449_54;

    private const string Missing =
        """
        select (select count(*) from (values ('leaves'), ('tree'), ('nodes'), ('checkpoints')) t(name)
                where not exists (select from pg_trigger g where g.tgrelid = to_regclass('marketplace_audit.' || t.name) and g.tgname = 'history_is_append_only' and g.tgenabled in ('O', 'A')))
             + (select count(*) from (values ('history_has_leaves'), ('history_is_append_only')) t(name)
                where not exists (select from pg_trigger g where g.tgrelid = 'marketplace.mt_events'::regclass and g.tgname = t.name and g.tgenabled in ('O', 'A')))
        """;

    /// <summary>What the owner of the event table runs once; the host does it at its first start when its role may.</summary>
    public static string InstallScript { get; } = Embedded("install.sql");

    /// <summary>Installs it when it is not there. Hosts that start together take turns.</summary>
    /// <exception cref="InvalidOperationException">A part of it has gone: somebody has opened the history.</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (await IsCompleteAsync(connection, cancellation)) return;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({InstallationLock})", cancellation);
        if (await IsCompleteAsync(connection, cancellation)) return;
        await ExecuteAsync(connection, InstallScript, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<bool> IsCompleteAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (await AskAsync(connection, $"select exists (select from pg_namespace where nspname = '{Name}')", cancellation) is not true) return false;
        var missing = (long)(await AskAsync(connection, Missing, cancellation))!;
        return missing == 0 ? true : throw new InvalidOperationException(
            $"{missing} triggers of the audit are missing or switched off, so history can be changed unseen. Verify it before anything else (docs/operations.md, «When history does not verify»).");
    }

    private static string Embedded(string file)
    {
        using var stream = typeof(AuditSchema).Assembly.GetManifestResourceStream($"audit/{file}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }

    // Giving an old history its leaves may take long, and is done once.
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
