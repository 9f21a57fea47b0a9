using System.Data.Common;
using System.Globalization;
using Marten.Linq.QueryHandlers;
using Weasel.Postgresql;
using Weasel.Storage;

namespace Marketplace.Application.GroupCommits;

/// <summary>Bounds how long what follows in the transaction waits for a lock; then it fails. Zero is for ever.</summary>
internal sealed class LockPatience(TimeSpan patience) : IQueryHandler<bool>
{
    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session) =>
        builder.Append(string.Create(CultureInfo.InvariantCulture, $"select set_config('lock_timeout', '{patience.TotalMilliseconds:0}', true)"));

    public Task<bool> HandleAsync(DbDataReader reader, IStorageSession session, CancellationToken token) => reader.ReadAsync(token);

    public Task<int> StreamJson(Stream stream, DbDataReader reader, CancellationToken token) => throw new NotSupportedException();
}
