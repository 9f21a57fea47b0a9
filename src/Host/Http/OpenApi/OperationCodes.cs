using System.Reflection;
using Marketplace.Host.Auth;
using Microsoft.AspNetCore.Authorization;

namespace Marketplace.Host.Http;

/// <summary>Which codes an operation can answer: its own, and those that follow from what it takes.</summary>
public static class OperationCodes
{
    private static readonly string[] OfEvery = ["internal", "service.unavailable", "service.timed-out"];

    private static readonly string[] OfBodies =
    [
        "request.malformed", "request.body-missing", "request.unknown-member", "request.duplicate-member", "request.member-missing",
        "request.null-not-allowed", "request.wrong-type", "request.unknown-value", "request.amount-invalid", "request.too-deep",
        "request.array-too-long", "request.string-too-long", "request.zero-character", "request.too-large", "request.too-slow", "request.media-type-unsupported",
    ];

    private static readonly string[] OfOnce =
    [
        "request.idempotency-key-missing", "request.idempotency-key-invalid", "request.idempotency-key-reused", "request.answer-gone", "concurrency.conflict",
    ];

    /// <summary>The codes that the endpoint itself names.</summary>
    public static IReadOnlyList<string> Named(IEnumerable<object> metadata) => [.. metadata.OfType<RefusesMetadata>().SelectMany(m => m.Codes).Distinct()];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All(IReadOnlyList<object> metadata, bool hasBody, bool hasParameters) =>
    [
        .. Named(metadata)
            .Concat(NeedsSession(metadata) ? ["auth.sign-in-required", "auth.forbidden"] : [])
            .Concat(IsDeedOfCustomer(metadata) ? ["customer.deleted"] : [])
            .Concat(hasBody ? OfBodies : [])
            .Concat(hasParameters ? ["request.malformed", "request.zero-character"] : [])
            .Concat(IsOnce(metadata) ? OfOnce : [])
            .Concat(OfEvery)
            .Distinct(),
    ];

    /// <summary>Whether a caller must be signed in.</summary>
    public static bool NeedsSession(IEnumerable<object> metadata)
    {
        var all = metadata.ToList();
        return all.OfType<IAuthorizeData>().Any() && !all.OfType<IAllowAnonymous>().Any();
    }

    /// <summary>Whether it does something to a customer's account, which may be deleted at the same moment; reading then answers as without a session.</summary>
    public static bool IsDeedOfCustomer(IReadOnlyList<object> metadata) =>
        NeedsSession(metadata)
        && metadata.OfType<AuthorizationPolicy>().Contains(Policies.Customer)
        && metadata.OfType<HttpMethodMetadata>().Any(m => !m.HttpMethods.Contains(HttpMethods.Get));

    /// <summary>Whether it takes an <c>Idempotency-Key</c>.</summary>
    public static bool IsOnce(IEnumerable<object> metadata) =>
        metadata.OfType<MethodInfo>().Any(m => m.GetParameters().Any(p => p.ParameterType == typeof(Once)));
}
