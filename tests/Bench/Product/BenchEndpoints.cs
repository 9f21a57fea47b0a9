using System.Diagnostics;
using System.Security.Claims;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Bench.Product;

/// <summary>What a process used so far.</summary>
internal sealed record Counters(long AllocatedBytes, double ProcessorMilliseconds, long WorkingSetBytes)
{
    public static Counters Now()
    {
        using var self = Process.GetCurrentProcess();
        return new Counters(GC.GetTotalAllocatedBytes(), self.TotalProcessorTime.TotalMilliseconds, self.WorkingSet64);
    }
}

/// <summary>An amount in kopecks.</summary>
internal sealed record CreditBody(Amount Amount);

/// <summary>What a measured host answers beside the product's own requests.</summary>
internal static class BenchEndpoints
{
    public const string Credits = "/api/wallet/bench-credits";

    public const string Customers = "/bench/customers";

    public const string Usage = "/bench/counters";

    public static void MapBench(this WebApplication app)
    {
        app.MapPost(Credits, (CreditBody body, ClaimsPrincipal user, Once once) => once.RunAsync(
            user.CustomerId(),
            key => new CreditWallet(user.CustomerId(), key.NewId(), body.Amount.Kopecks, key.NewId(), key),
            (CreditAnswer answer) => Results.Ok(answer))).RequireAuthorization(Policies.Customer);
        app.MapPost(Customers, (int count, long kopecks, HttpContext http) => NewCustomers.RegisterAsync(app.Services, count, kopecks, http.RequestAborted))
            .AllowAnonymous().WithMetadata(new Microsoft.AspNetCore.Http.Timeouts.DisableRequestTimeoutAttribute());
        app.MapGet(Usage, Counters.Now).AllowAnonymous();
    }
}
