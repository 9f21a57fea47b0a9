using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.Audit.Refusals;
using Marketplace.Application.Customers.Sessions;
using Marten;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Marketplace.Application;

/// <summary>
/// Installs what the store does not make itself, after it has made its tables: it is registered behind the store, and hosted services start in that
/// order. Events that were appended in between, or long before, get their leaves at the installation.
/// </summary>
public sealed class SchemaAtStart(IDocumentStore store) : IHostedService
{
    // Orders are rows that PostgreSQL compresses, and a page of twenty unpacks them all: LZ4 does both in a fraction of the time.
    // A server that was built without it, or an owner who may not say so, keeps what there is.
    private const string FastCompression =
        """
        do $$ begin
            if current_setting('default_toast_compression') <> 'lz4' then
                execute format('alter database %I set default_toast_compression = lz4', current_database());
            end if;
        exception when invalid_parameter_value or insufficient_privilege then raise notice 'Rows stay compressed as they are: %', sqlerrm;
        end $$
        """;

    /// <summary>
    /// Installs the audit, the journal of refusals and the news of ended sessions, where they are missing, and has rows compressed fast from the next
    /// connection on, where the server can. The store's tables must be there.
    /// </summary>
    /// <param name="connection">Open, as the owner of the schema.</param>
    /// <param name="replaces">Whether functions of the audit that are not those of this version are replaced: at a migration, never at a start.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The functions that were replaced.</returns>
    /// <exception cref="UnguardedHistoryException">What guards the history has gone or is another.</exception>
    public static async Task<IReadOnlyList<string>> InstallAsync(NpgsqlConnection connection, bool replaces, CancellationToken cancellation)
    {
        var replaced = await AuditSchema.EnsureAsync(connection, replaces, cancellation);
        await RefusalTable.EnsureAsync(connection, cancellation);
        await SessionSchema.EnsureAsync(connection, cancellation);
        await using var compression = new NpgsqlCommand(FastCompression, connection);
        await compression.ExecuteNonQueryAsync(cancellation);
        return replaced;
    }

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await store.OpenAsync(cancellationToken);
        await InstallAsync(connection, replaces: false, cancellationToken);
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
