namespace Marketplace.Domain.Customers;

/// <summary>Why an account is not recovered.</summary>
public static class RecoveryErrors
{
    /// <summary>No account has that phone; told to support only.</summary>
    public static Rejection CustomerNotFound => new(
        "customer.not-found", RejectionKind.NotFound,
        "No account has this phone. Ask the customer for the phone of the account.",
        "Ни у одного аккаунта нет такого телефона. Уточните у клиента телефон аккаунта.");

    /// <summary>There is no mailbox that a code could prove the owner by (S50).</summary>
    public static Rejection NoVerifiedEmail => new(
        "customer.no-verified-email", RejectionKind.Conflict,
        "This account has no verified e-mail, so it cannot be recovered this way. The mobile operator can restore the number.",
        "У аккаунта нет подтверждённой почты, так восстановить его нельзя. Номер может восстановить мобильный оператор.");

    /// <summary>A recovery has begun a short while ago.</summary>
    public static Rejection AlreadyOpen(DateTimeOffset retryAt) => new(
        "customer.recovery-open", RejectionKind.Conflict,
        "A recovery of this account is under way; its code is in the mailbox. Another can be begun later.",
        "Восстановление этого аккаунта уже идёт, код отправлен на почту. Новое можно начать позже.")
    { RetryAt = retryAt };

    /// <summary>No such recovery, or it is over: told alike.</summary>
    public static Rejection Unknown => new(
        "customer.recovery-unknown", RejectionKind.NotFound,
        "There is no such recovery, or it is over. Call support to begin one.",
        "Такого восстановления нет или оно закончено. Позвоните в поддержку, чтобы начать его.");

    /// <summary>The new phone is the one that the account has.</summary>
    public static Rejection PhoneUnchanged => new(
        "customer.phone-unchanged", RejectionKind.Conflict,
        "This is the phone of the account already. Sign in with it, or name another.",
        "Это уже телефон аккаунта. Войдите по нему или укажите другой.");

    /// <summary>The body fits none of the steps.</summary>
    public static Rejection StepUnclear => new(
        "customer.recovery-step-unclear", RejectionKind.Invalid,
        "Send the code of the letter with the new phone, or the challengeId with the code of that phone, or the challengeId alone for another code.",
        "Отправьте код из письма с новым телефоном, либо challengeId с кодом этого телефона, либо только challengeId, чтобы получить код ещё раз.")
    { Field = "code" };
}
