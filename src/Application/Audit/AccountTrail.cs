using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using JasperFx.Events;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Orders;
using Marten;
using Npgsql;

namespace Marketplace.Application.Audit;

/// <summary>One event of an account, and what its stream came to by it.</summary>
/// <param name="EventId">Its identity.</param>
/// <param name="Sequence">Its place in the whole store.</param>
/// <param name="Aggregate">What an auditor calls its stream: one of <see cref="AuditTrail.Kinds"/>.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Type">What happened.</param>
/// <param name="Data">The event, personal values masked.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="State">The state of its stream after it, personal values masked; left out when it was not asked for.</param>
public sealed record AccountStep(
    Guid EventId, long Sequence, string? Aggregate, Guid StreamId, long Version, string Type, JsonNode? Data, DateTimeOffset RecordedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonNode? State);

/// <summary>
/// Everything that happened to one account, in the order of the store. Which streams are the account's is found in the events alone, by the rule
/// of the stand-alone auditor's <c>replay --account</c>, so that no view can hide one.
/// </summary>
public static class AccountTrail
{
    // Every stream is read whole, those that were taken over later too: what was before belongs to it.
    private const string Streams =
        """
        select distinct f.stream_id from marketplace.mt_events f
        where f.stream_id = $1 or ((f.version = 1 or f.type = any($2)) and f.data ->> 'customerId' = $1::text)
        """;

    // The events that give a stream to the customer whom they name, although it began without one.
    private static readonly string[] TakingOver = [.. new[] { typeof(GuestOrderClaimed), typeof(CertificateActivated) }.Select(t => t.GetEventTypeName(EventNamingStyle.SmarterTypeName))];

    /// <summary>The events, oldest first; none when there is no such account, or was none by then.</summary>
    /// <param name="store">The store.</param>
    /// <param name="customerId">Whose account.</param>
    /// <param name="until">The last moment of recording; null for now. A stream that was taken over later is shown as whose it became.</param>
    /// <param name="states">Whether the state after each event is folded too.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<AccountStep>> OfAsync(IDocumentStore store, Guid customerId, DateTimeOffset? until, bool states, CancellationToken cancellation)
    {
        var events = new List<IEvent>();
        await using var session = store.ReadAtLength();
        foreach (var stream in await StreamsAsync(store, customerId, cancellation)) events.AddRange(await session.Events.FetchStreamAsync(stream, timestamp: until, token: cancellation));
        var folded = new Dictionary<Guid, object?>();
        return [.. events.OrderBy(e => e.Sequence).Select(e => Step(e, states ? folded : null))];
    }

    private static AccountStep Step(IEvent e, Dictionary<Guid, object?>? folded)
    {
        var kind = AuditTrail.KindOf(e.Data);
        return new AccountStep(e.Id, e.Sequence, kind, e.StreamId, e.Version, e.Data.GetType().Name, AuditJson.Of(e.Data), e.Timestamp, kind is null || folded is null ? null : After(e, kind, folded));
    }

    private static JsonNode? After(IEvent e, string kind, Dictionary<Guid, object?> folded)
    {
        var state = folded[e.StreamId] = AuditTrail.Evolve(kind, folded.GetValueOrDefault(e.StreamId), e.Data);
        var json = AuditJson.Of(state);
        // The store says it to the states that it folds; the fold itself does not know.
        if (json is JsonObject members) members["version"] = e.Version;
        return json;
    }

    private static async Task<IReadOnlyList<Guid>> StreamsAsync(IDocumentStore store, Guid customerId, CancellationToken cancellation)
    {
        await using var connection = await store.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Streams, connection) { Parameters = { new() { Value = customerId }, new() { Value = TakingOver } }, CommandTimeout = 60 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var streams = new List<Guid>();
        while (await reader.ReadAsync(cancellation)) streams.Add(reader.GetGuid(0));
        return streams;
    }
}
