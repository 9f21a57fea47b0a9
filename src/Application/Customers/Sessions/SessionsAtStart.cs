using Marten;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Marketplace.Application.Customers.Sessions;

/// <summary>Makes the trigger after the store has made its tables: it is registered behind the store, and hosted services start in that order.</summary>
internal sealed class SessionsAtStart(IDocumentStore store) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellationToken);
        await SessionSchema.EnsureAsync(connection, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
