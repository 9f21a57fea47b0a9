using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Stock;

[Collection(nameof(HostFixture))]
public sealed class ReviewJourneyTests(HostFixture fixture)
{
    private RunningHost Host => fixture.Host;

    [Fact]
    public async Task S77_D17_a_delivered_order_has_one_review_that_keeps_its_history()
    {
        var (customer, stranger) = (await Host.CustomerAsync(500_00), await Host.CustomerAsync());
        var order = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        (await ReviewAsync(customer, order, new { rating = 5 })).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.not-delivered");
        (await customer.PayAsync(order, wallet: 100_00)).Expect(HttpStatusCode.OK);
        await Host.DeliverAsync(order);
        (await customer.GetAsync($"/api/orders/{order}/review")).Expect(HttpStatusCode.NotFound).Code.Should().Be("review.not-found");

        (await ReviewAsync(customer, order, new { rating = 5, text = "Быстро." })).Expect(HttpStatusCode.OK).Body["editedAt"].Should().BeNull();
        (await ReviewAsync(customer, order, new { rating = 5, text = "Быстро." })).Expect(HttpStatusCode.OK);
        (await ReviewAsync(customer, order, new { rating = 2 })).Expect(HttpStatusCode.OK);
        (await ReviewAsync(stranger, order, new { rating = 1 })).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.not-found");

        var review = (await customer.GetAsync($"/api/orders/{order}/review")).Expect(HttpStatusCode.OK);
        (review.Number("rating"), (string?)review.Body["text"]).Should().Be((2, null));
        review.Body["history"]!.AsArray().Select(v => ((int)v!["rating"]!, (string?)v["text"])).Should().Equal((5, "Быстро."), (2, null));
        (await stranger.GetAsync($"/api/orders/{order}/review")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"rating":0}""", "review.rating-invalid")]
    [InlineData("""{"rating":6}""", "review.rating-invalid")]
    [InlineData("""{"rating":5,"text":" "}""", "review.text-invalid")]
    public async Task S77_a_review_says_something_that_can_be_said(string body, string code)
    {
        var customer = await Host.CustomerAsync();
        (await customer.SendAsync(HttpMethod.Put, $"/api/orders/{Guid.NewGuid()}/review", body)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be(code);
    }

    private static Task<Answer> ReviewAsync(Api api, Guid order, object body) => api.PutAsync($"/api/orders/{order}/review", body);
}
