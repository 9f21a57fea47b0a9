using Marten;
using Npgsql;

namespace Marketplace.Application.Views.Stored;

/// <summary>The way to the rows of documents.</summary>
internal static class StoredViews
{
    /// <summary>An open connection of the store's own pool.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(this IDocumentStore store)
    {
        var connection = (NpgsqlConnection)store.Storage.Database.CreateConnection();
        await connection.OpenAsync();
        return connection;
    }
}
