using System.Text.Json;

namespace Marketplace.Host.Tests.Storms;

/// <summary>How a client gives its customer another phone or e-mail, in every way that the rules know (S45–S48).</summary>
internal sealed class StormContactSteps(StormShop shop, StormCustomer customer, StormLine line, Random random)
{
    private const string OfTheOld = "Смена телефона или почты";
    private const string OfTheNew = "Привязка этого контакта";

    /// <summary>Asks for a change and proves it, or leaves it to the fourteen days and takes it back, or takes it back at once.</summary>
    public async Task ChangeAsync()
    {
        var email = random.Next(3) == 0;
        var to = email ? $"s{Guid.NewGuid():N}@example.com" : shop.AnyPhone(random);
        var (old, since) = (customer.Api.Phone, shop.Now);
        var asked = await AskAsync("change contact", HttpMethod.Post, "", email ? new { email = to } : new { phone = to });
        if (!asked.IsCarriedOut()) return;
        var change = new Change(asked.Id("changeId"), email, to);
        switch (random.Next(6))
        {
            case 0:
                await CancelAsync(change);
                break;
            case 1:
                await ProveAsync(change, "prove new contact", new { newCode = await shop.CodeAsync(to, OfTheNew, since) });
                await CancelAsync(change);
                break;
            default:
                var codes = new { newCode = await shop.CodeAsync(to, OfTheNew, since), oldCode = await shop.CodeAsync(old, OfTheOld, since) };
                if (!await ProveAsync(change, "prove both contacts", codes)) await CancelAsync(change);
                break;
        }
    }

    // Others want the same number: the code is theirs then, or the number is.
    private async Task<bool> ProveAsync(Change change, string kind, object codes)
    {
        var answer = await AskAsync(kind, HttpMethod.Post, $"/{change.Id}/confirmation", codes);
        if (!answer.IsCarriedOut() || answer.Text("status") != "completed") return false;
        if (change.IsEmail)
        {
            customer.Api.Email = change.To;
            return true;
        }

        customer.LeftPhones.Add(customer.Api.Phone);
        customer.Api.Phone = change.To;
        return true;
    }

    private Task<Answer> CancelAsync(Change change) => AskAsync("keep contact", HttpMethod.Delete, $"/{change.Id}", null);

    private Task<Answer> AskAsync(string kind, HttpMethod method, string path, object? body) => line.AskAsync(new StormRequest(
        kind, () => customer.Api.SendAsync(method, $"/api/account/contact-changes{path}", body is null ? null : JsonSerializer.Serialize(body)), repeatable: false));

    private sealed record Change(Guid Id, bool IsEmail, string To);
}
