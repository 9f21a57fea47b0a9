using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>Why an order refuses.</summary>
public static class OrderErrors
{
    /// <summary>There is no such order, or it is someone else's: told alike.</summary>
    public static Rejection Unknown => new(
        "order.not-found", RejectionKind.NotFound, "There is no such order.", "Такого заказа нет.");

    /// <summary>D1: whoever takes a guest's order over has just proved its phone.</summary>
    public static Rejection ClaimNeedsCode => new(
        "order.claim-needs-code", RejectionKind.Forbidden,
        "Sign in with a code sent to the phone of the order, then ask for it again.",
        "Войдите по коду, отправленному на телефон заказа, и повторите.");

    /// <summary>The id names another order already.</summary>
    public static Rejection IdTaken => new(
        "order.id-taken", RejectionKind.Conflict,
        "This order id is in use for another order. Choose a new one.",
        "Этот номер заказа уже занят. Выберите другой.");

    /// <summary>S63: it costs something else by now than the customer was shown.</summary>
    public static Rejection PriceChanged(Money expected, Money total) =>
        new Rejection(
            "order.price-changed", RejectionKind.Conflict,
            $"The order costs {total} now, not {expected}. Look at the new price, and order again with it as expectedTotal if you agree.",
            $"Заказ стоит теперь {total}, а не {expected}. Проверьте новую цену и, если согласны, закажите снова с ней в expectedTotal.")
        .With("expectedTotal", expected.Kopecks).With("total", total.Kopecks);

    /// <summary>Nothing was ordered, or too many lines.</summary>
    public static Rejection LinesInvalid(int most) => new(
        "order.lines-invalid", RejectionKind.Invalid,
        $"An order has between 1 and {most} lines, each product once.",
        $"В заказе от 1 до {most} позиций, каждый товар один раз.")
    { Field = "lines" };

    /// <summary>Too few or too many units.</summary>
    public static Rejection QuantityInvalid(int most) => new(
        "order.quantity-invalid", RejectionKind.Invalid,
        $"A quantity is between 1 and {most}.", $"Количество — от 1 до {most}.")
    { Field = "quantity" };

    /// <summary>No such product is sold.</summary>
    public static Rejection ProductUnavailable(string sku) =>
        new Rejection(
            "order.product-unavailable", RejectionKind.Invalid,
            "This product cannot be ordered now. Remove it from the order.",
            "Этот товар сейчас нельзя заказать. Уберите его из заказа.")
        { Field = "lines" }
        .With("sku", sku);

    /// <summary>S68: the point must be active at placement.</summary>
    public static Rejection PickupPointUnavailable => new(
        "order.pickup-point-unavailable", RejectionKind.Invalid,
        "This pick-up point does not take orders now. Choose another one.",
        "Этот пункт выдачи сейчас не принимает заказы. Выберите другой.")
    { Field = "delivery.pickupPointId" };

    /// <summary>A courier needs to know where to go.</summary>
    public static Rejection AddressMissing => new(
        "order.address-missing", RejectionKind.Invalid,
        "Enter the address for the courier.", "Укажите адрес для курьера.")
    { Field = "delivery.address" };

    /// <summary>S67: the order is not where that step begins.</summary>
    internal static Rejection InvalidTransition(OrderStatus status, OrderStep step) =>
        new Rejection(
            "order.invalid-transition", RejectionKind.Conflict,
            $"The order is {OrderWords.English(status)}: {step.English} is not possible now.",
            $"Заказ в состоянии «{OrderWords.Russian(status)}»: {step.Russian} сейчас невозможна.")
        .With("orderStatus", status);

    /// <summary>S66: a carrier tells of what has not happened yet.</summary>
    public static Rejection ReportTooEarly => new(
        "order.report-too-early", RejectionKind.Invalid,
        "The time of this report lies in the future. Check the clock and send it again.",
        "Время этого сообщения ещё не наступило. Проверьте часы и отправьте его снова.")
    { Field = "occurredAt" };

    /// <summary>It is paid already.</summary>
    public static Rejection AlreadyPaid => new(
        "order.already-paid", RejectionKind.Conflict,
        "The order is paid already.", "Заказ уже оплачен.");

    /// <summary>The card part of a payment is still open.</summary>
    public static Rejection PaymentInProgress => new(
        "order.payment-in-progress", RejectionKind.Conflict,
        "A payment of this order is being decided by the bank. Wait for its end and try again.",
        "Оплата этого заказа ещё решается банком. Дождитесь результата и повторите.");

    /// <summary>S63: the bank said no.</summary>
    public static Rejection PaymentDeclined(string reason) =>
        new Rejection(
            "order.payment-declined", RejectionKind.Conflict,
            "The bank declined the card; nothing was taken. Use another card, or pay from the wallet.",
            "Банк отклонил карту, деньги не списаны. Используйте другую карту или кошелёк.")
        .With("reason", reason);

