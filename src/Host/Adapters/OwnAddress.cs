using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Marketplace.Host.Adapters;

/// <summary>
/// Where this host can be reached: <c>PublicUrl</c> of the configuration, or else the first address that the server listens on.
/// That one is known only after the start (port 0, command line), so whoever needs it waits for the start.
/// </summary>
public sealed class OwnAddress
{
    private readonly string? publicUrl;
    private readonly IServer server;
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads the configuration and waits for the server.</summary>
    public OwnAddress(IServer server, IConfiguration configuration, IHostApplicationLifetime lifetime)
    {
        (this.server, publicUrl) = (server, configuration["PublicUrl"]);
        lifetime.ApplicationStarted.Register(() => started.TrySetResult());
    }

    /// <summary>The address, ending with a slash; it waits until the server has started, and throws <see cref="HttpRequestException"/> when that has no socket.</summary>
    public async Task<Uri> ResolveAsync(CancellationToken cancellation)
    {
        if (!string.IsNullOrWhiteSpace(publicUrl)) return new Uri(WithSlash(publicUrl));
        await started.Task.WaitAsync(cancellation);
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return Choose(addresses) ?? throw new HttpRequestException("The server listens on no address: set PublicUrl.");
    }

    /// <summary>The address to call, of those that a server listens on; null when there is none. Plain HTTP comes first: it needs no trusted certificate.</summary>
    public static Uri? Choose(IEnumerable<string> listening) => listening
        .Select(BindingAddress.Parse)
        .Where(address => !address.IsUnixPipe && !address.IsNamedPipe)
        .OrderBy(address => address.Scheme == Uri.UriSchemeHttp ? 0 : 1)
        .Select(address => new Uri(WithSlash($"{address.Scheme}://{Reachable(address.Host)}:{address.Port}{address.PathBase}")))
        .FirstOrDefault();

    private static string Reachable(string host) => host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : host;

    private static string WithSlash(string url) => url.TrimEnd('/') + "/";
}
