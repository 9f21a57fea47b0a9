using System.Security.Claims;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Account;

/// <summary>What concerned the safety of the account (S103).</summary>
public static class SecurityLogEndpoint
{
    /// <summary>Maps it under the account.</summary>
    public static void MapSecurityLog(this RouteGroupBuilder account) => account.MapGet("/security-log", ReadAsync)
        .WithSummary("Sign-ins, contacts, recoveries, consents and views by support, newest first (S103)")
        .Produces<PageOf<SecurityEntry>>().Refuses("request.cursor-invalid");

    private static async Task<IResult> ReadAsync(ClaimsPrincipal user, IQuerySession session, int? limit, string? cursor, CancellationToken cancellation)
    {
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        var events = await session.Events.FetchStreamAsync(user.CustomerId(), token: cancellation);
        var log = SecurityLog.Of(events.Select(e => (e.Id, (CustomerEvent)e.Data)));
        // The log never changes but at its newer end, so the last entry of the page before is where it was.
        var found = log.SkipWhile(e => page.After is { } after && e.EventId != after.Id).Skip(page.After is null ? 0 : 1).Take(page.Limit + 1).ToList();
        return Results.Ok(page.Of(found, e => new Position(e.At, e.EventId)));
    }
}
