using JasperFx;
using Marketplace.Application;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.Audit.Refusals;
using Marketplace.Application.Customers.Sessions;
using Marketplace.Application.Privacy;
using Marketplace.Host.Callbacks;
using Marketplace.Host.Development.Simulators;
using Marten;
using Npgsql;
using Weasel.Core.Migrations;
using Wolverine.Persistence.Durability;

namespace Marketplace.Host.Database;

/// <summary>Everything that the host keeps in its two databases: made by their owner, and used by roles that may do less.</summary>
public static class DatabaseSchema
{
    /// <summary>Makes and changes what is missing or old, and gives the roles their rights. It may be repeated.</summary>
    /// <param name="services">Of a host that is built on the owner's connections and not started.</param>
    /// <param name="replaces">Whether functions of the audit that are not those of this version are replaced: only when a person asks for a migration.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The functions of the audit that were not those of this version, and were replaced.</returns>
    /// <exception cref="UnguardedHistoryException">A trigger of the audit has gone.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(IServiceProvider services, bool replaces, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<IDocumentStore>();
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await services.GetRequiredService<IMessageStore>().Admin.MigrateAsync();
        var (database, vault) = (services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<VaultDatabase>());
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var replaced = await SchemaAtStart.InstallAsync(connection, replaces, cancellation);
        await RunAsync(connection, NonceStore.Tables, cancellation);
        // Registered in Development alone.
        if (services.GetService<SimulatorTables>() is { } simulators) await (await simulators.OpenAsync(cancellation)).DisposeAsync();
        await vault.PrepareAsync(cancellation);
        await RunAsync(connection, Rights.OfStore, cancellation);
        await using var keys = await vault.Source.OpenConnectionAsync(cancellation);
        await RunAsync(keys, Rights.OfVault, cancellation);
        return replaced;
    }

    /// <summary>What is missing or old, in one sentence; null when nothing is.</summary>
    /// <exception cref="UnguardedHistoryException">What guards the history has gone or is another.</exception>
    public static async Task<string?> FaultAsync(IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            await services.GetRequiredService<IDocumentStore>().Storage.Database.AssertDatabaseMatchesConfigurationAsync(cancellation);
            if (services.GetRequiredService<IMessageStore>() is IDatabase messages) await messages.AssertDatabaseMatchesConfigurationAsync(cancellation);
        }
        catch (DatabaseValidationException e)
        {
            return $"The database {e.Message.Split('\n')[0]}";
        }

        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellation);
        foreach (var table in new[] { "marketplace_audit.checkpoints", RefusalTable.Name, "callbacks.nonces" })
        {
            if (!await HasAsync(connection, table, cancellation)) return $"The table {table} is missing.";
        }

        await AuditSchema.CheckAsync(connection, cancellation);
        if (!await SessionSchema.IsThereAsync(connection, cancellation)) return "The trigger that tells of ended sessions is missing.";
        await using var keys = await services.GetRequiredService<VaultDatabase>().Source.OpenConnectionAsync(cancellation);
        return await HasAsync(keys, "data_keys", cancellation) ? null : "The table data_keys of the vault is missing.";
    }

    private static async Task<bool> HasAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select to_regclass($1) is not null", connection) { Parameters = { new() { Value = table } } };
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
