using System.Data.Common;
using Marketplace.Application.Idempotency;
using NpgsqlTypes;
using Weasel.Core;
using Weasel.Storage;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace Marketplace.Application.GroupCommits;

/// <summary>Keeps the answers of a batch by one statement; as when the store inserts them one by one, a key that is there already fails the whole.</summary>
internal sealed class KeepAnswersTogether(IReadOnlyList<StoredAnswer> answers) : IStorageOperation, NoDataReturnedCall
{
    private const string Sql =
        $"insert into {MarketplaceStore.Schema}.mt_doc_storedanswer (id, data, mt_dotnet_type, mt_version, answered_at) select * from unnest(?, ?, ?, ?, ?)";

    public Type DocumentType => typeof(StoredAnswer);

    public OperationRole Role() => OperationRole.Insert;

    public void ConfigureCommand(Weasel.Postgresql.ICommandBuilder builder, IStorageSession session)
    {
        var parameters = new ArrayParameters(builder.AppendWithParameters(Sql));
        parameters.Add(answers.Select(a => a.Id), NpgsqlDbType.Varchar);
        parameters.Add(answers.Select(a => ArrayParameters.Json(session, a)), NpgsqlDbType.Jsonb);
        parameters.Add(answers.Select(_ => typeof(StoredAnswer).FullName), NpgsqlDbType.Varchar);
        parameters.Add(answers.Select(_ => Guid.NewGuid()), NpgsqlDbType.Uuid);
        parameters.Add(answers.Select(a => a.AnsweredAt), NpgsqlDbType.TimestampTz);
    }

    // What cannot be inserted is an error of the statement itself.
    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) => Task.CompletedTask;
}
