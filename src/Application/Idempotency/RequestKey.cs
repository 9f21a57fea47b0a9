using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.Idempotency;

/// <summary>One request that must have one effect, however often it is sent.</summary>
/// <param name="Id">A hash of caller, route and the caller's own key.</param>
/// <param name="Fingerprint">A hash of the body, so that the key cannot be used for something else.</param>
/// <param name="Subject">The customer under whose key the answer is kept; staff requests use <see cref="House"/>.</param>
public sealed record RequestKey(string Id, string Fingerprint, Guid Subject)
{
    /// <summary>The subject of what belongs to no customer.</summary>
    public static readonly Guid House = new("00000000-0000-8000-8000-000000000001");

    /// <summary>The id of what this request creates: the same request always names the same thing (X5).</summary>
    public Guid NewId() => DeterministicId.Of(House, Id);
}

/// <summary>What was answered to a request; written in the transaction of its effect.</summary>
/// <param name="Id">The <see cref="RequestKey.Id"/>.</param>
/// <param name="Fingerprint">The <see cref="RequestKey.Fingerprint"/>.</param>
/// <param name="Body">The command's result as JSON; null once it is too old to be repeated.</param>
/// <param name="IsFinal">False while a provider is still being asked and the answer may be replaced.</param>
/// <param name="AnsweredAt">When.</param>
public sealed record StoredAnswer(string Id, string Fingerprint, Pii<string>? Body, bool IsFinal, DateTimeOffset AnsweredAt);

/// <summary>How a handler keeps its answer: beside the events, so that both are there or neither is.</summary>
public static class Answers
{
    /// <summary>How answers are written and read again.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerOptions.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Keeps the one answer to this request. A second writer of the same key fails.</summary>
    public static T Answered<T>(this IDocumentSession session, RequestKey? key, T answer, DateTimeOffset now)
    {
        if (key is not null) session.Insert(Stored(key, answer, true, now));
        return answer;
    }

    /// <summary>Keeps a first answer while a provider is being asked. A second writer of the same key fails.</summary>
    public static T AnsweredForNow<T>(this IDocumentSession session, RequestKey? key, T answer, DateTimeOffset now)
    {
        if (key is not null) session.Insert(Stored(key, answer, false, now));
        return answer;
    }

    /// <summary>Replaces the first answer by the last.</summary>
    public static T AnsweredAtLast<T>(this IDocumentSession session, RequestKey? key, T answer, DateTimeOffset now)
    {
        if (key is not null) session.Store(Stored(key, answer, true, now));
        return answer;
    }

    private static StoredAnswer Stored<T>(RequestKey key, T answer, bool isFinal, DateTimeOffset now) =>
        new(key.Id, key.Fingerprint, new Pii<string>(key.Subject, "answer", JsonSerializer.Serialize(answer, Json)), isFinal, now);
}
