using System.Net;
using System.Text.Json;
using Marketplace.Host.Tests.Journeys;

namespace Marketplace.Host.Tests.Storms;

/// <summary>One client: it does whatever a customer, a guest or the warehouse may do next, until it has sent its share of the storm.</summary>
internal sealed class StormClient
{
    // Ends in neither of the numbers that the simulated bank treats badly, one that it rejects, and one that it is silent about.
    private static readonly string[] Accounts = [Steps.Settles, Steps.Settles, Steps.Rejected, Steps.TimesOut];

    private static readonly string[] Pages =
    [
        "/api/account", "/api/wallet", "/api/wallet/statement", "/api/wallet/explanation", "/api/wallet/withdrawals", "/api/purchases", "/api/bonus-card",
        "/api/bonus-card/statement", "/api/products?category=books", "/api/products/food-004", "/api/pickup-points", "/api/account/promo-codes",
        "/api/account/favourites", "/api/account/referral", "/api/account/security-log", "/api/reservations", "/api/waitlist",
    ];

    private readonly StormShop shop;
    private readonly StormCustomer customer;
    private readonly Random random;
    private readonly bool paysOut;
    private readonly StormOrderSteps orders;
    private readonly StormContactSteps contacts;
    private readonly StormVisitors visitors;

    /// <param name="shop">Where it happens.</param>
    /// <param name="customer">For whom it acts.</param>
    /// <param name="seed">What it does.</param>
    /// <param name="paysOut">Whether it is the one of the customer's clients that withdraws and changes contacts.</param>
    public StormClient(StormShop shop, StormCustomer customer, int seed, bool paysOut)
    {
        (this.shop, this.customer, random, this.paysOut) = (shop, customer, new Random(seed), paysOut);
        Line = new StormLine(random);
        orders = new StormOrderSteps(shop, customer, Line, random);
        contacts = new StormContactSteps(shop, customer, Line, random);
        visitors = new StormVisitors(shop, Line, random);
    }

    public StormLine Line { get; }

    /// <summary>Sends so many requests, repeats included.</summary>
    public async Task RageAsync(int requests)
    {
        while (Line.Sent < requests) await StepAsync();
        await Line.FlushAsync();
    }

    private Task StepAsync() => random.Next(100) switch
    {
        < 8 => TopUpAsync(),
        < 11 => ActivateAsync(),
        < 21 => orders.PlaceAsync(),
        < 23 => orders.PlaceAsGuestAsync(),
        < 66 => orders.AdvanceAsync(),
        < 70 => ReserveAsync(),
        < 73 => WaitAsync(),
        < 77 => FavouriteAsync(),
        < 78 => ApplyAsync(),
        < 80 => PayOutAsync(),
        < 82 => RestockAsync(),
        < 85 => ChangeContactAsync(),
        < 86 => visitors.ComeAndGoAsync(),
        _ => ReadAsync(),
    };

    private async Task TopUpAsync()
    {
        var body = new { amount = random.Next(1, 2_000_00), cardToken = StormOrderSteps.Card(random) };
        var asked = await AskAsync("top-up", "/api/wallet/top-ups", body, answer =>
        {
            if (answer.Status == HttpStatusCode.Created) customer.Change(answer.Number("amount"));
            else customer.OpenTopUps.Enqueue((answer.Id("topUpId"), answer.Number("amount")));
        });
        await orders.ConfirmCardAsync(customer.Api, asked);
    }

    private async Task ActivateAsync()
    {
        if (!shop.Certificates.TryDequeue(out var code)) return;
        await AskAsync("certificate", "/api/wallet/certificates", new { code }, answer =>
        {
            customer.Change(answer.Number("amount"));
            Interlocked.Add(ref shop.Activated, answer.Number("amount"));
        });
    }

    private async Task ReserveAsync()
    {
        if (random.Next(2) == 0 && customer.Reservations.TryDequeue(out var held))
        {
            await Line.AskAsync(new StormRequest("release", () => customer.Api.DeleteAsync($"/api/reservations/{held}"), repeatable: true));
            return;
        }

        var body = new { sku = random.Next(4) == 0 ? "books-901" : Scarce(), quantity = random.Next(1, 4) };
        await AskAsync("reserve", "/api/reservations", body, answer => customer.Reservations.Enqueue(answer.Id("reservationId")));
    }

