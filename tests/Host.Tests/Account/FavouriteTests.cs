using System.Net;
using FluentAssertions;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Values;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Account;

[Collection(nameof(HostFixture))]
public sealed class FavouriteTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S73_favourites_are_listed_newest_first_with_the_product_of_today()
    {
        var customer = await host.CustomerAsync();
        foreach (var sku in new[] { "books-901", "appliances-900", "books-901" }) await AddAsync(customer, sku);

        var items = (await ListAsync(customer)).Body["items"]!.AsArray();

        items.Select(i => (string)i!["sku"]!).Should().Equal("appliances-900", "books-901");
        ((long)items[1]!["price"]!, (bool)items[1]!["available"]!).Should().Be((100_00, true));
        ((long)items[0]!["memberPrice"]!, (string)items[0]!["category"]!).Should().Be((57_499_99, "appliances"));
        (await customer.DeleteAsync("/api/account/favourites/books-901")).Expect(HttpStatusCode.NoContent);
        (await customer.DeleteAsync("/api/account/favourites/books-901")).Expect(HttpStatusCode.NoContent);
        (await ListAsync(customer)).Body["items"]!.AsArray().Select(i => (string)i!["sku"]!).Should().Equal("appliances-900");
    }

    [Fact]
    public async Task S73_a_favourite_that_is_no_longer_sold_stays_without_a_price()
    {
        var (customer, sku) = (await host.CustomerAsync(), $"gone-{Guid.NewGuid():N}");
        await using (var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession())
        {
            session.Store(new Product(sku, "Фонарь", "toys", new Money(5_00), null, true));
            await session.SaveChangesAsync();
            await AddAsync(customer, sku);
            session.Delete<Product>(sku);
            await session.SaveChangesAsync();
        }

        var item = (await ListAsync(customer)).Body["items"]!.AsArray().Single()!;

        ((string)item["sku"]!, (bool)item["available"]!).Should().Be((sku, false));
        item["price"].Should().BeNull();
    }

    [Fact]
    public async Task S73_what_is_not_sold_is_refused_and_strangers_have_no_favourites()
    {
        var customer = await host.CustomerAsync();

        (await customer.PutAsync("/api/account/favourites/no-such-thing")).Expect(HttpStatusCode.NotFound).Code.Should().Be("catalogue.product-unknown");
        (await customer.DeleteAsync("/api/account/favourites/no-such-thing")).Expect(HttpStatusCode.NoContent);
        (await host.Anonymous().PutAsync("/api/account/favourites/books-901")).Expect(HttpStatusCode.Unauthorized).Code.Should().Be("auth.sign-in-required");
        (await host.Anonymous().GetAsync("/api/account/favourites")).Expect(HttpStatusCode.Unauthorized);
        (await ListAsync(customer)).Body["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task S73_pages_follow_each_other_while_favourites_come_and_go()
    {
        var customer = await host.CustomerAsync();
        for (var n = 1; n <= 5; n++) await AddAsync(customer, $"books-00{n}");

        var first = await ListAsync(customer, "?limit=2");
        await AddAsync(customer, "books-006");
        (await customer.DeleteAsync("/api/account/favourites/books-004")).Expect(HttpStatusCode.NoContent);
        var second = await ListAsync(customer, $"?limit=2&cursor={first.Text("nextCursor")}");
        var third = await ListAsync(customer, $"?limit=2&cursor={second.Text("nextCursor")}");

        Skus(first).Should().Equal("books-005", "books-004");
        Skus(second).Should().Equal("books-003", "books-002");
        Skus(third).Should().Equal("books-001");
        third.Body["nextCursor"].Should().BeNull();
        (await customer.GetAsync("/api/account/favourites?limit=0")).Code.Should().Be("request.cursor-invalid");
    }

    [Fact]
    public async Task S73_many_taps_at_once_each_have_their_effect_once()
    {
        var customer = await host.CustomerAsync();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(n => AddAsync(customer, $"books-00{(n % 6) + 1}")));

        Skus(await ListAsync(customer)).Should().HaveCount(6).And.OnlyHaveUniqueItems();
        var events = (await host.Staff("auditor").GetAsync($"/api/audit/streams/favourites/{Domain.AccountIds.FavouritesId(customer.CustomerId)}/events")).Expect(HttpStatusCode.OK);
        events.Body["items"]!.AsArray().Should().HaveCount(6);
    }

    private static async Task AddAsync(Api customer, string sku) => (await customer.PutAsync($"/api/account/favourites/{sku}")).Expect(HttpStatusCode.NoContent);

    private static async Task<Answer> ListAsync(Api customer, string query = "") => (await customer.GetAsync($"/api/account/favourites{query}")).Expect(HttpStatusCode.OK);

    private static IEnumerable<string> Skus(Answer page) => page.Body["items"]!.AsArray().Select(i => (string)i!["sku"]!);
}
