namespace Marketplace.Host.Callbacks;

/// <summary>The answers that refuse a signed message. They do not tell which part of a signature was wrong.</summary>
public static class CallbackRefusals
{
    /// <summary>No signature, a wrong one, an old one, or a nonce seen before.</summary>
    public static IResult SignatureInvalid() => Problem(StatusCodes.Status401Unauthorized, "callback.signature-invalid", "The signature is not valid.");

    /// <summary>The sender is proven, but the body is not what the contract says.</summary>
    public static IResult Malformed() => Problem(StatusCodes.Status400BadRequest, "callback.malformed", "The body is malformed.");

    /// <summary>The body is longer than <see cref="SignedCallback.MaximumLength"/>.</summary>
    public static IResult TooLarge() => Problem(StatusCodes.Status413PayloadTooLarge, "callback.too-large", "The body is too large.");

    private static IResult Problem(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
