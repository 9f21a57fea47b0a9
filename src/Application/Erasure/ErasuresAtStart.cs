using Marketplace.Application.Privacy;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;

namespace Marketplace.Application.Erasure;

/// <summary>
/// What a host does about erasures before it serves anybody: it destroys again the keys that a restored backup of the vault
/// brought back. Once everything runs, it goes on with the erasures that were cut short.
/// </summary>
internal sealed partial class ErasuresAtStart(IDocumentStore store, IDataKeys keys, IServiceScopeFactory scopes, ILogger<ErasuresAtStart> log) : IHostedLifecycleService
{
    private const int PageSize = 5_000;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        for (Guid? last = null; ;)
        {
            var erased = session.Query<ErasureRecord>().Where(r => r.ErasedAt != null);
            if (last is { } after) erased = erased.Where(r => r.Id > after);
            var page = await erased.OrderBy(r => r.Id).Take(PageSize).Select(r => r.Id).ToListAsync(cancellationToken);
            if (page.Count > 0 && await keys.DestroyAsync(page, cancellationToken) is > 0 and var back) LogKeysWereBack(log, back);
            if (page.Count < PageSize) return;
            last = page[^1];
        }
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        await using var scope = scopes.CreateAsyncScope();
        var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
        foreach (var open in await session.Query<ErasureRecord>().Where(r => r.CompletedAt == null).ToListAsync(cancellationToken))
        {
            await bus.PublishAsync(new EraseCustomer(open.Id));
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Count} keys of erased customers were back and are destroyed again. Was a backup of the vault restored?")]
    private static partial void LogKeysWereBack(ILogger log, int count);
}
