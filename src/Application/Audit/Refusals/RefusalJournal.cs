using System.Data.Common;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Application.Audit.Refusals;

/// <summary>
/// Keeps refused commands (U9, I19). An entry is one row, committed by itself on a connection of its own, after the refused
/// transaction has been given up and before the caller is answered: whoever has seen a refusal can find it here.
/// </summary>
/// <param name="store">Knows the database.</param>
/// <param name="log">Hears of every entry that could not be written.</param>
public sealed partial class RefusalJournal(IDocumentStore store, ILogger<RefusalJournal> log)
{
    // A refusal must not wait longer than a person does.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const string Insert =
        $"""
        insert into {RefusalTable.Name} (id, refused_at, command, code, status, customer_id, subject_id, actor, request_key)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string Select =
        $"""
        select id, refused_at, command, code, status, customer_id, subject_id, actor, request_key from {RefusalTable.Name}
        where ($1::text is null or code = $1) and ($2::uuid is null or customer_id = $2) and ($3::timestamptz is null or (refused_at, id) < ($3, $4))
        order by refused_at desc, id desc limit $5
        """;

    /// <summary>
    /// Writes an entry. When the database does not take it within two seconds, the whole entry goes to the log as critical, and the
    /// caller is answered all the same.
    /// </summary>
    public async Task RecordAsync(RefusedCommand refused)
    {
        try
        {
            // Not the request's token: who hangs up is refused all the same.
            using var patience = new CancellationTokenSource(Patience);
            await using var connection = await store.OpenAsync(patience.Token);
            await using var command = new NpgsqlCommand(Insert, connection);
            Add(command, NpgsqlDbType.Uuid, refused.Id);
            Add(command, NpgsqlDbType.TimestampTz, refused.RefusedAt.ToUniversalTime());
            Add(command, NpgsqlDbType.Text, refused.Command);
            Add(command, NpgsqlDbType.Text, refused.Code);
            Add(command, NpgsqlDbType.Integer, refused.Status);
            Add(command, NpgsqlDbType.Uuid, refused.CustomerId);
            Add(command, NpgsqlDbType.Uuid, refused.SubjectId);
            Add(command, NpgsqlDbType.Text, refused.Actor);
            Add(command, NpgsqlDbType.Text, refused.RequestKey);
            await command.ExecuteNonQueryAsync(patience.Token);
        }
        catch (Exception e) when (e is DbException or OperationCanceledException or TimeoutException)
        {
            LogLost(log, refused, e.GetType().Name);
        }
    }

    /// <summary>Entries, newest first.</summary>
    /// <param name="code">Only those with this code; null for all.</param>
    /// <param name="customerId">Only those of this customer; null for all.</param>
    /// <param name="before">The entry after which the list goes on; null for its beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<RefusedCommand>> ReadAsync(
        string? code, Guid? customerId, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken cancellation)
    {
        await using var connection = await store.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Select, connection);
        Add(command, NpgsqlDbType.Text, code);
        Add(command, NpgsqlDbType.Uuid, customerId);
        Add(command, NpgsqlDbType.TimestampTz, before?.At.ToUniversalTime());
        Add(command, NpgsqlDbType.Uuid, before?.Id);
        Add(command, NpgsqlDbType.Integer, limit);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<RefusedCommand> found = [];
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new RefusedCommand(
                rows.GetGuid(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetString(2), rows.GetString(3), rows.GetInt32(4),
                rows.IsDBNull(5) ? null : rows.GetGuid(5), rows.IsDBNull(6) ? null : rows.GetGuid(6), rows.GetString(7), rows.IsDBNull(8) ? null : rows.GetString(8)));
        }

        return found;
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

    [LoggerMessage(LogLevel.Critical, "REFUSAL NOT JOURNALLED ({Exception}): {Refused}")]
    private static partial void LogLost(ILogger log, RefusedCommand refused, string exception);
}
