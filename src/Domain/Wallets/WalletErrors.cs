using Marketplace.Domain.Values;

namespace Marketplace.Domain.Wallets;

/// <summary>Why a wallet refuses.</summary>
public static class WalletErrors
{
    /// <summary>There is no such wallet.</summary>
    public static Rejection Unknown => new(
        "wallet.not-found", RejectionKind.NotFound, "There is no such wallet.", "Такого кошелька нет.");

    /// <summary>The amount is not between one kopeck and the cap.</summary>
    public static Rejection AmountOutOfRange(Money cap) => new(
        "wallet.amount-out-of-range", RejectionKind.Invalid,
        $"Enter an amount between 0.01 ₽ and {cap}.",
        $"Введите сумму от 0.01 ₽ до {cap}.")
    { Field = "amount" };

    /// <summary>More is asked for than can be spent.</summary>
    public static Rejection InsufficientFunds(Money available, Money needed) =>
        new Rejection(
            "wallet.insufficient-funds", RejectionKind.Conflict,
            $"The wallet has {available} to spend, {needed} is needed. Top it up or choose a smaller amount.",
            $"В кошельке доступно {available}, нужно {needed}. Пополните кошелёк или уменьшите сумму.")
        .With("available", available.Kopecks).With("needed", needed.Kopecks);

    /// <summary>The hold has ended already, or never was.</summary>
    public static Rejection HoldEnded => new(
        "wallet.hold-ended", RejectionKind.Conflict,
        "This money is no longer held. Start the payment again.",
        "Эти деньги больше не удерживаются. Начните оплату заново.");

    /// <summary>The card was declined.</summary>
    public static Rejection TopUpDeclined(string reason) =>
        new Rejection(
            "wallet.top-up-declined", RejectionKind.Conflict,
            "The bank declined the card. Use another card or ask your bank.",
            "Банк отклонил карту. Используйте другую карту или обратитесь в банк.")
        .With("reason", reason);

    /// <summary>The acquirer speaks of a top-up that was never asked for.</summary>
    public static Rejection TopUpUnknown => new(
        "wallet.top-up-unknown", RejectionKind.NotFound,
        "There is no such top-up. Check the payment reference and contact the shop.",
        "Такого пополнения нет. Проверьте номер платежа и обратитесь в магазин.");

    /// <summary>P8: one withdrawal at a time.</summary>
    public static Rejection WithdrawalOpen => new(
        "wallet.withdrawal-open", RejectionKind.Conflict,
        "Another withdrawal is under way. Wait for its end or cancel it.",
        "Уже есть незавершённый вывод. Дождитесь его завершения или отмените его.");

    /// <summary>P8: so many withdrawals a day.</summary>
    public static Rejection TooManyWithdrawals(int limit, DateTimeOffset retryAt) => new(
        "wallet.withdrawal-limit", RejectionKind.TooMany,
        $"No more than {limit} withdrawals a day. Try again tomorrow.",
        $"Не более {limit} выводов в день. Попробуйте завтра.")
    { RetryAt = retryAt };

    /// <summary>P14: when the money would arrive cannot be promised, because the production calendar ends before that.</summary>
    public static Rejection CalendarEnds => new(
        "wallet.calendar-ends", RejectionKind.Unavailable,
        "Withdrawals are paused: the calendar of business days ends. Nothing was taken. Try again in some days or write to support.",
        "Вывод временно недоступен: закончился календарь рабочих дней. Деньги не списаны. Повторите через несколько дней или напишите в поддержку.");

    /// <summary>No such withdrawal waits for anything.</summary>
    public static Rejection WithdrawalUnknown => new(
        "wallet.withdrawal-unknown", RejectionKind.NotFound,
        "There is no such withdrawal.", "Такого вывода нет.");

    /// <summary>P6: the time to confirm is over.</summary>
    public static Rejection WithdrawalExpired => new(
        "wallet.withdrawal-expired", RejectionKind.Gone,
        "The time to confirm is over and the money is available again. Ask for a new withdrawal.",
        "Время подтверждения истекло, деньги снова доступны. Создайте новый вывод.");

    /// <summary>The withdrawal is past the step that was asked for.</summary>
    public static Rejection WithdrawalUnderWay => new(
        "wallet.withdrawal-under-way", RejectionKind.Conflict,
        "The withdrawal has been confirmed already and cannot be changed. Its status tells how far it is.",
        "Вывод уже подтверждён, изменить его нельзя. Следите за его статусом.");

    /// <summary>No money leaves a wallet that owes some.</summary>
    public static Rejection Owes(Money owed) =>
        new Rejection(
            "wallet.debt-open", RejectionKind.Conflict,
            $"The bank has paid an earlier withdrawal that it had refused, and {owed} of it was spent already. Top the wallet up or cancel this withdrawal.",
            $"Банк выплатил прежний вывод, от которого отказался, а {owed} из этих денег уже потрачены. Пополните кошелёк или отмените этот вывод.")
        .With("owed", owed.Kopecks);
}
