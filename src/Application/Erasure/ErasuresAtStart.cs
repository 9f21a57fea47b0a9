using Marketplace.Application.Privacy;
using Marketplace.Application.Orders;
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
        await DestroyAgainAsync(
            after => session.Query<ErasureRecord>().Where(r => r.ErasedAt != null && r.Id > after).OrderBy(r => r.Id).Take(PageSize).Select(r => r.Id), cancellationToken);
        // Guests have keys too, and no account that would be erased (D1).
        await DestroyAgainAsync(
            after => session.Query<GuestOrder>().Where(g => g.ForgottenAt != null && g.GuestId > after).OrderBy(g => g.GuestId).Take(PageSize).Select(g => g.GuestId), cancellationToken);
    }

    private async Task DestroyAgainAsync(Func<Guid, IQueryable<Guid>> pageAfter, CancellationToken cancellation)
    {
        for (var last = Guid.Empty; ;)
        {
            var page = await pageAfter(last).ToListAsync(cancellation);
            if (page.Count > 0 && await keys.DestroyAsync(page, cancellation) is > 0 and var back) LogKeysWereBack(log, back);
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

    [LoggerMessage(LogLevel.Warning, "{Count} keys of erased customers and guests were back and are destroyed again. Was a backup of the vault restored?")]
    private static partial void LogKeysWereBack(ILogger log, int count);
}
