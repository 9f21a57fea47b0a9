using Marketplace.Application.Idempotency;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Marketplace.Host.Http;

/// <summary>Puts the conventions of the HTTP contract into a host.</summary>
public static class HttpConventions
{
    /// <summary>Adds strict JSON, problems, idempotent requests, limits, OpenAPI.</summary>
    public static IServiceCollection AddMarketplaceHttp(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.ConfigureHttpJsonOptions(o => StrictJson.Configure(o.SerializerOptions));
        // Otherwise a body that does not bind is a 400 without a word outside Development.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(Limit);
        services.Configure<ForwardedHeadersOptions>(o => Proxies.Configure(o, configuration, environment));
        services.AddRequestTimeouts(o => o.DefaultPolicy = new()
        {
            Timeout = RequestLimits.Timeout,
            TimeoutStatusCode = ServiceFaults.TimedOut.Status,
            WriteTimeoutResponse = http => Problems.WriteAsync(http, ServiceFaults.TimedOut),
        });
        services.AddExceptionHandler<ExceptionToProblem>();
        services.AddQuietRefusals();
        services.AddHttpContextAccessor();
        services.AddIdempotency();
        services.AddScoped<Once>();
        services.AddMarketplaceOpenApi();
        return services;
    }

    /// <summary>The outermost part of the pipeline: who calls, how errors look, how long it may take. Authentication follows.</summary>
    public static void UseMarketplaceHttp(this IApplicationBuilder app)
    {
        app.UseForwardedHeaders();
        app.Use(SecurityHeaders.AddAsync);
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(StatusProblems.WriteAsync);
        app.UseRequestTimeouts();
    }

    /// <summary>After authorization: takes the body in and checks its shape. <see cref="Once"/> refuses to work without it.</summary>
    public static void UseMarketplaceBodies(this IApplicationBuilder app) => app.UseMiddleware<RequestBodies>();

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestLimits.MaxBody;
        kestrel.Limits.RequestHeadersTimeout = RequestLimits.Timeout;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }
}
