using Marketplace.Application.Audit;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Audit;

/// <summary>What auditors read; they write nothing.</summary>
public static class AuditEndpoints
{
    private static readonly Rejection UnknownStream = new(
        "audit.stream-unknown", RejectionKind.NotFound, "There is no such stream.", "Такого потока нет.");

    /// <summary>Maps them.</summary>
    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/api/audit").WithTags("Audit").RequireAuthorization(Policies.Role("auditor"));
        audit.MapGet("/streams/{aggregate}/{id:guid}/events", EventsOfAsync)
            .WithSummary("The events of one stream, oldest first; personal values are masked").Refuses("audit.stream-unknown").WithRequestTimeout(Patience.OfStreams);
        audit.MapGet("/streams/{aggregate}/{id:guid}/state", StateOfAsync)
            .WithSummary("The state of a stream at a version or a moment, folded from its events").Refuses("audit.stream-unknown").WithRequestTimeout(Patience.OfStreams);
        audit.MapGet("/events", AfterAsync).WithSummary("All events after a place in the store, in the order of recording").Refuses("request.cursor-invalid");
        audit.MapGet("/invariants", async (IDocumentStore store, IDataKeys keys, CancellationToken c) => Results.Ok(await Invariants.CheckAsync(store, keys, null, c)))
            .WithSummary("Fold the whole history and say which invariants do not hold").Produces<InvariantReport>().Refuses("auth.forbidden").WithRequestTimeout(Patience.OfStore);
        audit.MapGet("/checkpoints", CheckpointsAsync)
            .WithSummary("The signed heads of the history, newest first; each note verifies offline").Produces<PageOf<CheckpointAnswer>>().Refuses("request.cursor-invalid");
        audit.MapGet("/proofs/{eventId:guid}", async (Guid eventId, IDocumentStore store, CancellationToken c) => Results.Ok(await InclusionProofs.OfAsync(store, eventId, c)))
            .WithSummary("One event as stored, with the proof that the newest checkpoint contains it; personal values stay encrypted")
            .Produces<InclusionProof>().Refuses(InclusionProofs.Unknown.Code, InclusionProofs.NotYet.Code);
    }

    private static async Task<IResult> EventsOfAsync(string aggregate, Guid id, IQuerySession session, CancellationToken cancellation)
    {
        var events = await AuditTrail.OfStreamAsync(session, aggregate, id, cancellation);
        return events.Count > 0 ? Results.Ok(new PageOf<AuditedEvent>(events, null)) : Problems.Of(UnknownStream);
    }

    private static async Task<IResult> StateOfAsync(
        string aggregate, Guid id, IQuerySession session, CancellationToken cancellation, long version = 0, DateTimeOffset? asOf = null) =>
        await AuditTrail.StateAsync(session, aggregate, id, version, asOf, cancellation) is { } state ? Results.Ok(state) : Problems.Of(UnknownStream);

    private static async Task<IResult> CheckpointsAsync(IDocumentStore store, CancellationToken cancellation, int? limit = null, string? cursor = null)
    {
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        var found = await StoredCheckpoints.BeforeAsync(store, page.After is { } after ? SizeOf(after) : long.MaxValue, page.Limit + 1, cancellation);
        return Results.Ok(page.Of([.. found.Select(CheckpointAnswer.Of)], c => new Position(c.SignedAt, IdOf(c.Size))));
    }

    // Checkpoints have sizes and no ids; a cursor holds 16 bytes.
    private static Guid IdOf(long size) => new([.. BitConverter.GetBytes(size), .. new byte[8]]);

    private static long SizeOf(Position position) => BitConverter.ToInt64(position.Id.ToByteArray());

    private static async Task<IResult> AfterAsync(IQuerySession session, CancellationToken cancellation, long after = 0, int limit = 100)
    {
        if (limit is < 1 or > 1000) return Problems.Of(Page.Invalid);
        var events = await AuditTrail.AfterAsync(session, after, limit, cancellation);
        return Results.Ok(new PageOf<AuditedEvent>(events, events.Count == limit ? events[^1].Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }
}
