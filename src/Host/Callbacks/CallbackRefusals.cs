using Marketplace.Domain;
using Marketplace.Host.Http;

namespace Marketplace.Host.Callbacks;

/// <summary>The answers that refuse a signed message. They do not tell which part of a signature was wrong.</summary>
public static class CallbackRefusals
{
    private static readonly RequestFault Unsigned = new(StatusCodes.Status401Unauthorized, new Rejection(
        "callback.signature-invalid", RejectionKind.Unauthenticated,
        "The signature is not valid. Sign the body with our shared secret, a timestamp of now and a new nonce.",
        "Подпись недействительна. Подпишите тело общим секретом с текущим временем и новым nonce."));

    private static readonly RequestFault Unreadable = new(StatusCodes.Status400BadRequest, new Rejection(
        "callback.malformed", RejectionKind.Invalid,
        "The body is not what the contract of this callback says.", "Тело не соответствует контракту этого вызова."));

    private static readonly RequestFault TooLong = new(StatusCodes.Status413PayloadTooLarge, new Rejection(
        "callback.too-large", RejectionKind.Invalid, "The body is too large.", "Тело слишком большое."));

    /// <summary>No signature, a wrong one, an old one, or a nonce seen before.</summary>
    public static IResult SignatureInvalid() => Problems.Of(Unsigned);

    /// <summary>The sender is proven, but the body is not what the contract says.</summary>
    public static IResult Malformed() => Problems.Of(Unreadable);

    /// <summary>The body is longer than <see cref="SignedCallback.MaximumLength"/>.</summary>
    public static IResult TooLarge() => Problems.Of(TooLong);
}
