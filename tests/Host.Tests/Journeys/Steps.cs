using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>What customers and the warehouse do on a journey, in one line each.</summary>
internal static class Steps
{
    public const string Settles = "40817810700000000001";
    public const string Rejected = "40817810000000000002";
    public const string TimesOut = "40817810300000000003";

    public static async Task<Answer> PlaceAsync(this Api customer, params (string Sku, int Quantity)[] lines) =>
        (await customer.PostAsync("/api/orders", Order(lines))).Expect(HttpStatusCode.Created);

    public static object Order(params (string Sku, int Quantity)[] lines) => new
    {
        lines = lines.Select(l => new { sku = l.Sku, quantity = l.Quantity }),
        delivery = new { pickupPointId = "pvz-101" },
    };

    public static Task<Answer> PayAsync(this Api customer, Guid order, long wallet = 0, long points = 0, string? card = null, string? key = null)
    {
        var mix = new Dictionary<string, object>();
        if (wallet > 0) mix["wallet"] = wallet;
        if (points > 0) mix["points"] = points;
        if (card is not null) mix["cardToken"] = card;
        return customer.PostAsync($"/api/orders/{order}/payment", mix, key);
    }

    public static async Task<Answer> OrderAsync(this Api customer, Guid order) => (await customer.GetAsync($"/api/orders/{order}")).Expect(HttpStatusCode.OK);

    /// <summary>Applies for a bonus card with the consent of today and the identity of somebody new.</summary>
    public static async Task<Answer> ApplyForCardAsync(this Api customer, JsonObject? identity = null, string? key = null)
    {
        var application = identity ?? NewIdentity();
        application["consent"] = (string)(await customer.GetAsync("/api/terms")).Body["personalData"]!["version"]!;
        return await customer.PostAsync("/api/bonus-card/application", application, key);
    }

    /// <summary>Somebody whom no other test knows: a passport, and an INN and a SNILS with the right check digits.</summary>
    public static JsonObject NewIdentity() => new()
    {
        ["surname"] = "Петрова",
        ["name"] = "Мария",
        ["patronymic"] = "Ивановна",
        ["birthDate"] = "1990-05-17",
        ["passport"] = new JsonObject { ["series"] = $"{Random.Shared.Next(1000, 9999)}", ["number"] = $"{Random.Shared.Next(100_000, 999_999)}" },
        ["inn"] = IdentityNumbers.Inn($"{Random.Shared.NextInt64(1_000_000_000, 9_999_999_999)}"),
        ["snils"] = IdentityNumbers.Snils($"{Random.Shared.Next(100_000_000, 999_999_999)}"),
    };

    public static async Task<(long Balance, long Available)> WalletAsync(this Api customer)
    {
        var wallet = (await customer.GetAsync("/api/wallet")).Expect(HttpStatusCode.OK);
        return (wallet.Number("balance"), wallet.Number("available"));
    }

    /// <summary>All entries of a statement, page by page as its cursors tell.</summary>
    public static async Task<IReadOnlyList<JsonNode>> EntriesAsync(this Api customer, string statement, string member)
    {
        List<JsonNode> all = [];
        var page = (await customer.GetAsync(statement)).Expect(HttpStatusCode.OK);
        while (true)
        {
            all.AddRange(page.Body[member]!.AsArray().Select(e => e!));
            if ((string?)page.Body["nextCursor"] is not { } cursor) return all;
            page = (await customer.GetAsync($"{statement}{(statement.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={cursor}")).Expect(HttpStatusCode.OK);
        }
    }

    public static Guid Line(this Answer order, string sku) =>
        Guid.Parse((string)order.Body["lines"]!.AsArray().Single(l => (string)l!["sku"]! == sku)!["lineId"]!);

    public static long Of(this Answer answer, string first, string second) => (long)answer.Body[first]![second]!;

    public static string? PaymentStatus(this Answer order) => (string?)order.Body["payment"]?["status"];

    public static async Task FulfilAsync(this RunningHost host, Guid order, params string[] steps)
    {
        var warehouse = host.Staff("warehouse");
        foreach (var step in steps) (await warehouse.PostAsync($"/api/fulfilment/orders/{order}/{step}")).Expect(HttpStatusCode.OK);
    }

