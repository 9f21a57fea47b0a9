using Marketplace.Host.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Tests.Http;

/// <summary>Reads over all mapped operations and says which of them describe themselves too little.</summary>
public static class OperationAudit
{
    /// <summary>One sentence for each thing that is missing; empty when all is well.</summary>
    public static IReadOnlyList<string> Complaints(IServiceProvider services) =>
        [.. services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).Distinct().OfType<RouteEndpoint>().Where(IsDescribed).SelectMany(Complaints)];

    private static bool IsDescribed(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not null
        && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true };

    private static IEnumerable<string> Complaints(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods;
        var name = $"{string.Join('/', methods)} {endpoint.RoutePattern.RawText}";
        if (string.IsNullOrWhiteSpace(endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary)) yield return $"{name} has no summary.";
        var codes = OperationCodes.Named(endpoint.Metadata);
        // Signing in and the role are written down by themselves; for some operations that is all that can go wrong.
        if (codes.Count == 0 && !OperationCodes.NeedsSession(endpoint.Metadata)) yield return $"{name} names no refusal.";
        foreach (var code in codes.Where(c => !RefusalCatalogue.All.ContainsKey(c))) yield return $"{name} names '{code}', which nothing here refuses with.";
    }
}
