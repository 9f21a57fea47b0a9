using Marketplace.Application.Audit;
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
            .WithSummary("The events of one stream, oldest first; personal values are masked").Refuses("audit.stream-unknown");
        audit.MapGet("/streams/{aggregate}/{id:guid}/state", StateOfAsync)
            .WithSummary("The state of a stream at a version or a moment, folded from its events").Refuses("audit.stream-unknown");
        audit.MapGet("/events", AfterAsync).WithSummary("All events after a place in the store, in the order of recording").Refuses("request.cursor-invalid");
        audit.MapGet("/invariants", async (IDocumentStore store, CancellationToken c) => Results.Ok(await Invariants.CheckAsync(store, c)))
            .WithSummary("Fold the whole history and say which invariants do not hold").Produces<InvariantReport>().Refuses("auth.forbidden");
    }

    private static async Task<IResult> EventsOfAsync(string aggregate, Guid id, IQuerySession session, CancellationToken cancellation)
    {
        var events = await AuditTrail.OfStreamAsync(session, aggregate, id, cancellation);
        return events.Count > 0 ? Results.Ok(new PageOf<AuditedEvent>(events, null)) : Problems.Of(UnknownStream);
    }

    private static async Task<IResult> StateOfAsync(
        string aggregate, Guid id, IQuerySession session, CancellationToken cancellation, long version = 0, DateTimeOffset? asOf = null) =>
        await AuditTrail.StateAsync(session, aggregate, id, version, asOf, cancellation) is { } state ? Results.Ok(state) : Problems.Of(UnknownStream);

    private static async Task<IResult> AfterAsync(IQuerySession session, CancellationToken cancellation, long after = 0, int limit = 100)
    {
        if (limit is < 1 or > 1000) return Problems.Of(Page.Invalid);
        var events = await AuditTrail.AfterAsync(session, after, limit, cancellation);
        return Results.Ok(new PageOf<AuditedEvent>(events, events.Count == limit ? events[^1].Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }
}
