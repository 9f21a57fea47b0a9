using System.Data.Common;
using JasperFx;
using JasperFx.Events;
using NpgsqlTypes;
using Weasel.Core;
using Weasel.Storage;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace Marketplace.Application.GroupCommits;

/// <summary>
/// Appends to many streams by one statement. The store calls a function for each stream, and most of what that costs is the calling: 30 streams
/// in one statement cost the server half (ADR 0014). What is written is the same, column by column. If one stream is not where it was
/// expected to be, or is there already although it is to be started, nothing is appended to it and the whole fails.
/// </summary>
/// <param name="streams">Streams with events that are ready to be stored and the version expected, 0 to start one; each once.</param>
internal sealed class AppendTogether(IReadOnlyList<StreamAction> streams) : IStorageOperation
{
    // No number is drawn unless all streams are where they should be: one that is drawn and not used is a gap in the order of events, which
    // whoever follows them waits for.
    private const string Sql = $"""
        with streams as (select * from unnest(?, ?, ?, ?, ?) s(id, expected, version, type, tenant_id)),
        started as (
            insert into {MarketplaceStore.Schema}.mt_streams (id, type, version, tenant_id)
            select s.id, s.type, s.version, s.tenant_id from streams s where s.expected = 0 returning id),
        bumped as (
            update {MarketplaceStore.Schema}.mt_streams t set version = s.version, timestamp = now()
            from streams s where t.id = s.id and t.version = s.expected and t.is_archived is not true returning t.id),
        appended as (
            insert into {MarketplaceStore.Schema}.mt_events
                (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, is_archived, causation_id, correlation_id, headers, user_name)
            select nextval('{MarketplaceStore.Schema}.mt_events_sequence'), e.id, e.stream_id, e.version, e.data, e.type, e.tenant_id, e.timestamp, e.dotnet_type, false,
                e.causation_id, e.correlation_id, e.headers, e.user_name
            from (
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
                    e(id, stream_id, version, data, type, tenant_id, timestamp, dotnet_type, causation_id, correlation_id, headers, user_name, place)
                where (select count(*) from bumped) + (select count(*) from started) = (select count(*) from streams) order by e.place) e
            returning 1)
        select count(*) from appended
        """;

    private readonly IEvent[] events = [.. streams.SelectMany(s => s.Events)];

    public Type DocumentType => typeof(IEvent);

    public OperationRole Role() => OperationRole.Events;

    public void ConfigureCommand(Weasel.Postgresql.ICommandBuilder builder, IStorageSession session)
    {
        var parameters = new ArrayParameters(builder.AppendWithParameters(Sql));
        parameters.Add(streams.Select(s => s.Id), NpgsqlDbType.Uuid);
        parameters.Add(streams.Select(s => s.ExpectedVersionOnServer!.Value), NpgsqlDbType.Bigint);
        parameters.Add(streams.Select(s => s.Version), NpgsqlDbType.Bigint);
        parameters.Add(streams.Select(s => s.AggregateTypeName), NpgsqlDbType.Varchar);
        parameters.Add(streams.Select(s => s.TenantId), NpgsqlDbType.Varchar);
        parameters.Add(events.Select(e => e.Id), NpgsqlDbType.Uuid);
        parameters.Add(events.Select(e => e.StreamId), NpgsqlDbType.Uuid);
        parameters.Add(events.Select(e => e.Version), NpgsqlDbType.Bigint);
        parameters.Add(events.Select(e => ArrayParameters.Json(session, e.Data)), NpgsqlDbType.Jsonb);
        parameters.Add(events.Select(e => e.EventTypeName), NpgsqlDbType.Varchar);
        parameters.Add(events.Select(e => e.TenantId), NpgsqlDbType.Varchar);
        parameters.Add(events.Select(e => e.Timestamp), NpgsqlDbType.TimestampTz);
        parameters.Add(events.Select(e => e.DotNetTypeName), NpgsqlDbType.Varchar);
        parameters.Add(events.Select(e => e.CausationId), NpgsqlDbType.Varchar);
        parameters.Add(events.Select(e => e.CorrelationId), NpgsqlDbType.Varchar);
        parameters.Add(events.Select(e => e.Headers is { Count: > 0 } headers ? ArrayParameters.Json(session, headers) : null), NpgsqlDbType.Jsonb);
        parameters.Add(events.Select(e => e.UserName), NpgsqlDbType.Varchar);
    }

    public async Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token)
    {
        await reader.ReadAsync(token);
        if (reader.GetInt64(0) != events.Length) exceptions.Add(new ConcurrencyException("One of the streams of a batch was appended to meanwhile."));
    }
}
