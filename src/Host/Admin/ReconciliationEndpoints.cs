using Marketplace.Application.Audit;
using Marketplace.Domain;
using Marketplace.Domain.Values;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Admin;

/// <summary>The money day by day, for whoever compares it with the providers' reports (U4).</summary>
public static class ReconciliationEndpoints
{
    // Each day's events are read: what is asked for at once must end within the time of a request.
    private const int LongestDays = 366;

    private static readonly Rejection PeriodInvalid = new(
        "audit.period-invalid", RejectionKind.Invalid,
        $"Ask for days in their order, at most {LongestDays} at once.", $"Укажите дни по порядку, не более {LongestDays} за раз.")
    { Field = "from" };

    /// <summary>Maps them.</summary>
    public static void MapReconciliation(this IEndpointRouteBuilder app) => app.MapGet("/api/audit/reconciliation", DigestAsync)
        .WithTags("Audit").RequireAuthorization(Policies.Role("auditor"))
        .WithSummary("The sums of the ledger and what providers moved, by Moscow day of recording; the last 31 days unless from and to say otherwise")
        .Produces<ReconciliationDigest>().Refuses("audit.period-invalid");

    private static async Task<IResult> DigestAsync(IQuerySession session, TimeProvider clock, CancellationToken cancellation, DateOnly? from = null, DateOnly? to = null)
    {
        var end = to ?? MoscowTime.DateOf(clock.GetUtcNow());
        var begin = from ?? (end.DayNumber > 30 ? end.AddDays(-30) : DateOnly.MinValue);
        var days = end.DayNumber - begin.DayNumber + 1;
        if (days is < 1 or > LongestDays || begin.Year < 2000 || end.Year > 9000) return Problems.Of(PeriodInvalid);
        return Results.Ok(await ReconciliationDigest.OfAsync(session, begin, end, cancellation));
    }
}
