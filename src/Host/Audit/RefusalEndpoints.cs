using Marketplace.Application.Audit.Refusals;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;

namespace Marketplace.Host.Audit;

/// <summary>The journal of refused commands, for auditors (U9).</summary>
public static class RefusalEndpoints
{
    /// <summary>Maps it.</summary>
    public static void MapRefusals(this IEndpointRouteBuilder app) => app.MapGet("/api/audit/refusals", ListAsync)
        .WithTags("Audit").RequireAuthorization(Policies.Role("auditor"))
        .WithSummary("Commands that were refused, newest first; of one code or one customer if given")
        .Produces<PageOf<RefusedCommand>>().Refuses("request.cursor-invalid");

    private static async Task<IResult> ListAsync(
        RefusalJournal journal, CancellationToken cancellation, string? code = null, Guid? customerId = null, int? limit = null, string? cursor = null)
    {
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        var found = await journal.ReadAsync(code, customerId, page.After is { } after ? (after.At, after.Id) : null, page.Limit + 1, cancellation);
        return Results.Ok(page.Of(found, r => new Position(r.RefusedAt, r.Id)));
    }
}
