using System.Net;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>What somebody without an account does, and how that phone becomes an account.</summary>
internal static class GuestSteps
{
    public const string Header = "X-Order-Token";

    /// <summary>Orders one book; the guest's calls show the order's token.</summary>
    public static async Task<(Api Guest, Guid Order)> PlaceAsGuestAsync(this RunningHost host, string phone)
    {
        var body = new { lines = new[] { new { sku = "books-900", quantity = 1 } }, delivery = new { pickupPointId = "pvz-101" }, phone };
        var placed = (await host.Anonymous().PostAsync("/api/orders", body)).Expect(HttpStatusCode.Created);
        var http = new HttpClient { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Add(Header, placed.Headers.GetValues(Header).Single());
        return (new Api(http), placed.Id("orderId"));
    }

    /// <summary>Signs in with a code to that phone, which makes an account when there is none.</summary>
    public static async Task<Api> SignInAsync(this RunningHost host, string phone)
    {
        var api = host.Anonymous();
        api.Phone = phone;
        var challenge = (await api.PostAsync("/api/auth/challenges", new { phone })).Expect(HttpStatusCode.Accepted);
        var terms = (await api.GetAsync("/api/terms")).Text("version");
        var session = (await api.PostAsync(
            "/api/auth/sessions", new { challengeId = challenge.Id("challengeId"), code = await api.CodeAsync(), acceptedTerms = terms })).Expect(HttpStatusCode.Created);
        api.Token = session.Text("token");
        api.CustomerId = session.Id("customerId");
        return api;
    }
}
