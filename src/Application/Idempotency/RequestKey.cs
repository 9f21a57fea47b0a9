using System.Text.Json;
using Marketplace.Domain;
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
}

/// <summary>What was answered to a request; written in the transaction of its effect.</summary>
/// <param name="Id">The <see cref="RequestKey.Id"/>.</param>
/// <param name="Fingerprint">The <see cref="RequestKey.Fingerprint"/>.</param>
/// <param name="Body">The command's result as JSON; null once it is too old to be repeated.</param>
/// <param name="AnsweredAt">When.</param>
public sealed record StoredAnswer(string Id, string Fingerprint, Pii<string>? Body, DateTimeOffset AnsweredAt);

/// <summary>How a handler keeps its answer.</summary>
public static class Answers
{
    /// <summary>Keeps the answer beside the events: both are there or neither is. A second writer of the same key fails.</summary>
    public static T Answered<T>(this IDocumentSession session, RequestKey? key, T answer, DateTimeOffset now)
    {
        if (key is not null)
        {
            var body = JsonSerializer.Serialize(answer, JsonSerializerOptions.Web);
            session.Insert(new StoredAnswer(key.Id, key.Fingerprint, new Pii<string>(key.Subject, "answer", body), now));
        }

        return answer;
    }
}
