using Marketplace.Application.Orders;
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
        var known = await journal.ReadAsync(cancellationToken);
        var back = await keys.DestroyAsync(known.ToList(), cancellationToken);
        await using var session = store.QuerySession();
        back += await DestroyAgainAsync(
            after => session.Query<ErasureRecord>().Where(r => r.ErasedAt != null && r.Id > after).OrderBy(r => r.Id).Take(PageSize).Select(r => r.Id), known, cancellationToken);
        // Guests have keys too, and no account that would be erased (D1).
        back += await DestroyAgainAsync(
            after => session.Query<GuestOrder>().Where(g => g.ForgottenAt != null && g.GuestId > after).OrderBy(g => g.GuestId).Take(PageSize).Select(g => g.GuestId), known, cancellationToken);
        if (back == 0) return;
        await documents.DeleteUnreadableAsync(cancellationToken);
        LogKeysWereBack(log, back);
    }

    private async Task<int> DestroyAgainAsync(Func<Guid, IQueryable<Guid>> pageAfter, IReadOnlySet<Guid> known, CancellationToken cancellation)
    {
        var back = 0;
        for (var last = Guid.Empty; ;)
        {
            var page = await pageAfter(last).ToListAsync(cancellation);
            // Those of before there was a journal, or of one that was lost; the journal's have just been destroyed.
            List<Guid> others = [.. page.Where(id => !known.Contains(id))];
            if (others.Count > 0) back += await keys.DestroyAsync(others, cancellation);
            await journal.AppendAsync(others, clock.GetUtcNow(), cancellation);
            if (page.Count < PageSize) return back;
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

        foreach (var page in (await journal.ReadAsync(cancellationToken)).Chunk(PageSize))
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

    [LoggerMessage(LogLevel.Warning, "{Count} keys of erased customers and guests were back and are destroyed again. Was a backup of the vault restored?")]
    private static partial void LogKeysWereBack(ILogger log, int count);

    [LoggerMessage(LogLevel.Warning, "The erased customer {Customer} was back and is erased again. Was a backup of the events restored?")]
    private static partial void LogIsBack(ILogger log, Guid customer);

    [LoggerMessage(LogLevel.Warning, "No journal of erasures is kept (Erasure:Journal): after a restore of both databases to an earlier moment nobody would know whom to erase again.")]
    private static partial void LogNoJournal(ILogger log);
}
