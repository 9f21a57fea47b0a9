namespace Marketplace.Domain.Customers;

/// <summary>Why an account is not activated or protected, or may not do something before it is.</summary>
public static class ProtectionErrors
{
    /// <summary>The account must be protected first; <c>missing</c> names the steps (S11, D10).</summary>
    public static Rejection AccountRestricted(IReadOnlyList<string> missing) =>
        new Rejection(
            "customer.account-restricted", RejectionKind.Forbidden,
            "Protect your account first: add an e-mail and confirm it by the link in the letter.",
            "Сначала защитите аккаунт: укажите почту и подтвердите её по ссылке из письма.")
        .With("missing", missing);
}
