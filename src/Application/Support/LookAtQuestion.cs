using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain.Support;
using Marten;

namespace Marketplace.Application.Support;

/// <summary>Somebody of support opens a question.</summary>
public sealed record LookAtQuestion(Guid QuestionId, string AgentId, Secret Reason);

/// <summary>The question with its text, and whose it is, masked.</summary>
public sealed record SeenQuestion(SupportQuestionView Question, MaskedContacts Contacts);

/// <summary>Handles <see cref="LookAtQuestion"/>.</summary>
public static class LookAtQuestionHandler
{
    /// <summary>Counts the look, then records it.</summary>
    public static async Task<SeenQuestion> Handle(
        LookAtQuestion command, IDocumentSession session, SupportLookups lookups, IDataKeys keys, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var reason = lookups.ReasonOf(command.Reason, "X-Reason");
        await lookups.CountAsync(command.AgentId, now, cancellation);
        var question = await session.LoadAsync<SupportQuestionView>(command.QuestionId, cancellation);
        if (question is null || keys.Find(question.CustomerId) is null) throw new RefusedException(SupportErrors.QuestionUnknown);
        var contacts = await session.RecordAsync(
            question.CustomerId, question.Topic, question.OrderId, command.AgentId, reason, SupportErrors.QuestionUnknown, now, cancellation);
        return new SeenQuestion(question, contacts);
    }
}
