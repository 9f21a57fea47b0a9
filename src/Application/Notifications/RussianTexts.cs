using Marketplace.Application.Ports;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Notifications;

/// <summary>The texts in Russian.</summary>
internal static class RussianTexts
{
    private const string NotYou = "Если это не вы, сразу войдите в аккаунт и завершите чужие сеансы или обратитесь в поддержку.";

    public static Letter Letter(NoticeKind kind, NoticeFacts f) => kind switch
    {
        NoticeKind.SaleReceipt => new("Чек об оплате заказа", Receipt("Вы оплатили заказ", f)),
        NoticeKind.RefundReceipt => new("Чек о возврате денег", Receipt("Мы вернули деньги за заказ", f)),
        NoticeKind.ReceiptAgain => new(
            f.Refund ? "Чек о возврате денег (повторно)" : "Чек об оплате заказа (повторно)",
            Receipt(f.Refund ? "Вы просили ещё раз прислать чек о возврате денег за заказ" : "Вы просили ещё раз прислать чек об оплате заказа", f)),
        NoticeKind.OrderShipped => new("Заказ передан в доставку", $"Заказ {f.Order} передан в доставку. Мы напишем, когда он прибудет."),
        NoticeKind.OrderArrived => new("Заказ ждёт вас", $"Заказ {f.Order} прибыл в пункт выдачи и ждёт вас."),
        NoticeKind.OrderDelivered => new("Заказ получен", $"Вы получили заказ {f.Order}. Спасибо за покупку! Вернуть товары можно до {f.At}."),
        NoticeKind.OrderCancelled => new("Заказ отменён", $"Заказ {f.Order} отменён. Если он был оплачен, деньги и баллы возвращены; чек придёт отдельным письмом."),
        NoticeKind.WithdrawalSettled => new("Вывод денег выполнен", Sms(kind, f)!),
        NoticeKind.WithdrawalRejected => new("Банк отклонил вывод денег", Sms(kind, f)!),
        NoticeKind.WithdrawalSettledLate => new("Банк всё же выполнил вывод денег", Sms(kind, f)!),
        NoticeKind.EmailProof => new(
            "Подтвердите почту",
            $"Эту почту указали в аккаунте Marketplace. Чтобы подтвердить её, откройте страницу до {f.At}:\n\n{f.Link}\n\nЕсли это не вы, просто ничего не делайте."),
        NoticeKind.ContactChangeWarning => new(
            f.Contact == ContactKind.Phone ? "Телефон аккаунта меняется" : "Почта аккаунта меняется",
            $"{f.At} {Contact(f)} вашего аккаунта Marketplace сменится. Если вы этого не просили, отмените смену, входить для этого не нужно:\n\n{f.Link}"),
        NoticeKind.PhoneChanged => new("Телефон аккаунта изменён", $"У вашего аккаунта Marketplace теперь другой телефон. {NotYou}"),
        NoticeKind.EmailChanged => new("Почта аккаунта изменена", $"У вашего аккаунта Marketplace теперь другая почта. {NotYou}"),
        NoticeKind.RecoveryStarted => new(
            "Восстановление аккаунта", $"Служба поддержки начала восстановление вашего аккаунта Marketplace. {NotYou}"),
        NoticeKind.RecoveryCompleted => new("Аккаунт восстановлен", $"Ваш аккаунт Marketplace восстановлен, его телефон изменён. {NotYou}"),
        NoticeKind.PasskeyEnrolled => new("Новый ключ доступа", $"В ваш аккаунт Marketplace теперь можно войти по отпечатку или лицу на новом устройстве. {NotYou}"),
        NoticeKind.IdentityLinked => new("Новый способ входа", $"В ваш аккаунт Marketplace теперь можно войти через ещё один сервис. {NotYou}"),
        NoticeKind.BackInStock => new("Товар снова в наличии", $"{Sms(kind, f)} Вы его ждали; кто закажет первым, тот и получит."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This notice has no letter."),
    };

    public static string? Sms(NoticeKind kind, NoticeFacts f) => kind switch
    {
        NoticeKind.SaleReceipt => $"Заказ оплачен: {f.Amount}. Чек: {f.Link}",
        NoticeKind.RefundReceipt => $"Деньги за заказ возвращены: {f.Amount}. Чек: {f.Link}",
        NoticeKind.OrderArrived => "Ваш заказ прибыл в пункт выдачи и ждёт вас. Marketplace",
        NoticeKind.WithdrawalSettled => $"Вывод {f.Amount} выполнен: деньги зачислены на ваш счёт в банке.",
        NoticeKind.WithdrawalRejected => $"Банк отклонил вывод {f.Amount}. Деньги снова доступны в кошельке.",
        NoticeKind.WithdrawalSettledLate => $"Банк всё же выполнил вывод {f.Amount}, от которого отказался. Сумма снова списана с кошелька.",
        NoticeKind.ContactChangeWarning => $"{f.At} {Contact(f)} вашего аккаунта Marketplace сменится. Не вы? Отмените: {f.Link}",
        NoticeKind.PhoneChanged => "Этот телефон больше не привязан к аккаунту Marketplace. Не вы? Обратитесь в поддержку.",
        NoticeKind.RecoveryStarted => "Служба поддержки начала восстановление вашего аккаунта Marketplace. Не вы? Обратитесь в поддержку.",
        NoticeKind.RecoveryCompleted => "Ваш аккаунт Marketplace восстановлен, его телефон изменён. Не вы? Обратитесь в поддержку.",
        NoticeKind.BackInStock => $"Снова в наличии: {f.Product}. Marketplace.",
        _ => null,
    };

    private static string Receipt(string what, NoticeFacts f) => $"{what} {f.Order}.\n\n{f.Lines}\n\nВсего: {f.Amount}";

    private static string Contact(NoticeFacts f) => f.Contact == ContactKind.Phone ? "телефон" : "почта";
}
