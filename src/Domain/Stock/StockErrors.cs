namespace Marketplace.Domain.Stock;

/// <summary>Why units cannot be had, held or waited for.</summary>
public static class StockErrors
{
    /// <summary>There are not so many units (S74). <c>available</c> is how many this customer could have.</summary>
    public static Rejection OutOfStock(string sku, long available) =>
        new Rejection(
            "stock.out-of-stock", RejectionKind.Conflict,
            "There are not enough units of this product. Take fewer, or join its waitlist.",
            "Этого товара недостаточно. Возьмите меньше или встаньте на ожидание.")
        .With("sku", sku).With("available", available);

    /// <summary>The warehouse named no number of units that can be.</summary>
    public static Rejection QuantityInvalid(long most) => new(
        "stock.quantity-invalid", RejectionKind.Invalid,
        $"Name either the received units (1 to {most}) or the counted free ones (0 to {most}).",
        $"Укажите либо принятые единицы (от 1 до {most}), либо посчитанные свободные (от 0 до {most}).")
    { Field = "quantity" };

    /// <summary>Too few or too many units for one reservation.</summary>
    public static Rejection ReservationQuantityInvalid(int most) => new(
        "reservation.quantity-invalid", RejectionKind.Invalid,
        $"A reservation holds 1 to {most} units.", $"В брони от 1 до {most} единиц.")
    { Field = "quantity" };

    /// <summary>The customer holds enough already.</summary>
    public static Rejection TooManyReservations(int most) =>
        new Rejection(
            "reservation.too-many-open", RejectionKind.Conflict,
            $"You hold {most} reservations already. Order or release one first.",
            $"У вас уже {most} броней. Сначала закажите или снимите одну из них.")
        .With("most", most);

    /// <summary>No such reservation, or someone else's: told alike.</summary>
    public static Rejection ReservationUnknown => new(
        "reservation.not-found", RejectionKind.NotFound, "There is no such reservation.", "Такой брони нет.");

    /// <summary>What can be had is not waited for (S75).</summary>
    public static Rejection InStock => new(
        "waitlist.item-in-stock", RejectionKind.Conflict,
        "This product is in stock. Order it now.", "Этот товар есть в наличии. Его можно заказать.");

    /// <summary>One place for each customer and product (S75).</summary>
    public static Rejection AlreadyWaiting => new(
        "waitlist.already-waiting", RejectionKind.Conflict,
        "You wait for this product already. We will send an SMS when it arrives.",
        "Вы уже ждёте этот товар. Мы пришлём СМС, когда он появится.");

    /// <summary>The customer does not wait for that.</summary>
    public static Rejection NotWaiting => new(
        "waitlist.not-waiting", RejectionKind.NotFound,
        "You do not wait for this product.", "Вы не ждёте этот товар.");
}
