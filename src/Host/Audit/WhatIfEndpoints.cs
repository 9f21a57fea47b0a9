using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Application.Audit;
using Marketplace.Application.Audit.WhatIf;
using Marketplace.Domain;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;

namespace Marketplace.Host.Audit;

/// <summary>Which numbers are to be others.</summary>
/// <param name="Policy">The numbers; those that are left out stay as they are.</param>
/// <param name="CustomerId">Whose account is replayed; without it everybody's, a page at a time.</param>
public sealed record WhatIfBody(PolicyChange Policy, Guid? CustomerId = null);

/// <summary>One account under the other numbers.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="Differences">What would be otherwise; empty when nothing would.</param>
/// <param name="Card">The bonus card's events as they would have been written, oldest first; only where one customer was asked for.</param>
public sealed record WhatIfAccount(Guid CustomerId, IReadOnlyList<WhatIfDifference> Differences, IReadOnlyList<WhatIfEvent>? Card);

/// <summary>An event that would have been written.</summary>
/// <param name="Type">What would have happened.</param>
/// <param name="Data">The event.</param>
public sealed record WhatIfEvent(string Type, JsonNode? Data);

/// <summary>
/// History under other numbers, for auditors (U6). It is played in memory and writes nothing at all; the command line has the same with
/// a schema to look into (<see cref="Admin.WhatIfCommand"/>).
/// </summary>
public static class WhatIfEndpoints
{
    /// <summary>Maps it.</summary>
    public static void MapWhatIf(this IEndpointRouteBuilder app) => app.MapPost("/api/audit/what-if", ReplayAsync)
        .WithTags("Audit").RequireAuthorization(Policies.Role("auditor")).OnlyAsking()
        .WithSummary("Replay accounts under other numbers, oldest account first, and say what would differ; nothing is written")
        .Produces<PageOf<WhatIfAccount>>().Refuses("audit.policy-invalid", AccountTrailEndpoint.AccountUnknown.Code, Page.Invalid.Code).WithRequestTimeout(Patience.OfStreams);

    private static Rejection PolicyInvalid(string name, long most) => new(
        "audit.policy-invalid", RejectionKind.Invalid, $"{name} must be between 0 and {most}.", $"{name}: от 0 до {most}.")
    { Field = "policy" };

    private static async Task<IResult> ReplayAsync(WhatIfBody body, WhatIfReplay replay, CancellationToken cancellation, int? limit = null, string? cursor = null)
    {
        if (body.Policy.OutOfRange() is var (name, most)) return Problems.Of(PolicyInvalid(name, most));
        if (Page.From(limit, null) is not { } page || After(cursor) is not { } after) return Problems.Of(Page.Invalid);
        var (accounts, last) = (new List<WhatIfAccount>(), 0L);
        await foreach (var replayed in replay.RunAsync(body.Policy, body.CustomerId, after, cancellation))
        {
            accounts.Add(new WhatIfAccount(replayed.CustomerId, [.. WhatIfDifference.Of(replayed)], body.CustomerId is null ? null : Card(replayed)));
            last = replayed.Position;
            if (accounts.Count == page.Limit) break;
        }

        if (body.CustomerId is not null) return accounts.Count > 0 ? Results.Ok(new PageOf<WhatIfAccount>(accounts, null)) : Problems.Of(AccountTrailEndpoint.AccountUnknown);
        return Results.Ok(new PageOf<WhatIfAccount>(accounts, accounts.Count == page.Limit ? last.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static IReadOnlyList<WhatIfEvent> Card(ReplayedCustomer replayed) =>
        [.. replayed.Account.Events.Select(e => new WhatIfEvent(e.GetType().Name, AuditJson.Of(e)))];

    private static long? After(string? cursor) =>
        cursor is null ? 0 : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : null;
}
