using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers;

/// <summary>What the message with a code says: what it opens comes last, so that a person sees what a stranger asks for.</summary>
internal static class CodeText
{
    /// <summary>The text.</summary>
    public static string For(ChallengePurpose purpose, string code) => $"Код: {code}. Никому его не сообщайте. {Deed(purpose)}";

    /// <summary>The text of a letter. That of a recovery names it: its customer has no session that could (S50).</summary>
    public static string Letter(Challenge challenge, string code) => challenge.Purpose == ChallengePurpose.Recovery
        ? $"{For(challenge.Purpose, code)} Номер восстановления: {challenge.Id:D}. Если вы не обращались в поддержку, ничего не делайте."
        : For(challenge.Purpose, code);

    private static string Deed(ChallengePurpose purpose) => purpose switch
    {
        ChallengePurpose.SignIn => "Вход в Marketplace.",
        ChallengePurpose.Withdrawal => "Вывод денег из кошелька Marketplace.",
        ChallengePurpose.Activation => "Активация аккаунта Marketplace.",
        ChallengePurpose.OldContact => "Смена телефона или почты вашего аккаунта Marketplace. Если это не вы, отмените её в аккаунте.",
        ChallengePurpose.NewContact => "Привязка этого контакта к аккаунту Marketplace.",
        ChallengePurpose.Recovery => "Восстановление аккаунта Marketplace, начатое службой поддержки.",
        ChallengePurpose.RecoveryPhone => "Новый телефон аккаунта Marketplace.",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "A code for this purpose has no text."),
    };
}
