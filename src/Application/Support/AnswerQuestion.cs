using JasperFx.Events;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Support;
using Marten;

namespace Marketplace.Application.Support;

/// <summary>Somebody of support answers a question (S102).</summary>
/// <param name="QuestionId">The question.</param>
/// <param name="AgentId">Who answers.</param>
/// <param name="Text">The answer.</param>
public sealed record AnswerQuestion(Guid QuestionId, string AgentId, Secret Text);

/// <summary>The answer was taken.</summary>
public sealed record QuestionAnswered(Guid QuestionId, DateTimeOffset AnsweredAt);

/// <summary>Handles <see cref="AnswerQuestion"/>.</summary>
public static class AnswerQuestionHandler
{
    private const string Reason = "Ответ на вопрос";

    /// <summary>Answers it, once; the customer also sees in the security log who dealt with it (S103).</summary>
    public static async Task<QuestionAnswered> Handle(
        AnswerQuestion command,
        [Locked(nameof(AnswerQuestion.QuestionId))] IEventStream<SupportQuestion> stream,
        IDocumentSession session,
        IDataKeys keys,
        SupportPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var text = command.Text.Reveal().Trim();
        if (SupportQuestionDecisions.RefuseText(text, policy) is { } refused) throw new RefusedException(refused);
        var question = stream.Existing(SupportErrors.QuestionUnknown);
        if (keys.Find(question.CustomerId) is null) throw new RefusedException(SupportErrors.QuestionUnknown);
        stream.Append(SupportQuestionDecisions.Answer(question, command.AgentId, new Pii<string>(question.CustomerId, "support-answer", text), now));
        await session.RecordAsync(
            question.CustomerId, question.Topic, question.OrderId, command.AgentId, Reason, SupportErrors.QuestionUnknown, now, cancellation);
        return new QuestionAnswered(command.QuestionId, now);
    }
}
