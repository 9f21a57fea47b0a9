using Marketplace.Application.Idempotency;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Application.Privacy;

/// <summary>
/// Prepares the vault before anything else starts: an event cannot be read without it. The house has a key as well, for stored
/// answers that belong to no customer.
/// </summary>
internal sealed class VaultAtStart(VaultDatabase database, IDataKeys keys) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        await keys.CreateAsync(RequestKey.House, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
