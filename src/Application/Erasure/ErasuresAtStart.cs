using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;

namespace Marketplace.Application.Erasure;

/// <summary>
/// What a host does about erasures before it serves anybody: it destroys again the keys that a restored backup of the vault
/// brought back. Once everything runs, it goes on with the erasures that were cut short, and erases again whoever a restored
/// backup of the events brought back.
/// </summary>
internal sealed partial class ErasuresAtStart(
    IDocumentStore store,
    IDataKeys keys,
    IdentityDocuments documents,
    ErasureJournal journal,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<ErasuresAtStart> log) : IHostedLifecycleService
{
    private const int PageSize = 5_000;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!journal.IsKept) LogNoJournal(log);
        var known = journal.Read();
        var back = await keys.DestroyAsync(known.ToList(), cancellationToken);
        await using var session = store.QuerySession();
        for (Guid? last = null; ;)
        {
            var erased = session.Query<ErasureRecord>().Where(r => r.ErasedAt != null);
            if (last is { } after) erased = erased.Where(r => r.Id > after);
            var page = await erased.OrderBy(r => r.Id).Take(PageSize).Select(r => r.Id).ToListAsync(cancellationToken);
            back += page.Count > 0 ? await keys.DestroyAsync(page, cancellationToken) : 0;
            // Those of before there was a journal, or of one that was lost.
            await journal.AppendAsync([.. page.Where(id => !known.Contains(id))], clock.GetUtcNow(), cancellationToken);
            if (page.Count < PageSize) break;
            last = page[^1];
        }

        if (back == 0) return;
        await documents.DeleteUnreadableAsync(cancellationToken);
        LogKeysWereBack(log, back);
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

        foreach (var page in journal.Read().Chunk(PageSize))
        {
            foreach (var customer in (await session.LoadManyAsync<Customer>(cancellationToken, page)).Where(c => !c.IsErased))
            {
                LogIsBack(log, customer.Id);
                await bus.PublishAsync(new EraseAgain(customer.Id));
            }
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Count} keys of erased customers were back and are destroyed again. Was a backup of the vault restored?")]
    private static partial void LogKeysWereBack(ILogger log, int count);

    [LoggerMessage(LogLevel.Warning, "The erased customer {Customer} was back and is erased again. Was a backup of the events restored?")]
    private static partial void LogIsBack(ILogger log, Guid customer);

    [LoggerMessage(LogLevel.Warning, "No journal of erasures is kept (Erasure:Journal): after a restore of both databases to an earlier moment nobody would know whom to erase again.")]
    private static partial void LogNoJournal(ILogger log);
}
