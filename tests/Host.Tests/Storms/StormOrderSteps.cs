using System.Net;
using System.Text.Json.Nodes;
using Marketplace.Domain.Orders;
using Marketplace.Host.Callbacks;
using Marketplace.Host.Tests.Journeys;

namespace Marketplace.Host.Tests.Storms;

/// <summary>What a client does with orders: its customer's, and those of guests.</summary>
internal sealed class StormOrderSteps(StormShop shop, StormCustomer customer, StormLine line, Random random)
{
    private static readonly string[] Plenty = ["books-900", "books-901", "toys-900", "food-004", "clothes-008"];
    private static readonly string[] Codes = ["STORM-TENTH", "STORM-FEW", "STORM-ONCE"];
    private static readonly string[] Reasons = ["defective", "wrong-item", "changed-mind"];

    public static string Card(Random random) => random.Next(40) switch
    {
        < 33 => "tok_ok",
        < 37 => "tok_declined",
        < 39 => "tok_3ds",
        _ => "tok_timeout",
    };

    public Task PlaceAsync()
    {
        var (body, courier) = Basket();
        if (random.Next(4) == 0) body["promoCode"] = Codes[random.Next(Codes.Length)];
        if (random.Next(4) == 0) return PlaceAndPayAsync(body, courier);
        return line.AskAsync(customer.Api.Request("place", "/api/orders", body, placed => Placed(new StormOrder(customer.Api, placed, courier))));
    }

    // At the price of a quote, which may have changed when the order comes: then it is refused.
    private async Task PlaceAndPayAsync(JsonObject body, bool courier)
    {
        var question = body.ToJsonString();
        var quoted = await line.AskAsync(new StormRequest("quote", () => customer.Api.SendAsync(HttpMethod.Post, "/api/orders/quote", question), repeatable: false));
        if (!quoted.IsCarriedOut()) return;
        body["wallet"] = quoted.Number("total");
        await line.AskAsync(customer.Api.Request("place and pay", "/api/orders", body, placed =>
        {
            var order = new StormOrder(customer.Api, placed, courier) { WalletPart = (long)placed.Body["payment"]!["wallet"]!, Stage = StormStage.Paid };
            customer.Change(-order.WalletPart);
            Placed(order);
        }));
    }

    public Task PlaceAsGuestAsync()
    {
        var (body, courier) = Basket();
        body["phone"] = $"+7916{random.Next(1_000_000, 9_999_999)}";
        return line.AskAsync(shop.Anonymous().Request("place as guest", "/api/orders", body, placed => Placed(new StormOrder(shop.Guest(placed), placed, courier))));
    }

    /// <summary>One step of one order, chosen by how far it has come; nobody else has it meanwhile.</summary>
    public async Task AdvanceAsync()
    {
        var orders = random.Next(8) == 0 ? shop.GuestOrders : customer.Orders;
        if (!orders.TryDequeue(out var order)) return;
        await (order.Stage switch
        {
            StormStage.Placed => BeforePaymentAsync(order),
            StormStage.PaymentOpen => LookAsync(order),
            StormStage.Paid => BeforeAssemblyAsync(order),
            StormStage.Assembling => BeforeShipmentAsync(order),
            StormStage.Shipped => OnTheWayAsync(order),
            StormStage.Delivered => AtHomeAsync(order),
            StormStage.Returning => ReturnAsync(order),
            StormStage.ToBeCounted => CountAsync(order),
            _ => Task.CompletedTask,
        });
        if (order.Stage != StormStage.Over) orders.Enqueue(order);
    }

    private (JsonObject Body, bool Courier) Basket()
    {
        var skus = new HashSet<string> { Plenty[random.Next(Plenty.Length)] };
        if (random.Next(3) == 0) skus.Add(shop.Scarce[random.Next(shop.Scarce.Count)]);
        if (random.Next(3) == 0) skus.Add(Plenty[random.Next(Plenty.Length)]);
        var courier = random.Next(3) == 0;
        var delivery = courier ? new JsonObject { ["address"] = "Москва, Тверская, 1" } : new JsonObject { ["pickupPointId"] = "pvz-101" };
        var lines = new JsonArray([.. skus.Select(sku => new JsonObject { ["sku"] = sku, ["quantity"] = random.Next(1, 4) })]);
        return (new JsonObject { ["lines"] = lines, ["delivery"] = delivery }, courier);
    }

    private void Placed(StormOrder order)
    {
        foreach (var units in order.Lines) shop.Hold(units.Sku, units.Left);
        (order.IsGuests ? shop.GuestOrders : customer.Orders).Enqueue(order);
    }

    private Task BeforePaymentAsync(StormOrder order) => random.Next(10) switch
    {
        0 => CancelAsync(order),
        1 when !order.IsGuests => RemoveAsync(order),
        _ => PayAsync(order),
    };

