using Marketplace.Application.Audit;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Host.Audit;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Admin;

/// <summary>The money day by day, for whoever compares it with the providers' reports (U4).</summary>
public static class ReconciliationEndpoints
{
    // Each day's events are read: a year of them ends within the time of a request.
    private const int LongestDays = 366;

    private static readonly Rejection PeriodInvalid = new(
        "audit.period-invalid", RejectionKind.Invalid,
        $"Ask for days in their order, at most {LongestDays} at once.", $"Укажите дни по порядку, не более {LongestDays} за раз.")
    { Field = "from" };

    /// <summary>Maps them.</summary>
    public static void MapReconciliation(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/api/audit/reconciliation").WithTags("Audit").RequireAuthorization(Policies.Role("auditor"));
        audit.MapGet("", DigestAsync)
            .WithSummary("The sums of the ledger and what providers moved, by Moscow day of recording; the last 31 days unless from and to say otherwise")
            .Produces<ReconciliationDigest>().Refuses("audit.period-invalid").WithRequestTimeout(Patience.OfStore);
        audit.MapGet("/signed", SignedAsync)
            .WithSummary("The same as a signed text that can be checked without us; of today what was recorded until a minute ago")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Refuses("audit.period-invalid", DigestSigner.NotSettled.Code).WithRequestTimeout(Patience.OfStore);
    }

    private static async Task<IResult> DigestAsync(
        IDocumentStore store, IDataKeys keys, TimeProvider clock, CancellationToken cancellation, DateOnly? from = null, DateOnly? to = null)
    {
        if (Period(from, to, clock) is not { } days) return Problems.Of(PeriodInvalid);
        await using var session = store.ReadAtLength();
        return Results.Ok(await ReconciliationDigest.OfAsync(session, keys, days.From, days.To, null, cancellation));
    }

    private static async Task<IResult> SignedAsync(
        IDocumentStore store, DigestSigner signer, TimeProvider clock, CancellationToken cancellation, DateOnly? from = null, DateOnly? to = null)
    {
        if (Period(from, to, clock) is not { } days) return Problems.Of(PeriodInvalid);
        await using var session = store.ReadAtLength();
        return Results.Text(await signer.SignAsync(session, days.From, days.To, cancellation), "text/plain; charset=utf-8");
    }

    private static (DateOnly From, DateOnly To)? Period(DateOnly? from, DateOnly? to, TimeProvider clock)
    {
        var (begin, end) = DigestSigner.Period(from, to, clock.GetUtcNow());
        return end.DayNumber - begin.DayNumber + 1 is < 1 or > LongestDays || begin.Year < 2000 || end.Year > 9000 ? null : (begin, end);
    }
}
