using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.Host.Callbacks;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Adapters;

/// <summary>
/// One signed question to a provider. Everything is in the body, nothing in the address, and neither is logged: a log line
/// names the provider, and the status or the kind of failure.
/// </summary>
public sealed class ProviderChannel(
    IHttpClientFactory clients,
    IOptionsMonitor<ProviderOptions> options,
    ProviderSecrets secrets,
    OwnAddress own,
    TimeProvider clock,
    ILogger<ProviderChannel> log)
{
    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int LongestAnswer = 64 * 1024;

    /// <summary>Asks and reads the answer; null when nobody knows: no answer in time, no connection, a failure, or an answer that cannot be read.</summary>
    public async Task<TReply?> AskAsync<TRequest, TReply>(string provider, string path, TRequest request, CancellationToken cancellation)
        where TReply : class
    {
        try
        {
            return JsonSerializer.Deserialize<TReply>(await SendAsync(provider, path, request, cancellation), ProviderJson.Tolerant);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException or OperationCanceledException or JsonException)
        {
            log.LogWarning("{Provider} gave no usable answer: {Failure} {Status}", provider, failure.GetType().Name, (failure as HttpRequestException)?.StatusCode);
            return null;
        }
    }

    /// <summary>Sends, and throws when the provider did not take it: <see cref="HttpRequestException"/> or <see cref="TimeoutException"/>.</summary>
    public async Task<byte[]> SendAsync<TRequest>(string provider, string path, TRequest request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Get(provider).Timeout);
        try
        {
            return await PostAsync(provider, path, JsonSerializer.SerializeToUtf8Bytes(request, ProviderJson.Strict), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{provider} did not answer in time.");
        }
    }

    private async Task<byte[]> PostAsync(string provider, string path, byte[] body, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(provider);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(await AddressAsync(provider, cancellation), path));
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        MessageSignature.Of(body, secrets.Of(provider), clock.GetUtcNow()).AddTo(request.Headers);
        using var response = await client.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{provider} refused the request.", null, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(cancellation);
    }

    private async Task<Uri> AddressAsync(string provider, CancellationToken cancellation)
    {
        if (options.Get(provider).BaseUrl is { } configured) return new Uri(configured.AbsoluteUri.TrimEnd('/') + "/");
#pragma warning disable CA1308 // a path, not a comparison
        return new Uri(await own.ResolveAsync(cancellation), $"simulators/{provider.ToLowerInvariant()}/");
#pragma warning restore CA1308
    }
}
