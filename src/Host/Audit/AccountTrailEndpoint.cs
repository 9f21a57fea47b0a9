using Marketplace.Application.Audit;
using Marketplace.Domain;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Audit;

/// <summary>One account event by event, for auditors (U1, U3).</summary>
public static class AccountTrailEndpoint
{
    /// <summary>There is no such account.</summary>
    internal static Rejection AccountUnknown { get; } = new(
        "audit.account-unknown", RejectionKind.NotFound, "There is no such account.", "Такого аккаунта нет.");

    /// <summary>Maps it.</summary>
    public static void MapAccountTrail(this IEndpointRouteBuilder app) => app.MapGet("/api/audit/accounts/{id:guid}/events", EventsAsync)
        .WithTags("Audit").RequireAuthorization(Policies.Role("auditor"))
        .WithSummary("All events of one customer's streams, oldest first, until a moment if one is given; with states=true each with the state of its stream after it; personal values are masked")
        .Produces<PageOf<AccountStep>>().Refuses(AccountUnknown.Code).WithRequestTimeout(Patience.OfStreams);

    private static async Task<IResult> EventsAsync(Guid id, AsOf? until, IDocumentStore store, CancellationToken cancellation, bool states = false)
    {
        var steps = await AccountTrail.OfAsync(store, id, until?.At, states, cancellation);
        return steps.Count > 0 ? Results.Ok(new PageOf<AccountStep>(steps, null)) : Problems.Of(AccountUnknown);
    }
}
