using System.Net.Http.Headers;
using System.Text;
using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Tests.Providers;

/// <summary>Speaks to a host as its providers do: over HTTP, signed.</summary>
internal static class SignedCallbacks
{
    private static readonly HttpClient Http = new();

    /// <summary>Tells something.</summary>
    /// <param name="host">Who hears it.</param>
    /// <param name="provider">Who says it: one of <see cref="ProviderNames"/>.</param>
    /// <param name="json">What.</param>
    /// <param name="secret">What it is signed with; null for the provider's own secret.</param>
    /// <param name="at">When it is signed; null for now.</param>
    public static async Task<Answer> TellAsync(this RunningHost host, string provider, string json, byte[]? secret = null, DateTimeOffset? at = null)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Url, $"/api/callbacks/{provider.ToLowerInvariant()}"))
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        MessageSignature.Of(bytes, secret ?? host.Services.GetRequiredService<ProviderSecrets>().Of(provider), at ?? DateTimeOffset.UtcNow).AddTo(request.Headers);
        using var answer = await Http.SendAsync(request);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }
}
