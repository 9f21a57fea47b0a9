using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Host.Tests.Stock;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>The search line of the account page (S62).</summary>
[Collection(nameof(HostFixture))]
public sealed class SearchJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S62_goods_are_found_by_all_of_their_words_in_any_order_and_case()
    {
        var mark = $"зц{Guid.NewGuid():N}"[..12];
        await ProductAsync(mark, "1", $"Чайник {mark} красный");
        await ProductAsync(mark, "2", $"Чайник {mark} синий");
        await ProductAsync(mark, "3", $"Чашка {mark} красная");

        (await FoundAsync($"{mark} чайник")).Should().Equal("1", "2");
        (await FoundAsync($"  КРАСН   {mark.ToUpperInvariant()} ")).Should().Equal("1", "3");
        (await FoundAsync($"красный {mark} чайник")).Should().Equal("1");
        (await FoundAsync($"{mark} зелёный")).Should().BeEmpty();

        async Task<IEnumerable<string>> FoundAsync(string query) => (await AllAsync($"/api/products?query={Uri.EscapeDataString(query)}")).Select(p => ((string)p["sku"]!)[^1..]);
    }

    [Fact]
    public async Task S62_what_is_typed_is_looked_for_as_it_is_and_never_fails()
    {
        var mark = $"щю{Guid.NewGuid():N}"[..12];
        await ProductAsync(mark, "1", $"Скидка 100% {mark}_а");
        await ProductAsync(mark, "2", $"Скидка 1000 {mark}б");
        (await AllAsync($"/api/products?query={Uri.EscapeDataString($"100% {mark}")}")).Should().ContainSingle("% is a character like others");
        (await AllAsync($"/api/products?query={Uri.EscapeDataString($"{mark}_")}")).Should().ContainSingle("_ is a character like others");
        foreach (var typed in new[] { "\\", "'", "\"", "(", "[a", "\ud83d", "é", ";--", new string('я', 500) })
        {
            var asked = Uri.EscapeDataString(typed);
            foreach (var path in new[] { $"/api/products?query={asked}", $"/api/products?category={asked}", $"/api/products?cursor={asked}&query={mark}" })
            {
                var answer = await host.Anonymous().GetAsync(path);
                answer.Status.Should().Be(HttpStatusCode.OK, "of {0}: {1}", path[..Math.Min(path.Length, 60)], answer.Raw);
            }

            (await host.Anonymous().GetAsync($"/api/products/{asked}")).Expect(HttpStatusCode.NotFound).Code.Should().Be("catalogue.product-unknown");
        }
    }

    [Fact]
    public async Task S62_pages_of_any_size_together_are_all_that_is_found()
    {
        var mark = $"эы{Guid.NewGuid():N}"[..12];
        for (var i = 0; i < 7; i++) await ProductAsync(mark, $"{i}", $"Книга {mark}");
        var path = $"/api/products?query={Uri.EscapeDataString(mark)}";
        var whole = await AllAsync(path);
        whole.Should().HaveCount(7);
        foreach (var limit in new[] { 1, 2, 3, 6, 7, 8 }) (await AllAsync($"{path}&limit={limit}")).Select(p => p.ToJsonString()).Should().Equal(whole.Select(p => p.ToJsonString()));
        foreach (var limit in new[] { 0, 101, -1 }) (await host.Anonymous().GetAsync($"{path}&limit={limit}")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("request.cursor-invalid");
    }

    [Fact]
    public async Task S62_S63_what_the_search_shows_is_what_the_quote_charges()
    {
        var (customer, mark) = (await host.CustomerAsync(), $"юя{Guid.NewGuid():N}"[..12]);
        var sku = await ProductAsync(mark, "1", $"Ваза {mark}", memberPrice: 70_00);
        var seen = (await customer.GetAsync($"/api/products?query={mark}")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Single()!;
        ((long)seen["price"]!, (long)seen["memberPrice"]!, (bool)seen["available"]!).Should().Be((100_00, 70_00, true));
        (await customer.PostAsync("/api/orders/quote", Steps.Order((sku, 3)))).Expect(HttpStatusCode.OK).Number("total").Should().Be(3 * 70_00);
        var stranger = (await host.Anonymous().GetAsync($"/api/products?query={mark}")).Body["items"]!.AsArray().Single()!;
        stranger["memberPrice"].Should().BeNull();
    }

    private async Task<string> ProductAsync(string mark, string name, string title, long? memberPrice = null)
    {
        var sku = $"find-{Uri.EscapeDataString(mark).Replace("%", "", StringComparison.Ordinal).ToLowerInvariant()}-{name}";
        (await host.PutProductAsync(sku, new { name = title, category = "books", price = 100_00, memberPrice })).Expect(HttpStatusCode.OK);
        await host.ReceiveAsync(sku, 10);
        return sku;
    }

    private async Task<IReadOnlyList<JsonNode>> AllAsync(string path) => await host.Anonymous().EntriesAsync(path, "items");
}