    private Task BeforeAssemblyAsync(StormOrder order) => random.Next(10) switch
    {
        < 5 when order.OnInstalments => PayInstalmentAsync(order),
        0 => CancelAsync(order),
        < 3 when !order.IsGuests => RemoveAsync(order),
        3 => LookAsync(order),
        _ => FulfilAsync(order, "assembly", StormStage.Assembling),
    };

    private Task BeforeShipmentAsync(StormOrder order) => random.Next(10) switch
    {
        0 => CancelAsync(order),
        1 => ReportAsync(order, ShipmentStatus.InTransit),
        _ => FulfilAsync(order, "shipment", StormStage.Shipped),
    };

    private async Task OnTheWayAsync(StormOrder order)
    {
        if (random.Next(3) == 0) await ReportAsync(order, random.Next(2) == 0 ? ShipmentStatus.AtSortingCentre : ShipmentStatus.OutForDelivery);
        else if (random.Next(4) == 0) await CancelAsync(order);
        else if (!order.ByCourier && random.Next(3) == 0) await FulfilAsync(order, "arrival", StormStage.Shipped);
        else if (random.Next(2) == 0) await ReportAsync(order, ShipmentStatus.Delivered);
        else await FulfilAsync(order, "delivery", StormStage.Delivered);
    }

    private Task AtHomeAsync(StormOrder order) => random.Next(5) switch
    {
        0 => Follow(order, "tracking", "/tracking"),
        1 when order.OnInstalments => PayInstalmentAsync(order),
        1 when !order.IsGuests => ReviewAsync(order),
        2 or 3 when !order.IsGuests => AnnounceAsync(order),
        _ => LeaveAsync(order),
    };

    private static Task LeaveAsync(StormOrder order)
    {
        order.Stage = StormStage.Over;
        return Task.CompletedTask;
    }

    private async Task PayAsync(StormOrder order)
    {
        var answer = await line.AskAsync(order.Buyer.Request("pay", $"/api/orders/{order.Id}/payment", Mix(order), paid => Paid(order, paid)));
        if (answer.Code is "order.already-paid" or "order.invalid-transition" or "order.payment-in-progress") await LookAsync(order);
        await ConfirmCardAsync(order.Buyer, answer);
    }

    private Task<Answer> PayInstalmentAsync(StormOrder order)
    {
        var body = new { pay = random.Next(4) == 0 ? "all" : "next" };
        return line.AskAsync(order.Buyer.Request("instalment", $"/api/orders/{order.Id}/instalments", body, paid => customer.Change(-paid.Number("paid"))));
    }

    /// <summary>What the card's owner says when the bank asks, or nothing when it does not.</summary>
    public async Task ConfirmCardAsync(Api owner, Answer answer)
    {
        if (answer.Status != HttpStatusCode.Accepted || answer.Body["confirmationUrl"] is not { } url) return;
        var path = (string)url! + (random.Next(3) == 0 ? "/decline" : "/approval");
        await line.AskAsync(new StormRequest("confirm card", () => owner.SendAsync(HttpMethod.Post, path), repeatable: false));
    }

    private void Paid(StormOrder order, Answer answer)
    {
        order.WalletPart = answer.Number("wallet");
        order.OnInstalments = answer.Number("instalments") > 0;
        if (answer.Status == HttpStatusCode.OK) customer.Change(-order.WalletPart);
        if (order.Stage == StormStage.Placed) order.Stage = answer.Status == HttpStatusCode.OK ? StormStage.Paid : StormStage.PaymentOpen;
    }

    private JsonObject Mix(StormOrder order)
    {
        if (order.IsGuests) return new JsonObject { ["cardToken"] = Card(random) };
        var (left, mix, kind) = (order.Total, new JsonObject(), random.Next(10));
        if (kind is 0 or 1 or 2 && left > 10_00)
        {
            var points = random.NextInt64(1, left / 100 / 6 + 1);
            mix["points"] = points;
            left -= points * 100;
        }

        if (kind is 2 or 3 or 4 && left > 1)
        {
            mix["wallet"] = left / 2;
            mix["cardToken"] = Card(random);
        }
        else if (kind is 7)
        {
            mix["wallet"] = left / 2;
            mix["instalments"] = new[] { 3, 6, 12 }[random.Next(3)];
        }
        else if (kind is 5 or 6) mix["cardToken"] = Card(random);
        else mix["wallet"] = left;
        return mix;
    }

    private async Task LookAsync(StormOrder order)
    {
        var seen = await Follow(order, "order", "");
        if (!seen.IsCarriedOut()) return;
        if (order.Stage == StormStage.Shipped && seen.Text("status") == "delivered") order.Stage = StormStage.Delivered;
        if (order.Stage != StormStage.PaymentOpen) return;
        switch (seen.PaymentStatus())
        {
            case "declined":
                order.Stage = StormStage.Placed;
                break;
            case "authorised":
                customer.Change(-order.WalletPart);
                order.Stage = StormStage.Paid;
                break;
        }
    }

