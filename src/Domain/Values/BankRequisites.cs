using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Domain.Values;

/// <summary>
/// Where a withdrawal goes: a person's account in a Russian bank (S89). Only <see cref="Check"/> makes one, so whoever holds
/// it holds requisites whose account fits the bank. Personal data: for the vault and the bank, never for an event or a log.
/// </summary>
public sealed record BankRequisites
{
    private const int LongestRecipient = 160;
    private const string MarksInNames = " \"'«»„“”’.-";

    private BankRequisites(string bic, string account, string recipient) => (Bic, Account, Recipient) = (bic, account, recipient);

    /// <summary>The bank's code in the payment system of the Bank of Russia, 9 digits.</summary>
    public string Bic { get; }

    /// <summary>The account, 20 digits.</summary>
    public string Account { get; }

    /// <summary>The recipient's name as the bank knows it.</summary>
    public string Recipient { get; }

    /// <summary>The requisites, or a refusal that names the first wrong field. Spaces inside numbers are the caller's to remove.</summary>
    public static Checked<BankRequisites> Check(string? bic, string? account, string? recipient)
    {
        if (!IsBic(bic)) return BicInvalid;
        if (!HasDigits(account, AccountKey.AccountLength)) return AccountInvalid;
        if (!AccountKey.Fits(bic, account)) return KeyInvalid;
        if (!IsName(recipient)) return RecipientInvalid;
        return new BankRequisites(bic, account, recipient);
    }

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(BankRequisites);

    // Credit institutions have codes that begin with 04. The structure is in appendix 5 to the Bank of Russia's Regulation
    // 732-P; the other beginnings (00, 01, 02) belong to the Treasury and to clients of the Bank of Russia, where a
    // customer has no account.
    private static bool IsBic([NotNullWhen(true)] string? bic) =>
        HasDigits(bic, AccountKey.BicLength) && bic.StartsWith("04", StringComparison.Ordinal);

    private static bool HasDigits([NotNullWhen(true)] string? text, int length) =>
        text is not null && text.Length == length && text.All(char.IsAsciiDigit);

    private static bool IsName([NotNullWhen(true)] string? name) =>
        name is { Length: >= 1 and <= LongestRecipient }
        && name.Any(char.IsLetter)
        && name.All(c => char.IsLetter(c) || char.IsAsciiDigit(c) || MarksInNames.Contains(c, StringComparison.Ordinal));

    private static Rejection BicInvalid => Invalid(
        "bic",
        "The bank's BIC has 9 digits and begins with 04. Copy it from your bank's app.",
        "БИК банка состоит из 9 цифр и начинается с 04. Скопируйте его из приложения банка.");

    private static Rejection AccountInvalid => Invalid(
        "account",
        "An account number has 20 digits. Copy it from your bank's app.",
        "Номер счёта состоит из 20 цифр. Скопируйте его из приложения банка.");

    private static Rejection KeyInvalid => Invalid(
        "account",
        "This account number does not belong to the bank with this BIC. Check both for a mistyped digit.",
        "Такого номера счёта нет в банке с этим БИК. Проверьте, нет ли ошибки в цифрах счёта и БИК.");

    private static Rejection RecipientInvalid => Invalid(
        "recipient",
        "Give the recipient's name: up to 160 letters, digits, spaces, quotation marks, dots and hyphens.",
        "Укажите получателя: до 160 букв, цифр, пробелов, кавычек, точек и дефисов.");

    private static Rejection Invalid(string field, string english, string russian) =>
        new("wallet.requisites-invalid", RejectionKind.Invalid, english, russian) { Field = "requisites." + field };
}
