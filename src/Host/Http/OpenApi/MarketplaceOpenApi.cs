using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Marketplace.Host.Http;

/// <summary>The description of the HTTP contract and the page to read it on.</summary>
public static class MarketplaceOpenApi
{
    /// <summary>Adds the document <c>v1</c>.</summary>
    public static IServiceCollection AddMarketplaceOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer<DocumentTransformer>();
        options.AddOperationTransformer<OperationTransformer>();
        options.AddSchemaTransformer<SchemaTransformer>();
    });

    /// <summary>Maps <c>/openapi/v1.json</c> and <c>/docs</c>, whose script, style and fonts come from this host alone.</summary>
    public static void MapMarketplaceOpenApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/docs", options =>
        {
            options.Title = "Marketplace";
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.HideClientButton = true;
            options.Agent = new ScalarAgentOptions { Disabled = true };
        }).AllowAnonymous();
    }
}
