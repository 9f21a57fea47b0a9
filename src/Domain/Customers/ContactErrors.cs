namespace Marketplace.Domain.Customers;

/// <summary>Why a contact does not change, or what waits because one does.</summary>
public static class ContactErrors
{
    /// <summary>A contact is being changed without proof of the old one; this deed waits until it has settled (D11).</summary>
    public static Rejection ChangePending(DateTimeOffset retryAt) => new(
        "customer.contact-change-pending", RejectionKind.Forbidden,
        "A contact of this account is being changed. Wait until that has settled, or cancel the change.",
        "Контакт этого аккаунта меняется. Дождитесь завершения или отмените изменение.")
    { RetryAt = retryAt };

    /// <summary>A contact has been changed without proof of the old one a short while ago (D11, S51).</summary>
    public static Rejection CoolingOff(DateTimeOffset retryAt) => new(
        "customer.cooling-off", RejectionKind.Forbidden,
        "A contact of this account was changed a short while ago. For safety this is possible later.",
        "Контакт этого аккаунта недавно изменился. Ради безопасности это станет возможно позже.")
    { RetryAt = retryAt };

    /// <summary>The account has that contact already.</summary>
    public static Rejection Unchanged => new(
        "customer.contact-unchanged", RejectionKind.Conflict,
        "This is the contact of the account already.", "Это и есть нынешний контакт аккаунта.");

    /// <summary>Another change of the same kind has not ended (S45).</summary>
    public static Rejection AlreadyPending => new(
        "customer.change-already-pending", RejectionKind.Conflict,
        "Another change of this contact is under way. Finish or cancel it first.",
        "Другое изменение этого контакта ещё не завершено. Сначала завершите или отмените его.");

    /// <summary>There is no such change of this customer.</summary>
    public static Rejection ChangeUnknown => new(
        "customer.change-unknown", RejectionKind.NotFound,
        "There is no such change of a contact.", "Такого изменения контакта нет.");

    /// <summary>The change has ended, one way or the other (S48).</summary>
    public static Rejection NoPendingChange => new(
        "customer.no-pending-change", RejectionKind.Conflict,
        "This change has ended already.", "Это изменение уже завершено.");

    /// <summary>The new contact was not proved in time.</summary>
    public static Rejection ChangeExpired => new(
        "customer.change-expired", RejectionKind.Gone,
        "The new contact was not confirmed in time. Ask for the change again.",
        "Новый контакт не был подтверждён вовремя. Запросите изменение ещё раз.");

    /// <summary>The phone belongs to another account; told only to who proved it (S8, X30).</summary>
    public static Rejection PhoneTaken => new(
        "customer.phone-taken", RejectionKind.Conflict,
        "This phone belongs to another account. Use another one, or sign in with it.",
        "Этот телефон принадлежит другому аккаунту. Укажите другой или войдите с ним.");

    /// <summary>The account has no proven e-mail.</summary>
    public static Rejection NoVerifiedEmail => new(
        "customer.no-verified-email", RejectionKind.Conflict,
        "The account has no confirmed e-mail. Add one and confirm it first.",
        "У аккаунта нет подтверждённой почты. Сначала добавьте и подтвердите её.");

    /// <summary>The contact belongs to another account.</summary>
    public static Rejection Taken(ContactKind kind) => kind == ContactKind.Phone ? PhoneTaken : ProtectionErrors.EmailTaken;
}
