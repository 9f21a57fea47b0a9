using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Audit;

/// <summary>The promise clock over HTTP, on a history that only this class writes.</summary>
public sealed class PromiseReportTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task U15_promises_are_open_until_they_are_kept_and_a_day_before_them_knows_none()
    {
        var customer = await host.ProtectedCustomerAsync(100_00);
        var order = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: await PriceAsync(customer, order))).Expect(HttpStatusCode.OK);
        (await customer.PostAsync($"/api/orders/{order}/cancellation")).Expect(HttpStatusCode.OK);
        (await customer.AskForPayoutAsync(10_00)).Expect(HttpStatusCode.Accepted);

        var now = await ReportAsync("");
        Tally(now, "wallet-refunded").Should().Be((1, 0, 0, 0));
        Tally(now, "unconfirmed-money-released").Should().Be((0, 0, 1, 0));
        Tally(await ReportAsync("?on=2026-01-01"), "unconfirmed-money-released").Should().Be((0, 0, 0, 0));
        now["promises"]!.AsArray().Should().HaveCount(9).And.OnlyContain(p => p!["broken"]!.AsArray().Count == 0);
        (await host.Staff("auditor").GetAsync("/api/audit/promises?on=1999-12-31")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("audit.day-invalid");
        (await customer.GetAsync("/api/audit/promises")).Expect(HttpStatusCode.Forbidden);
    }

    private static async Task<long> PriceAsync(Api customer, Guid order) => (await customer.OrderAsync(order)).Number("total");

    private async Task<JsonNode> ReportAsync(string query) => (await host.Staff("auditor").GetAsync("/api/audit/promises" + query)).Expect(HttpStatusCode.OK).Body;

    private static (long Kept, long Late, long Open, long Void) Tally(JsonNode report, string promise)
    {
        var found = report["promises"]!.AsArray().Single(p => (string)p!["promise"]! == promise)!;
        return ((long)found["kept"]!, (long)found["late"]!, (long)found["open"]!, (long)found["void"]!);
    }
}
