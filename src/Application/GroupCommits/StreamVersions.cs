using System.Data.Common;
using Marten.Linq.QueryHandlers;
using Weasel.Postgresql;
using Weasel.Storage;

namespace Marketplace.Application.GroupCommits;

/// <summary>Whether streams are locked until the transaction ends.</summary>
internal enum Locking
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>One that another transaction holds is skipped, and missing in the result: one customer's slow command delays no other's.</summary>
    Skipping,

    /// <summary>Another transaction is waited for; they are locked in the order of their ids, as everybody locks several.</summary>
    Waiting,
}

/// <summary>Reads how far streams are, and may lock them until the transaction ends.</summary>
/// <param name="streams">The streams; those that do not exist are missing in the result.</param>
/// <param name="locking">Whether to lock, and what becomes of those that another transaction holds.</param>
internal sealed class StreamVersions(Guid[] streams, Locking locking) : IQueryHandler<Dictionary<Guid, long>>
{
    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
    {
        builder.Append($"select id, version from {MarketplaceStore.Schema}.mt_streams where id = any(");
        builder.AppendParameter(streams);
        builder.Append(locking switch
        {
            Locking.None => ")",
            Locking.Skipping => ") for update skip locked",
            _ => ") order by id for update",
        });
    }

    public async Task<Dictionary<Guid, long>> HandleAsync(DbDataReader reader, IStorageSession session, CancellationToken token)
    {
        var versions = new Dictionary<Guid, long>(streams.Length);
        while (await reader.ReadAsync(token)) versions.Add(reader.GetGuid(0), reader.GetInt64(1));
        return versions;
    }

    public Task<int> StreamJson(Stream stream, DbDataReader reader, CancellationToken token) => throw new NotSupportedException();
}
