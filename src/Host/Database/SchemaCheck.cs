namespace Marketplace.Host.Database;

/// <summary>The databases are not what this version needs; the message says what to do.</summary>
public sealed class SchemaMissingException(string message) : Exception(message);

/// <summary>
/// Ends the start, before anything else of it, where the host is not to make its schema itself and the schema is missing or old.
/// </summary>
internal sealed class SchemaCheck(IServiceProvider services) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await DatabaseSchema.FaultAsync(services, cancellationToken) is { } fault)
        {
            throw new SchemaMissingException(
                $"{fault}\nThis host does not change its schema itself. Run the same version once with the word «{MigrateCommand.Word}», with connection strings " +
                "of the role that owns the databases, and start again (docs/operations.md, «Schema changes»).");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
