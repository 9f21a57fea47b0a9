using Marketplace.Application.Audit.Refusals;
using Marten;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// Installs the audit and the journal of refusals after the store has made its tables. It is registered behind the store, and hosted services start in that
/// order; events that were appended in between, or long before, get their leaves at the installation.
/// </summary>
internal sealed class AuditAtStart(IDocumentStore store) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellationToken);
        await AuditSchema.EnsureAsync(connection, cancellationToken);
        await RefusalTable.EnsureAsync(connection, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
