using System.Net;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>An SMS gateway on the way to which everything works, but for one number, which it names when it refuses it.</summary>
internal sealed class TalkativeGateway
{
    private int said;

    /// <summary>The number that it takes nothing for; null when it takes everything.</summary>
    public string? Refuses { get; set; }

    /// <summary>How often it has named it.</summary>
    public int Said => Volatile.Read(ref said);

    /// <summary>Stands in the way of the host's own client.</summary>
    public DelegatingHandler Handler() => new Way(this);

    private sealed class Way(TalkativeGateway gateway) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            if (gateway.Refuses is not { } number || !body.Contains(number[1..], StringComparison.Ordinal)) return await base.SendAsync(request, cancellationToken);
            Interlocked.Increment(ref gateway.said);
            throw new HttpRequestException($"{number} cannot be reached: {body}", null, HttpStatusCode.BadGateway);
        }
    }
}
