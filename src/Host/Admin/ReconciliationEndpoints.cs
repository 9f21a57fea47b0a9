using Marketplace.Application.Audit;
using Marketplace.Domain;
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
    public static void MapReconciliation(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/api/audit/reconciliation").WithTags("Audit").RequireAuthorization(Policies.Role("auditor"));
        audit.MapGet("", DigestAsync)
            .WithSummary("The sums of the ledger and what providers moved, by Moscow day of recording; the last 31 days unless from and to say otherwise")
            .Produces<ReconciliationDigest>().Refuses("audit.period-invalid");
        audit.MapGet("/signed", SignedAsync)
            .WithSummary("The same as a signed text that can be checked without us; of today what was recorded until a minute ago")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Refuses("audit.period-invalid", DigestSigner.NotSettled.Code);
    }

    private static async Task<IResult> DigestAsync(IQuerySession session, TimeProvider clock, CancellationToken cancellation, DateOnly? from = null, DateOnly? to = null) =>
        Period(from, to, clock) is { } days ? Results.Ok(await ReconciliationDigest.OfAsync(session, days.From, days.To, null, cancellation)) : Problems.Of(PeriodInvalid);

    private static async Task<IResult> SignedAsync(
        IQuerySession session, DigestSigner signer, TimeProvider clock, CancellationToken cancellation, DateOnly? from = null, DateOnly? to = null) =>
        Period(from, to, clock) is { } days
            ? Results.Text(await signer.SignAsync(session, days.From, days.To, cancellation), "text/plain; charset=utf-8")
            : Problems.Of(PeriodInvalid);

    private static (DateOnly From, DateOnly To)? Period(DateOnly? from, DateOnly? to, TimeProvider clock)
    {
        var (begin, end) = DigestSigner.Period(from, to, clock.GetUtcNow());
        return end.DayNumber - begin.DayNumber + 1 is < 1 or > LongestDays || begin.Year < 2000 || end.Year > 9000 ? null : (begin, end);
    }
}
