namespace Marketplace.Host.Http;

/// <summary>Marks an endpoint that takes a body and changes nothing: what it refuses is no refused command.</summary>
internal sealed class OnlyAsksMetadata;

/// <summary>Marks endpoints so.</summary>
internal static class OnlyAsks
{
    /// <summary>It answers a question and stores nothing.</summary>
    public static RouteHandlerBuilder OnlyAsking(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new OnlyAsksMetadata());
}
