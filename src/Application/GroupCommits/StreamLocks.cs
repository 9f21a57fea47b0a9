using System.Data.Common;
using Marten.Linq.QueryHandlers;
using Weasel.Postgresql;
using Weasel.Storage;

namespace Marketplace.Application.GroupCommits;

/// <summary>
/// Locks the rows of streams until the transaction ends, and says which it got. One that another transaction holds is skipped:
/// a batch waits for nobody, so that one customer's slow command delays no other's, and no two batches can block each other.
/// </summary>
internal sealed class StreamLocks(Guid[] streams) : IQueryHandler<HashSet<Guid>>
{
    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
    {
        builder.Append($"select id from {MarketplaceStore.Schema}.mt_streams where id = any(");
        builder.AppendParameter(streams);
        builder.Append(") order by id for update skip locked");
    }

    public async Task<HashSet<Guid>> HandleAsync(DbDataReader reader, IStorageSession session, CancellationToken token)
    {
        var locked = new HashSet<Guid>(streams.Length);
        while (await reader.ReadAsync(token)) locked.Add(reader.GetGuid(0));
        return locked;
    }

    public Task<int> StreamJson(Stream stream, DbDataReader reader, CancellationToken token) => throw new NotSupportedException();
}
