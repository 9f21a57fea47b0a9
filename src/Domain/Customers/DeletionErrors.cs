using System.Text.Json;

namespace Marketplace.Domain.Customers;

/// <summary>Why an account is not deleted, or does nothing any more because it is.</summary>
public static class DeletionErrors
{
    /// <summary>A reason must be given (S98).</summary>
    public static Rejection ReasonMissing => new(
        "customer.deletion-reason-missing", RejectionKind.Invalid,
        "Say why you want to delete the account.", "Укажите причину удаления аккаунта.")
    { Field = "reason" };

    /// <summary>The comment is too long.</summary>
    public static Rejection CommentTooLong => new(
        "customer.deletion-comment-too-long", RejectionKind.Invalid,
        $"Write {DeletionDecisions.LongestComment} characters at most.", $"Напишите не более {DeletionDecisions.LongestComment} знаков.")
    { Field = "comment" };

    /// <summary>Something is in the way; <c>blockers</c> names all of it at once (S95–S97, D7).</summary>
    public static Rejection Blocked(IReadOnlyList<DeletionBlocker> blockers) =>
        new Rejection(
            "customer.deletion-blocked", RejectionKind.Conflict,
            "The account cannot be deleted yet. Settle everything that is named, then ask again.",
            "Аккаунт пока нельзя удалить. Завершите всё перечисленное и повторите запрос.")
        .With("blockers", (string[])[.. blockers.Select(b => JsonNamingPolicy.KebabCaseLower.ConvertName(b.ToString()))]);

    /// <summary>No request for deletion waits for a code.</summary>
    public static Rejection NotRequested => new(
        "customer.deletion-not-requested", RejectionKind.Conflict,
        "No deletion waits for a code. Ask for it first.", "Нет удаления, ожидающего кода. Сначала запросите его.");

    /// <summary>The account is being deleted or is gone; its contacts are free as soon as the erasure has ended (S100).</summary>
    public static Rejection Deleted => new(
        "customer.deleted", RejectionKind.Conflict,
        "This account has been deleted. In a few minutes you can register anew with the same phone.",
        "Этот аккаунт удалён. Через несколько минут можно зарегистрироваться заново с тем же телефоном.");
}