    public static Task DeliverAsync(this RunningHost host, Guid order) => host.FulfilAsync(order, "assembly", "shipment", "arrival", "delivery");

    public static async Task<Guid> AnnounceAsync(this Api customer, Guid order, Guid line, int quantity, string refundTo = "wallet") =>
        (await customer.ReturnAsync(order, line, quantity, refundTo)).Expect(HttpStatusCode.Created).Id("returnId");

    public static Task<Answer> ReturnAsync(this Api customer, Guid order, Guid line, int quantity, string refundTo = "wallet") =>
        customer.PostAsync($"/api/orders/{order}/returns", new { lines = new[] { new { lineId = line, quantity, reason = "defective" } }, refundTo });

    public static async Task<Answer> ReceiveAsync(this RunningHost host, Guid @return, Guid line, int counted)
    {
        var warehouse = host.Staff("warehouse");
        (await warehouse.PostAsync($"/api/fulfilment/returns/{@return}/approval")).Expect(HttpStatusCode.OK);
        return (await warehouse.PostAsync($"/api/fulfilment/returns/{@return}/receipt", Counted(line, counted))).Expect(HttpStatusCode.OK);
    }

    public static object Counted(Guid line, int quantity) => new { counted = new[] { new { lineId = line, quantity } } };

    public static Task<Answer> AskForPayoutAsync(this Api customer, long amount, string account = Settles, string bic = "044525225", string recipient = "Иван Петров") =>
        customer.PostAsync("/api/wallet/withdrawals", new { amount, requisites = new { bic, account, recipient } });

    public static Task<Answer> ConfirmPayoutAsync(this Api customer, Guid withdrawal, string code) =>
        customer.PostAsync($"/api/wallet/withdrawals/{withdrawal}/confirmation", new { code });

    /// <summary>Asks for a payout and enters its code; it is the customer's nth.</summary>
    public static async Task<Guid> PayOutAsync(this Api customer, long amount, string account = Settles, int nth = 1)
    {
        var withdrawal = (await customer.AskForPayoutAsync(amount, account)).Expect(HttpStatusCode.Accepted).Id("withdrawalId");
        (await customer.ConfirmPayoutAsync(withdrawal, await customer.PayoutCodeAsync(nth))).Expect(HttpStatusCode.OK);
        return withdrawal;
    }

    public static async Task<Answer> PayoutUntilAsync(this Api customer, Guid withdrawal, string status) =>
        await customer.UntilAsync($"/api/wallet/withdrawals/{withdrawal}", w => w.Text("status") == status);

    /// <summary>The code of the customer's nth payout.</summary>
    public static async Task<string> PayoutCodeAsync(this Api customer, int nth = 1)
    {
        return await Eventually.FindsAsync(
            async () =>
            {
                var codes = (await customer.MessagesAsync()).Where(m => m.Text.Contains("Вывод денег", StringComparison.Ordinal)).ToList();
                return codes.Count >= nth ? codes[0].Code : null;
            },
            "the code of a payout is sent");
    }

    /// <summary>What was sent to the customer, newest first.</summary>
    public static async Task<IReadOnlyList<(string Text, string? Code)>> MessagesAsync(this Api customer) =>
    [
        .. (await customer.GetAsync($"/dev/messages?to={Uri.EscapeDataString(customer.Phone)}")).Expect(HttpStatusCode.OK).Body.AsArray()
            .Select(m => ((string)m!["text"]!, (string?)m["code"])),
    ];

    /// <summary>A code that is certainly not this one.</summary>
    public static string Wrong(string code) => code == "000000" ? "111111" : "000000";

    public static async Task SendAsync(this RunningHost host, object message)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(message);
    }

    /// <summary>What the store holds: the last event and the number of kept answers.</summary>
    public static async Task<(long Events, long Answers)> StoredAsync(this RunningHost host)
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select (select coalesce(max(seq_id), 0) from marketplace.mt_events), (select count(*) from marketplace.mt_doc_storedanswer)";
        await using var row = await command.ExecuteReaderAsync();
        (await row.ReadAsync()).Should().BeTrue();
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
