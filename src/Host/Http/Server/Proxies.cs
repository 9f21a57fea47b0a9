using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Marketplace.Host.Http;

/// <summary>
/// Which proxies are believed when they say who the client is: those named under <c>Proxies</c> (addresses or networks like
/// 10.0.0.0/8), in Development loopback too. Anyone else's <c>X-Forwarded-For</c> is only a claim and is ignored.
/// </summary>
internal static class Proxies
{
    public static void Configure(ForwardedHeadersOptions options, IConfiguration configuration, IHostEnvironment environment)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // The framework trusts loopback everywhere, but outside Development other programs may share the machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in configuration.GetSection("Proxies").Get<string[]>() ?? [])
        {
            if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(proxy, out var network)) options.KnownIPNetworks.Add(network);
            else throw new InvalidOperationException($"Proxies: '{proxy}' is neither an address nor a network.");
        }

        if (environment.IsDevelopment())
        {
            options.KnownProxies.Add(IPAddress.Loopback);
            options.KnownProxies.Add(IPAddress.IPv6Loopback);
        }
        else if (options.KnownProxies.Count + options.KnownIPNetworks.Count == 0)
        {
            // With both lists empty the framework would believe everyone.
            options.ForwardedHeaders = ForwardedHeaders.None;
        }
    }
}
