namespace Marketplace.Host.Tests.Storms;

/// <summary>How far the test knows that an order has come.</summary>
internal enum StormStage
{
    Placed,
    PaymentOpen,
    Paid,
    Assembling,
    Shipped,
    Delivered,
    Returning,
    ToBeCounted,
    Over,
}

/// <summary>Units of a product in an order that are still in it.</summary>
internal sealed class StormOrderLine(Guid lineId, string sku, int left)
{
    public Guid LineId => lineId;

    public string Sku => sku;

    public int Left { get; set; } = left;
}

/// <summary>An order as the test knows it from its answers.</summary>
internal sealed class StormOrder(Api buyer, Answer placed, bool byCourier)
{
    /// <summary>Who may pay and cancel it: a customer, or a guest with the order's token.</summary>
    public Api Buyer => buyer;

    public bool IsGuests => buyer.Token is null;

    public bool ByCourier => byCourier;

    public Guid Id { get; } = placed.Id("orderId");

    public long Total { get; set; } = placed.Number("total");

    public IReadOnlyList<StormOrderLine> Lines { get; } =
    [
        .. placed.Body["lines"]!.AsArray().Select(l => new StormOrderLine(Guid.Parse((string)l!["lineId"]!), (string)l["sku"]!, (int)l["quantity"]!)),
    ];

    /// <summary>The wallet's part of a payment whose end is not known yet.</summary>
    public long WalletPart { get; set; }

    /// <summary>Whether monthly parts pay the rest.</summary>
    public bool OnInstalments { get; set; }

    public StormStage Stage { get; set; }

    /// <summary>The return under way: its id, its line and its units.</summary>
    public (Guid Id, Guid Line, int Quantity) Return { get; set; }
}
