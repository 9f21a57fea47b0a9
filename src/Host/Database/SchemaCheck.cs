using Marketplace.Application.Audit.Evidence;

namespace Marketplace.Host.Database;

/// <summary>The databases are not what this version needs; the message says what to do.</summary>
public sealed class SchemaMissingException(string message) : Exception(message);

/// <summary>
/// Ends the start, before anything else of it, where the host is not to make its schema itself and the schema is missing or old.
/// </summary>
internal sealed class SchemaCheck(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => DemandAsync(services, cancellationToken);

    /// <summary>Looks whether the databases are what this version needs.</summary>
    /// <exception cref="SchemaMissingException">They are not; the message says what to do.</exception>
    /// <exception cref="UnguardedHistoryException">What guards the history has gone or is another.</exception>
    public static async Task DemandAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (await DatabaseSchema.FaultAsync(services, cancellation) is { } fault)
        {
            throw new SchemaMissingException(
                $"{fault}\nNothing changes the schema here. Run the same version once with the word «{MigrateCommand.Word}», with connection strings " +
                "of the role that owns the databases, and start again (docs/operations.md, «Schema changes»).");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
