namespace Marketplace.Domain.Support;

/// <summary>Why support may not look or answer, or a question is not taken.</summary>
public static class SupportErrors
{
    /// <summary>Nobody looks without saying why (S101).</summary>
    public static Rejection ReasonRequired(string field, int most) => new(
        "support.reason-required", RejectionKind.Invalid,
        $"Say why you look, in 1 to {most} characters. The customer will see it.",
        $"Напишите причину обращения, от 1 до {most} знаков. Клиент её увидит.")
    { Field = field };

    /// <summary>The agent has looked up enough for an hour (P15).</summary>
    public static Rejection TooManyLookups(DateTimeOffset retryAt) => new(
        "support.too-many-lookups", RejectionKind.TooMany,
        "You have used up your look-ups of this hour. Try again later.",
        "Запросы на этот час исчерпаны. Попробуйте позже.")
    { RetryAt = retryAt };

    /// <summary>The text is empty or too long.</summary>
    public static Rejection TextInvalid(int most) => new(
        "support.text-invalid", RejectionKind.Invalid,
        $"Write 1 to {most} characters.", $"Напишите от 1 до {most} знаков.")
    { Field = "text" };

    /// <summary>No such question, or someone else's.</summary>
    public static Rejection QuestionUnknown => new(
        "support.question-unknown", RejectionKind.NotFound,
        "There is no such question.", "Такого вопроса нет.");

    /// <summary>Too many questions wait already (S102).</summary>
    public static Rejection TooManyOpen(int most) =>
        new Rejection(
            "support.too-many-open-questions", RejectionKind.Conflict,
            $"{most} of your questions wait for an answer. Wait for one before you ask again.",
            $"Ответа ждут уже {most} ваших вопросов. Дождитесь ответа, прежде чем спрашивать ещё.")
        .With("most", most);

    /// <summary>A question is answered once.</summary>
    public static Rejection AlreadyAnswered => new(
        "support.already-answered", RejectionKind.Conflict,
        "This question has been answered already.", "На этот вопрос уже ответили.");
}
