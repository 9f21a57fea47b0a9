using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Marketplace.Host.Adapters;

namespace Marketplace.Host.Callbacks;

/// <summary>A message whose sender is proven, or the answer that refuses it.</summary>
/// <typeparam name="T">The message.</typeparam>
public readonly record struct SignedMessage<T>(T? Body, IResult? Refusal)
    where T : class
{
    /// <summary>Whether the message must not be acted on; answer <see cref="Refusal"/> instead.</summary>
    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Body))]
    public bool IsRefused => Refusal is not null;
}

/// <summary>
/// Reads messages signed by a provider. A message is believed when its signature fits, it was signed within five minutes of
/// now, and its nonce is new; a second delivery carries a nonce of its own. The caller de-duplicates by event id.
/// </summary>
public sealed class SignedCallback(ProviderSecrets secrets, NonceStore nonces, TimeProvider clock)
{
    /// <summary>How far the sender's clock may be from ours, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The largest body, in bytes.</summary>
    public const int MaximumLength = 64 * 1024;

    /// <summary>Verifies the signature, then reads the body strictly.</summary>
    /// <param name="context">The request; its body is consumed.</param>
    /// <param name="secretName">Whose secret signs: one of <see cref="ProviderNames"/>.</param>
    public async Task<SignedMessage<T>> ReadAsync<T>(HttpContext context, string secretName)
        where T : class
    {
        if (await BodyAsync(context.Request, context.RequestAborted) is not { } body) return new(null, CallbackRefusals.TooLarge());
        if (!await IsBelievedAsync(context, body, secretName)) return new(null, CallbackRefusals.SignatureInvalid());
        return Parse<T>(body) is { } message ? new(message, null) : new(null, CallbackRefusals.Malformed());
    }

    // The nonce comes last: only a proven sender may fill the table.
    private async Task<bool> IsBelievedAsync(HttpContext context, byte[] body, string secretName)
    {
        var now = clock.GetUtcNow();
        return MessageSignature.From(context.Request.Headers) is { } signature
            && signature.IsTimely(now, Tolerance)
            && signature.Fits(body, secrets.Of(secretName))
            && await nonces.TryUseAsync(secretName, signature.Nonce, now, context.RequestAborted);
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaximumLength) return null;
        using var body = new MemoryStream();
        var buffer = new byte[8 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            if (body.Length + read > MaximumLength) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static T? Parse<T>(byte[] body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, ProviderJson.Strict);
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
