using System.Net;
using System.Net.Sockets;
using Marketplace.Application.Privacy;

namespace Marketplace.Host.Auth;

/// <summary>
/// Which internet address counts for the caps on codes (P2). Forwarded addresses are put into the connection by the host,
/// from trusted proxies only.
/// </summary>
public sealed class ClientAddresses(IConfiguration configuration, IHostEnvironment environment)
{
    private const int Ipv6NetworkBytes = 8;
    private readonly bool loopbackIsExempt = environment.IsDevelopment() && configuration.GetValue("SignIn:ExemptLoopback", defaultValue: true);

    /// <summary>The address, or null when it is exempt. IPv6 counts by network (/64): one household has 2^64 addresses.</summary>
    public Secret? Of(HttpContext context)
    {
        // No address is a socket of this machine; it counts as one address of its own.
        if (context.Connection.RemoteIpAddress is not { } address) return new Secret("none");
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (loopbackIsExempt && IPAddress.IsLoopback(address)) return null;
        return new Secret(address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, Ipv6NetworkBytes))
            : address.ToString());
    }
}