    /// <summary>A tender cannot pay less than nothing.</summary>
    public static Rejection TenderNegative(string field) => new(
        "order.tender-negative", RejectionKind.Invalid,
        "A part of a payment cannot be less than 0.", "Часть оплаты не может быть меньше 0.")
    { Field = field };

    /// <summary>The tenders do not cover the total and no card was named for the rest.</summary>
    public static Rejection PaymentShort(Money due, Money covered) =>
        new Rejection(
            "order.payment-short", RejectionKind.Invalid,
            $"The order costs {due}, {covered} is covered. Name a card for the rest.",
            $"Заказ стоит {due}, покрыто {covered}. Укажите карту для остатка.")
        { Field = "cardToken" }
        .With("due", due.Kopecks).With("covered", covered.Kopecks);

    /// <summary>The tenders are more than the total.</summary>
    public static Rejection PaymentExceeds(Money due, Money offered) =>
        new Rejection(
            "order.payment-exceeds", RejectionKind.Invalid,
            $"The order costs {due}, {offered} was offered. Lower the wallet or points part.",
            $"Заказ стоит {due}, предложено {offered}. Уменьшите часть из кошелька или баллами.")
        { Field = "wallet" }
        .With("due", due.Kopecks).With("offered", offered.Kopecks);

    /// <summary>P5: points may pay only part of the goods.</summary>
    public static Rejection TooManyPoints(long most) =>
        new Rejection(
            "order.too-many-points", RejectionKind.Invalid,
            $"At most {most} points can pay for this order.",
            $"Этот заказ можно оплатить не более чем {most} баллами.")
        { Field = "points" }
        .With("most", most);

    /// <summary>S69: the goods are on their way.</summary>
    public static Rejection AlreadyShipped => new(
        "order.already-shipped", RejectionKind.Conflict,
        "The order is on its way and cannot be cancelled. Send the goods back after delivery.",
        "Заказ уже в пути, отменить его нельзя. Оформите возврат после получения.");

    /// <summary>S70: the warehouse is at work.</summary>
    public static Rejection AssemblyStarted => new(
        "order.assembly-started", RejectionKind.Conflict,
        "The order is being assembled; single units can no longer be removed. Cancel all of it, or send units back after delivery.",
        "Заказ уже собирается, удалить позицию нельзя. Отмените заказ целиком или оформите возврат.");

    /// <summary>No such line in the order.</summary>
    public static Rejection LineUnknown => new(
        "order.line-unknown", RejectionKind.NotFound,
        "The order has no such line.", "В заказе нет такой позиции.");

    /// <summary>More units than there are.</summary>
    public static Rejection QuantityExceeds(int remaining) =>
        new Rejection(
            "order.quantity-exceeds", RejectionKind.Invalid,
            $"Only {remaining} units of this line are left.", $"В этой позиции осталось {remaining} шт.")
        { Field = "quantity" }
        .With("remaining", remaining);

    /// <summary>S71, S77: goods come back, and the shop is reviewed, after they were delivered.</summary>
    public static Rejection NotDelivered => new(
        "order.not-delivered", RejectionKind.Conflict,
        "The order has not been delivered yet. Wait for the delivery, or cancel the order instead.",
        "Заказ ещё не доставлен. Дождитесь доставки или отмените заказ.");

    /// <summary>S61: goods of this kind come back only when something is wrong with them.</summary>
    public static Rejection NotReturnable(string category) =>
        new Rejection(
            "order.not-returnable", RejectionKind.Invalid,
            "Goods of this kind come back only when they are defective, not what you ordered, or not as described. Name that reason if it applies.",
            "Такие товары принимаем назад, только если они с браком, не те или не соответствуют описанию. Укажите такую причину, если она есть.")
        { Field = "lines" }
        .With("category", category);

    /// <summary>P4: the time for returns is over.</summary>
    public static Rejection ReturnWindowClosed => new(
        "order.return-window-closed", RejectionKind.Conflict,
        "The time to send these goods back is over.", "Срок возврата этих товаров истёк.");

    /// <summary>The return is not of this order.</summary>
    public static Rejection ReturnUnknown => new(
        "order.return-unknown", RejectionKind.NotFound, "There is no such return.", "Такого возврата нет.");

    /// <summary>The return is past the step that was asked for, or not there yet.</summary>
    internal static Rejection ReturnInvalidTransition(ReturnStatus status, OrderStep step) =>
        new Rejection(
            "order.return-invalid-transition", RejectionKind.Conflict,
            $"The return is {OrderWords.English(status)}: {step.English} is not possible now.",
            $"Возврат в состоянии «{OrderWords.Russian(status)}»: {step.Russian} сейчас невозможна.")
        .With("returnStatus", status);

    /// <summary>The warehouse counted more than was announced.</summary>
    public static Rejection CountExceeds(int announced) =>
        new Rejection(
            "order.count-exceeds", RejectionKind.Invalid,
            $"Only {announced} units of this line were announced.", $"По этой позиции заявлено {announced} шт.")
        { Field = "counted" }
        .With("announced", announced);
}
