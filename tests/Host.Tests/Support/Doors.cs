using System.Text.RegularExpressions;
using Marketplace.Host.Tests.Journeys;
using Marten;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Tests.Support;

/// <summary>One endpoint of the application, and the roles that it asks for.</summary>
internal sealed partial record Door(string Method, string Path, IReadOnlyList<string> Roles)
{
    /// <summary>An address that fits the route.</summary>
    public string Url(Guid? id = null) => Parameter().Replace(Path, m => m.Value.Contains(":guid", StringComparison.Ordinal) ? $"{id ?? Guid.NewGuid()}" : "x");

    /// <summary>A body that the endpoints of support take; the others refuse before they read it.</summary>
    public string? Body(string phone = "+79161234567") => (Method, Path.EndsWith("/answer", StringComparison.Ordinal)) switch
    {
        ("GET" or "DELETE", _) => null,
        (_, true) => """{"text":"An answer"}""",
        _ => $$"""{"phone":"{{phone}}","reason":"lost"}""",
    };

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}

/// <summary>Everything that the application can be asked, found by its own metadata, and what asking leaves behind.</summary>
internal static class Doors
{
    public static IReadOnlyList<Door> Of(RunningHost host) =>
    [
        .. host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Distinct()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => new Door(method, Template(e), Roles(e)))),
    ];

    /// <summary>The doors of that role.</summary>
    public static IReadOnlyList<Door> For(RunningHost host, string role) => [.. Of(host).Where(d => d.Roles.Contains(role))];

    /// <summary>Somebody of support, with a limit of their own.</summary>
    public static Api Agent(this RunningHost host)
    {
        var api = host.Anonymous();
        (api.Token, api.Reason) = (SupportDesk.Agent(host.Services, host.Folder, $"agent-{Guid.NewGuid():N}"), "a test");
        return api;
    }

    public static async Task<long> LastEventAsync(this RunningHost host) => (await host.StoredAsync()).Events;

    public static async Task<IReadOnlyList<Type>> AppendedSinceAsync(this RunningHost host, long sequence)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return [.. (await session.Events.QueryAllRawEvents().Where(e => e.Sequence > sequence).ToListAsync()).Select(e => e.Data.GetType())];
    }

    private static string Template(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static List<string> Roles(RouteEndpoint endpoint) =>
    [
        .. endpoint.Metadata.OfType<AuthorizationPolicy>().SelectMany(p => p.Requirements).OfType<RolesAuthorizationRequirement>().SelectMany(r => r.AllowedRoles),
    ];
}
