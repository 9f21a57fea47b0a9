using Marketplace.Application.Audit;
using Marketplace.Domain;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Audit;

/// <summary>The promise clock, for auditors (U15).</summary>
public static class PromiseEndpoints
{
    private static readonly Rejection DayInvalid = new(
        "audit.day-invalid", RejectionKind.Invalid, "Ask for a day from 2000-01-01 on.", "Укажите день начиная с 2000-01-01.")
    { Field = "on" };

    /// <summary>Maps it.</summary>
    public static void MapPromises(this IEndpointRouteBuilder app) => app.MapGet("/api/audit/promises", ReportAsync)
        .WithTags("Audit").RequireAuthorization(Policies.Role("auditor"))
        .WithSummary("Which promises were kept, late or open at the end of a Moscow day, or now; from events alone")
        .Produces<PromiseReport>().Refuses("audit.day-invalid").WithRequestTimeout(Patience.OfStore);

    private static async Task<IResult> ReportAsync(IDocumentStore store, TimeProvider clock, CancellationToken cancellation, DateOnly? on = null)
    {
        if (on is { Year: < 2000 or > 9000 }) return Problems.Of(DayInvalid);
        await using var session = store.ReadAtLength();
        return Results.Ok(await PromiseReport.OfAsync(session, on, clock.GetUtcNow(), null, cancellation));
    }
}
