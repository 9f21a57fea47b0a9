namespace Marketplace.Domain.Reviews;

/// <summary>Why a review is not taken.</summary>
public static class ReviewErrors
{
    /// <summary>A rating is a whole number of stars.</summary>
    public static Rejection RatingInvalid => new(
        "review.rating-invalid", RejectionKind.Invalid, "Rate from 1 to 5.", "Поставьте оценку от 1 до 5.")
    { Field = "rating" };

    /// <summary>The text is empty or too long.</summary>
    public static Rejection TextInvalid(int most) => new(
        "review.text-invalid", RejectionKind.Invalid,
        $"Write 1 to {most} characters, or leave the text out.", $"Напишите от 1 до {most} знаков или не пишите текст.")
    { Field = "text" };

    /// <summary>Nobody has reviewed this order yet.</summary>
    public static Rejection Unknown => new(
        "review.not-found", RejectionKind.NotFound, "There is no review of this order yet.", "Отзыва об этом заказе ещё нет.");
}
