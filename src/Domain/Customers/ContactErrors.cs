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
}
