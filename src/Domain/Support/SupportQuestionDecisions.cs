using Marketplace.Domain.Customers;

namespace Marketplace.Domain.Support;

/// <summary>A question as its customer puts it.</summary>
public sealed record NewQuestion(Guid QuestionId, Guid CustomerId, SupportTopic Topic, Guid? OrderId, Pii<string> Text);

/// <summary>How questions are asked and answered (S102).</summary>
public static class SupportQuestionDecisions
{
    /// <summary>Asks.</summary>
    /// <param name="existing">The question of that id, if it was asked already.</param>
    /// <param name="asked">The question.</param>
    /// <param name="open">How many of this customer's questions wait for an answer.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="now">The time.</param>
    public static Decision<SupportQuestionEvent> Ask(
        SupportQuestion? existing, NewQuestion asked, int open, SupportPolicy policy, DateTimeOffset now)
    {
        if (existing is not null) return Decision<SupportQuestionEvent>.Nothing;
        if (open >= policy.MostOpenQuestions) return SupportErrors.TooManyOpen(policy.MostOpenQuestions);
        return new SupportQuestionAsked(asked.QuestionId, asked.CustomerId, asked.Topic, asked.OrderId, asked.Text, now);
    }

    /// <summary>Answers, once.</summary>
    public static Decision<SupportQuestionEvent> Answer(SupportQuestion question, string agentId, Pii<string> text, DateTimeOffset now) =>
        question.Answered ? SupportErrors.AlreadyAnswered : new SupportQuestionAnswered(question.Id, agentId, text, now);

    /// <summary>Whether a text can be kept: something is in it, and not too much.</summary>
    public static Rejection? RefuseText(string text, SupportPolicy policy) =>
        text.Length >= 1 && text.Length <= policy.LongestText ? null : SupportErrors.TextInvalid(policy.LongestText);
}
