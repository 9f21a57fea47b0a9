using Marten;
using Npgsql;

namespace Marketplace.Application;

/// <summary>The way to the store's database beside the store.</summary>
internal static class StoreConnections
{
    /// <summary>An open connection of the store's own pool.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(this IDocumentStore store, CancellationToken cancellation = default)
    {
        var connection = (NpgsqlConnection)store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
