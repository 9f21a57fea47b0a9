using System.Data.Common;
using System.Reflection;
using Marten.Schema;
using NpgsqlTypes;
using Weasel.Core;
using Weasel.Storage;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace Marketplace.Application.GroupCommits;

/// <summary>
/// Writes the states that a batch has led its streams to by one statement. They were folded for the decisions already; the store's projection
/// would fold them once more and write one by one. What is written is the same, column by column.
/// </summary>
/// <param name="states">Each with its stream and the version of the last event in it; they are stored already in an earlier version.</param>
/// <param name="table">Where.</param>
internal sealed class WriteStatesTogether<TState>(IReadOnlyList<(Guid Stream, TState State, long Version)> states, DbObjectName table) : IStorageOperation, NoDataReturnedCall
    where TState : class
{
    // A state that tells its version has it from the store.
    private static readonly Action<TState, long>? SetVersion =
        typeof(TState).GetProperty("Version", BindingFlags.Public | BindingFlags.Instance, null, typeof(long), [], null)?.SetMethod?.CreateDelegate<Action<TState, long>>();

    public Type DocumentType => typeof(TState);

    public OperationRole Role() => OperationRole.Update;

    /// <summary>The table, when all of its columns are those that every document has; else null: then the store must write them.</summary>
    public static DbObjectName? TableOf(IDocumentType document) => document.DuplicatedFields.Count == 0 ? document.TableName : null;

    public void ConfigureCommand(Weasel.Postgresql.ICommandBuilder builder, IStorageSession session)
    {
        foreach (var (_, state, version) in states) SetVersion?.Invoke(state, version);
        var parameters = new ArrayParameters(builder.AppendWithParameters($"""
            update {table.QualifiedName} d set data = s.data, mt_version = s.version, mt_dotnet_type = s.type, mt_last_modified = transaction_timestamp()
            from unnest(?, ?, ?, ?) s(id, data, version, type) where d.id = s.id
            """));
        parameters.Add(states.Select(s => s.Stream), NpgsqlDbType.Uuid);
        parameters.Add(states.Select(s => ArrayParameters.Json(session, s.State)), NpgsqlDbType.Jsonb);
        parameters.Add(states.Select(s => s.Version), NpgsqlDbType.Bigint);
        parameters.Add(states.Select(_ => typeof(TState).FullName), NpgsqlDbType.Varchar);
    }

    // A state that is gone although its stream was locked, or is where it was expected, is a stored view that somebody deleted: a rebuild brings it back.
    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) => Task.CompletedTask;
}
