using System.Net;

namespace Marketplace.Host.Tests.Stock;

/// <summary>What the shop and its warehouse do with goods, in one line each.</summary>
internal static class StockSteps
{
    /// <summary>A new product of which so many units came.</summary>
    public static async Task<string> ProductAsync(this RunningHost host, int units, long price = 100_00)
    {
        var sku = $"test-{Guid.NewGuid():N}";
        (await host.PutProductAsync(sku, new { name = "Кружка", category = "toys", price })).Expect(HttpStatusCode.OK);
        if (units > 0) await host.ReceiveAsync(sku, units);
        return sku;
    }

    public static Task<Answer> PutProductAsync(this RunningHost host, string sku, object product) => host.Staff("admin").PutAsync($"/api/admin/products/{sku}", product);

    public static Task<Answer> PutAsync(this Api api, string path, object body) =>
        api.SendAsync(HttpMethod.Put, path, System.Text.Json.JsonSerializer.Serialize(body));

    public static async Task<Answer> ReceiveAsync(this RunningHost host, string sku, int quantity) =>
        (await host.Staff("warehouse").PostAsync($"/api/fulfilment/stock/{sku}", new { quantity })).Expect(HttpStatusCode.OK);

    /// <summary>Free, reserved and taken units, as a delivery of one more unit tells them.</summary>
    public static async Task<(long Free, long Reserved, long Taken)> CountAsync(this RunningHost host, string sku)
    {
        var answer = await host.ReceiveAsync(sku, 1);
        return (answer.Number("free") - 1, answer.Number("reserved"), answer.Number("taken"));
    }

    public static Task<Api[]> CustomersAsync(this RunningHost host, int many) => Task.WhenAll(Enumerable.Range(0, many).Select(_ => host.CustomerAsync()));
}