    private Task<Answer> Follow(StormOrder order, string kind, string what) =>
        line.AskAsync(new StormRequest($"GET {kind}", () => order.Buyer.GetAsync($"/api/orders/{order.Id}{what}"), repeatable: false));

    private Task<Answer> CancelAsync(StormOrder order) => line.AskAsync(order.Buyer.Request("cancel", $"/api/orders/{order.Id}/cancellation", null, cancelled =>
    {
        if (!order.IsGuests) customer.Change(cancelled.Number("wallet"));
        foreach (var units in order.Lines) TakeOut(units, units.Left);
        order.Stage = StormStage.Over;
    }));

    private async Task RemoveAsync(StormOrder order)
    {
        var units = order.Lines[random.Next(order.Lines.Count)];
        if (units.Left == 0) return;
        var quantity = random.Next(1, units.Left + 1);
        await line.AskAsync(order.Buyer.Request("remove", $"/api/orders/{order.Id}/lines/{units.LineId}/removal", new { quantity }, removed =>
        {
            customer.Change(removed.Number("wallet"));
            TakeOut(units, quantity);
            if (removed.Text("status") == "cancelled") order.Stage = StormStage.Over;
        }));
        if (order.Stage == StormStage.Placed) order.Total = (await order.Buyer.GetAsync($"/api/orders/{order.Id}")).Number("effectiveTotal");
    }

    private void TakeOut(StormOrderLine units, int quantity)
    {
        units.Left -= quantity;
        shop.Hold(units.Sku, -quantity);
    }

    private async Task FulfilAsync(StormOrder order, string step, StormStage then)
    {
        var answer = await line.AskAsync(shop.Warehouse.Request(step, $"/api/fulfilment/orders/{order.Id}/{step}", null, _ => order.Stage = then));
        // The carrier may have been first.
        if (answer.Code == "order.invalid-transition") await LookAsync(order);
    }

    // The carrier's word may reach the order a moment later.
    private async Task ReportAsync(StormOrder order, ShipmentStatus status)
    {
        var report = new CarrierCallback(Guid.NewGuid(), order.Id, status, DateTimeOffset.UtcNow);
        await line.AskAsync(new StormRequest("carrier", () => shop.ReportAsync(report), repeatable: true));
        if (status == ShipmentStatus.Delivered) await LookAsync(order);
    }

    private Task<Answer> ReviewAsync(StormOrder order)
    {
        var body = new JsonObject { ["rating"] = random.Next(1, 6) }.ToJsonString();
        return line.AskAsync(new StormRequest("review", () => order.Buyer.SendAsync(HttpMethod.Put, $"/api/orders/{order.Id}/review", body), repeatable: false));
    }

    private async Task AnnounceAsync(StormOrder order)
    {
        var units = order.Lines[random.Next(order.Lines.Count)];
        if (units.Left == 0) return;
        var quantity = random.Next(1, units.Left + 1);
        var body = new
        {
            lines = new[] { new { lineId = units.LineId, quantity, reason = Reasons[random.Next(Reasons.Length)] } },
            refundTo = random.Next(2) == 0 ? "wallet" : "original",
        };
        await line.AskAsync(order.Buyer.Request("return", $"/api/orders/{order.Id}/returns", body, announced =>
            (order.Return, order.Stage) = ((announced.Id("returnId"), units.LineId, quantity), StormStage.Returning)));
    }

    private Task<Answer> ReturnAsync(StormOrder order) => random.Next(3) switch
    {
        0 => line.AskAsync(shop.Warehouse.Request("reject", $"/api/fulfilment/returns/{order.Return.Id}/rejection", new { reason = "worn" }, _ => order.Stage = StormStage.Delivered)),
        _ => line.AskAsync(shop.Warehouse.Request("approve", $"/api/fulfilment/returns/{order.Return.Id}/approval", null, _ => order.Stage = StormStage.ToBeCounted)),
    };

    private Task<Answer> CountAsync(StormOrder order)
    {
        var (id, lineId, announced) = order.Return;
        var quantity = random.Next(1, announced + 1);
        var body = new { counted = new[] { new { lineId, quantity } } };
        return line.AskAsync(shop.Warehouse.Request("count", $"/api/fulfilment/returns/{id}/receipt", body, counted =>
        {
            customer.Change(counted.Number("toWallet"));
            // What came back is no longer the order's, and not in the stock either.
            order.Lines.Single(l => l.LineId == lineId).Left -= quantity;
            order.Stage = StormStage.Delivered;
        }));
    }
}
