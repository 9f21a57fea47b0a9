using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Support;

namespace Marketplace.Application.Views;

/// <summary>A question to support, as its customer's list and the queue of support are made of it (S102).</summary>
/// <param name="QuestionId">The question.</param>
/// <param name="CustomerId">Who asked.</param>
/// <param name="Topic">What about.</param>
/// <param name="OrderId">About which order.</param>
/// <param name="Text">The question itself.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Open">Whether it waits for an answer.</param>
/// <param name="Answer">The answer.</param>
/// <param name="AnsweredAt">When it was answered.</param>
public sealed record SupportQuestionView(
    Guid QuestionId,
    Guid CustomerId,
    SupportTopic Topic,
    Guid? OrderId,
    Pii<string> Text,
    DateTimeOffset AskedAt,
    bool Open,
    Pii<string>? Answer,
    DateTimeOffset? AnsweredAt)
{
    /// <summary>The view after one more event. (Not named Evolve: the store's source generator claims that name in this assembly.)</summary>
    public static SupportQuestionView? Fold(SupportQuestionView? view, SupportQuestionEvent happened) => (view, happened) switch
    {
        (null, SupportQuestionAsked e) => new SupportQuestionView(e.QuestionId, e.CustomerId, e.Topic, e.OrderId, e.Text, e.AskedAt, true, null, null),
        ({ } v, SupportQuestionAnswered e) => v with { Open = false, Answer = e.Text, AnsweredAt = e.AnsweredAt },
        _ => view,
    };
}
