using System.Net;
using System.Text.Json;
using Marketplace.Host.Tests.Journeys;

namespace Marketplace.Host.Tests.Storms;

/// <summary>
/// People who register in the storm, buy one thing and delete their account, at the same moment as they order once more: one of
/// the two wins (S94–S100). Whoever comes to a number that somebody left gets an account of their own (S39).
/// </summary>
internal sealed class StormVisitors(StormShop shop, StormLine line, Random random)
{
    private const string Card = "books-900";

    /// <summary>One whole visit.</summary>
    public async Task ComeAndGoAsync()
    {
        if (await RegisterAsync() is not { } visitor) return;
        if (!await BuyAsync(visitor)) return;
        await AskToLeaveAsync(visitor);
        if (!await TakeHomeAsync(visitor.Orders[0])) return;
        if (await AskToLeaveAsync(visitor) is { } code) await LeaveAsync(visitor, code);
    }

    private async Task<Visitor?> RegisterAsync()
    {
        var (api, since) = (shop.Anonymous(), shop.Now);
        api.Phone = shop.AnyPhone(random);
        var challenge = await AskAsync(api, "sign in", "/api/auth/challenges", new { phone = api.Phone });
        if (!challenge.IsCarriedOut()) return null;
        var body = new { challengeId = challenge.Id("challengeId"), code = await shop.CodeAsync(api.Phone, "Вход в", since), acceptedTerms = shop.Terms };
        var session = await AskAsync(api, "register", "/api/auth/sessions", body);
        // The number may be somebody's by now: then this is a session of theirs, and their account is not ours to end.
        if (!session.IsCarriedOut() || !(bool)session.Body["isNew"]!) return null;
        (api.Token, api.CustomerId) = (session.Text("token"), session.Id("customerId"));
        var visitor = new Visitor(api);
        shop.Visitors.Add(visitor);
        return visitor;
    }

    // Brings to the kopeck what the order costs, so that nothing is left in the wallet.
    private async Task<bool> BuyAsync(Visitor visitor)
    {
        var placed = await PlaceAsync(visitor);
        if (!placed.IsCarriedOut()) return false;
        var total = placed.Number("total");
        var toppedUp = await AskAsync(visitor.Api, "top-up", "/api/wallet/top-ups", new { amount = total, cardToken = "tok_ok" });
        if (toppedUp.Status != HttpStatusCode.Created) return false;
        visitor.Balance = total;
        await AskToLeaveAsync(visitor);
        var paid = await AskAsync(visitor.Api, "pay", $"/api/orders/{visitor.Orders[0]}/payment", new { wallet = total });
        if (!paid.IsCarriedOut()) return false;
        visitor.Balance = 0;
        return true;
    }

    private async Task<Answer> PlaceAsync(Visitor visitor)
    {
        var placed = await AskAsync(visitor.Api, "place", "/api/orders", Steps.Order((Card, random.Next(1, 4))));
        if (placed.IsCarriedOut()) visitor.Orders.Add(placed.Id("orderId"));
        return placed;
    }

    private async Task<bool> TakeHomeAsync(Guid order)
    {
        foreach (var step in new[] { "assembly", "shipment", "delivery" })
        {
            if (!(await line.AskAsync(shop.Warehouse.Request(step, $"/api/fulfilment/orders/{order}/{step}"))).IsCarriedOut()) return false;
        }

        return true;
    }

    // Refused as long as there is an order or money; else a code is sent.
    private async Task<string?> AskToLeaveAsync(Visitor visitor)
    {
        var since = shop.Now;
        var asked = await AskAsync(visitor.Api, "ask to leave", "/api/account/deletion", new { reason = "privacy", comment = "Ухожу", channel = "phone" });
        if (!asked.IsCarriedOut()) return null;
        if (visitor.Balance > 0) visitor.Wrong.Add("a deletion was not refused while there was money");
        return await shop.CodeAsync(visitor.Api.Phone, "Удаление", since);
    }

    private async Task LeaveAsync(Visitor visitor, string code)
    {
        if (random.Next(5) == 0)
        {
            await line.AskAsync(new StormRequest("stay", () => visitor.Api.DeleteAsync("/api/account/deletion"), repeatable: false));
            return;
        }

        var both = await Task.WhenAll(ConfirmAsync(visitor, code), PlaceAsync(visitor));
        if (both.Count(b => b.IsCarriedOut()) != 1) visitor.Wrong.Add($"a deletion was answered {both[0].Raw} and an order beside it {both[1].Raw}");
        if (both[1].IsCarriedOut())
        {
            await AskAsync(visitor.Api, "cancel", $"/api/orders/{visitor.Orders[^1]}/cancellation", null);
            if (!(await ConfirmAsync(visitor, code)).IsCarriedOut()) return;
        }

        visitor.HasLeft = true;
        if ((await visitor.Api.GetAsync("/api/account")).Status != HttpStatusCode.Unauthorized) visitor.Wrong.Add("a session outlived its account");
    }

    private Task<Answer> ConfirmAsync(Visitor visitor, string code) => AskAsync(visitor.Api, "leave", "/api/account/deletion/confirmation", new { code });

    // Never repeated: a repeat after the deletion would find no session. Two of them may be under way at once.
    private Task<Answer> AskAsync(Api by, string kind, string path, object? body)
    {
        var (key, json) = (Guid.NewGuid().ToString(), body is null ? null : JsonSerializer.Serialize(body));
        return line.AskOnceAsync(new StormRequest(kind, () => by.SendAsync(HttpMethod.Post, path, json, key), repeatable: false));
    }
}

/// <summary>Somebody who came in the storm to go again.</summary>
internal sealed class Visitor(Api api)
{
    public Api Api => api;

    public List<Guid> Orders { get; } = [];

    /// <summary>What the wallet must hold.</summary>
    public long Balance { get; set; }

    public bool HasLeft { get; set; }

    /// <summary>What was answered against the rules.</summary>
    public List<string> Wrong { get; } = [];
}
