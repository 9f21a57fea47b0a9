namespace Marketplace.Domain.Orders;

/// <summary>What statuses are called in a refusal (S67).</summary>
internal static class OrderWords
{
    /// <summary>In English.</summary>
    public static string English(OrderStatus status) => status switch
    {
        OrderStatus.Placed => "not paid yet",
        OrderStatus.Paid => "paid",
        OrderStatus.Assembling => "being put together",
        OrderStatus.Shipped => "on its way",
        OrderStatus.ReadyForPickup => "ready for pick-up",
        OrderStatus.Delivered => "delivered",
        OrderStatus.Cancelled => "cancelled",
        OrderStatus.PartlyReturned => "returned in part",
        OrderStatus.Returned => "returned",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no name."),
    };

    /// <summary>In Russian.</summary>
    public static string Russian(OrderStatus status) => status switch
    {
        OrderStatus.Placed => "не оплачен",
        OrderStatus.Paid => "оплачен",
        OrderStatus.Assembling => "собирается",
        OrderStatus.Shipped => "в пути",
        OrderStatus.ReadyForPickup => "ждёт в пункте выдачи",
        OrderStatus.Delivered => "получен",
        OrderStatus.Cancelled => "отменён",
        OrderStatus.PartlyReturned => "возвращён частично",
        OrderStatus.Returned => "возвращён",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no name."),
    };

    /// <summary>In English.</summary>
    public static string English(ReturnStatus status) => status switch
    {
        ReturnStatus.Requested => "not approved yet",
        ReturnStatus.Approved => "approved",
        ReturnStatus.Rejected => "rejected",
        ReturnStatus.Refunded => "refunded",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no name."),
    };

    /// <summary>In Russian.</summary>
    public static string Russian(ReturnStatus status) => status switch
    {
        ReturnStatus.Requested => "не одобрен",
        ReturnStatus.Approved => "одобрен",
        ReturnStatus.Rejected => "отклонён",
        ReturnStatus.Refunded => "выплачен",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no name."),
    };
}

/// <summary>A step of an order or a return as a refusal names it; the Russian noun is feminine.</summary>
internal sealed record OrderStep(string English, string Russian)
{
    public static readonly OrderStep Payment = new("payment", "оплата");
    public static readonly OrderStep Assembly = new("assembly", "сборка");
    public static readonly OrderStep Shipment = new("shipment", "передача в доставку");
    public static readonly OrderStep Arrival = new("arrival at a pick-up point", "приёмка в пункте выдачи");
    public static readonly OrderStep Delivery = new("delivery", "выдача");
    public static readonly OrderStep Removal = new("removal of goods", "отмена позиции");
    public static readonly OrderStep Void = new("letting the card go", "отмена списания с карты");
    public static readonly OrderStep CarrierReport = new("a report of the carrier", "отметка перевозчика");
    public static readonly OrderStep Approval = new("approval", "проверка заявки");
    public static readonly OrderStep Rejection = new("rejection", "отмена заявки");
    public static readonly OrderStep Receipt = new("receipt of the goods", "приёмка товара");
}