    private Task<Answer> WaitAsync()
    {
        var sku = random.Next(2) == 0 ? shop.Scarce[0] : Scarce();
        return random.Next(3) > 0
            ? AskAsync("wait", "/api/waitlist", new { sku }, null)
            : Line.AskAsync(new StormRequest("stop waiting", () => customer.Api.DeleteAsync($"/api/waitlist/{sku}"), repeatable: false));
    }

    private Task<Answer> FavouriteAsync()
    {
        var path = $"/api/account/favourites/books-00{random.Next(1, 10)}";
        return random.Next(3) > 0
            ? Line.AskAsync(new StormRequest("favourite", () => customer.Api.SendAsync(HttpMethod.Put, path), repeatable: true))
            : Line.AskAsync(new StormRequest("no favourite", () => customer.Api.DeleteAsync(path), repeatable: true));
    }

    private async Task ApplyAsync()
    {
        var identity = Steps.NewIdentity();
        identity["consent"] = (string)(await customer.Api.GetAsync("/api/terms")).Body["personalData"]!["version"]!;
        await AskAsync("bonus card", "/api/bonus-card/application", identity, null);
    }

    private Task ChangeContactAsync() => paysOut ? contacts.ChangeAsync() : Task.CompletedTask;

    private async Task PayOutAsync()
    {
        if (!paysOut) return;
        if (customer.OpenPayout is not { } payout)
        {
            var requisites = new { bic = "044525225", account = Accounts[random.Next(Accounts.Length)], recipient = "Иван Петров" };
            var (phone, since) = (customer.Api.Phone, shop.Now);
            await AskAsync("withdraw", "/api/wallet/withdrawals", new { amount = random.Next(1, 100_00), requisites }, answer =>
                customer.OpenPayout = (answer.Id("withdrawalId"), phone, since));
            return;
        }

        customer.OpenPayout = null;
        if (random.Next(4) == 0)
        {
            await Line.AskAsync(new StormRequest("withdraw not", () => customer.Api.DeleteAsync($"/api/wallet/withdrawals/{payout.Id}"), repeatable: false));
            return;
        }

        var code = await shop.CodeAsync(payout.Phone, "Вывод денег", payout.Since);
        await AskAsync("confirm", $"/api/wallet/withdrawals/{payout.Id}/confirmation", new { code }, _ => customer.Payouts.Enqueue(payout.Id));
    }

    private Task<Answer> RestockAsync()
    {
        // The scarcest comes so seldom that somebody always waits for it.
        var (sku, quantity) = (shop.Scarce[random.Next(8) == 0 ? 0 : random.Next(1, shop.Scarce.Count)], random.Next(1, 4));
        return Line.AskAsync(shop.Warehouse.Request("restock", $"/api/fulfilment/stock/{sku}", new { quantity }, _ => shop.Receive(sku, quantity)));
    }

    private Task<Answer> ReadAsync()
    {
        var page = Pages[random.Next(Pages.Length)];
        return Line.AskAsync(new StormRequest($"GET {page}", () => customer.Api.GetAsync(page), repeatable: false));
    }

    private Task<Answer> AskAsync(string kind, string path, object body, Action<Answer>? carried) =>
        Line.AskAsync(customer.Api.Request(kind, path, body, carried));

    private string Scarce() => shop.Scarce[random.Next(shop.Scarce.Count)];
}

/// <summary>Makes requests that have a key.</summary>
internal static class StormRequests
{
    /// <summary>A POST whose key and body are the same however often it is sent.</summary>
    public static StormRequest Request(this Api by, string kind, string path, object? body = null, Action<Answer>? carried = null)
    {
        var (key, json) = (Guid.NewGuid().ToString(), body is null ? null : JsonSerializer.Serialize(body));
        return new StormRequest(kind, () => by.SendAsync(HttpMethod.Post, path, json, key), repeatable: true, carried);
    }
}
