namespace Marketplace.Domain;

/// <summary>Why a command cannot be obeyed, in the terms that decide its HTTP status.</summary>
public enum RejectionKind
{
    /// <summary>A value of the command is wrong by itself (422).</summary>
    Invalid,

    /// <summary>The state forbids it now (409).</summary>
    Conflict,

    /// <summary>The caller is known but not allowed (403).</summary>
    Forbidden,

    /// <summary>Unknown, or someone else's: told alike (404).</summary>
    NotFound,

    /// <summary>It was there, and its time is over (410).</summary>
    Gone,

    /// <summary>Asked too often; <see cref="Rejection.RetryAt"/> says when to come back (429).</summary>
    TooMany,

    /// <summary>The caller must sign in first (401).</summary>
    Unauthenticated,

    /// <summary>It is right and allowed, and the house cannot do it until an operator has mended something (503).</summary>
    Unavailable,
}

/// <summary>
/// A refusal as a value: a <paramref name="Code"/> that never changes (<c>feature.kebab-case</c>), and a sentence in both
/// languages that tells the person what to do next. It carries no personal data: it is shown, logged and kept.
/// </summary>
public sealed record Rejection(string Code, RejectionKind Kind, string English, string Russian)
{
    /// <summary>The field of the request that is wrong, in camelCase; only for <see cref="RejectionKind.Invalid"/>.</summary>
    public string? Field { get; init; }

    /// <summary>The other fields that are wrong, each with its own refusal; so a form is corrected in one go.</summary>
    public IReadOnlyList<Rejection> Also { get; init; } = [];

    /// <summary>The earliest time at which the same request can succeed, when that is known.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Machine-readable facts (amounts in kopecks, codes), shown as members of the problem.</summary>
    public IReadOnlyDictionary<string, object> Facts { get; init; } = new Dictionary<string, object>();

    /// <summary>The same refusal with one fact more.</summary>
    public Rejection With(string name, object value) => this with { Facts = new Dictionary<string, object>(Facts) { [name] = value } };
}
