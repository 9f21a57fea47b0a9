using System.Data.Common;
using Marten.Linq.QueryHandlers;
using Weasel.Postgresql;
using Weasel.Storage;

namespace Marketplace.Application.GroupCommits;

/// <summary>Reads how far streams are, and may lock them until the transaction ends.</summary>
/// <param name="streams">The streams; those that do not exist are missing in the result.</param>
/// <param name="locking">
/// Whether to lock. One that another transaction holds is skipped and missing too: a batch waits for nobody, so that one customer's
/// slow command delays no other's, and no two batches can block each other.
/// </param>
internal sealed class StreamVersions(Guid[] streams, bool locking) : IQueryHandler<Dictionary<Guid, long>>
{
    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
    {
        builder.Append($"select id, version from {MarketplaceStore.Schema}.mt_streams where id = any(");
        builder.AppendParameter(streams);
        builder.Append(locking ? ") for update skip locked" : ")");
    }

    public async Task<Dictionary<Guid, long>> HandleAsync(DbDataReader reader, IStorageSession session, CancellationToken token)
    {
        var versions = new Dictionary<Guid, long>(streams.Length);
        while (await reader.ReadAsync(token)) versions.Add(reader.GetGuid(0), reader.GetInt64(1));
        return versions;
    }

    public Task<int> StreamJson(Stream stream, DbDataReader reader, CancellationToken token) => throw new NotSupportedException();
}
