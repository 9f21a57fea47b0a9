using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Favourites;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Favourites;

public class FavouriteTests
{
    private static readonly Guid ListId = Id("favourites");

    [Fact]
    public void S73_a_product_becomes_a_favourite() => Given().When(l => Add(l, "tea")).Then(Added("tea"));

    [Fact]
    public void S73_a_favourite_is_added_once() => Given(Added("tea")).When(l => Add(l, "tea")).ThenNothing();

    [Fact]
    public void S73_a_favourite_that_is_no_longer_sold_may_be_added_again_to_no_effect() =>
        Given(Added("tea")).When(l => Add(l, "tea", isKnown: false)).ThenNothing();

    [Fact]
    public void S73_what_is_not_sold_becomes_no_favourite() => Given().When(l => Add(l, "tea", isKnown: false)).ThenRefused("catalogue.product-unknown");

    [Fact]
    public void S73_a_favourite_is_taken_off() => Given(Added("tea"), Added("cup")).When(l => FavouriteDecisions.Remove(l, "tea", Noon)).Then(Removed("tea"));

    [Fact]
    public void S73_what_is_no_favourite_is_taken_off_to_no_effect()
    {
        Given().When(l => FavouriteDecisions.Remove(l, "tea", Noon)).ThenNothing();
        Given(Added("tea"), Removed("tea")).When(l => FavouriteDecisions.Remove(l, "tea", Noon)).ThenNothing();
    }

    [Fact]
    public void S73_five_hundred_favourites_are_the_most()
    {
        var all = Enumerable.Range(1, 499).Select(n => (FavouriteEvent)Added($"sku-{n}")).ToArray();

        Given(all).When(l => Add(l, "the 500th")).Then(Added("the 500th"));
        Given([.. all, Added("the 500th")]).When(l => Add(l, "the 501st")).ThenRefused("favourites.too-many").Facts["most"].Should().Be(500);
        Given([.. all, Added("the 500th"), Removed("sku-1")]).When(l => Add(l, "the 501st")).Then(Added("the 501st"));
    }

    [Fact]
    public void S73_whatever_is_added_and_taken_off_in_whatever_order_the_rest_is_a_set() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 6]).Array[0, 40].Sample(taps =>
        {
            var expected = new HashSet<string>();
            FavouriteList? list = null;
            foreach (var (adds, number) in taps)
            {
                var sku = $"sku-{number}";
                var changed = adds ? expected.Add(sku) : expected.Remove(sku);
                var decision = adds ? Add(list, sku) : FavouriteDecisions.Remove(list, sku, Noon);
                decision.Events.Count.Should().Be(changed ? 1 : 0);
                list = decision.Events.Aggregate(list, FavouriteList.Evolve);
            }

            return expected.SetEquals((list?.Items ?? []).Select(f => f.Sku));
        }, iter: 5_000);

    private static Given<FavouriteList, FavouriteEvent> Given(params FavouriteEvent[] events) =>
        Scenario.Given<FavouriteList, FavouriteEvent>(FavouriteList.Evolve, events);

    private static Decision<FavouriteEvent> Add(FavouriteList? list, string sku, bool isKnown = true) =>
        FavouriteDecisions.Add(list, ListId, CustomerId, sku, isKnown, Noon);

    private static FavouriteAdded Added(string sku) => new(ListId, CustomerId, sku, Noon);

    private static FavouriteRemoved Removed(string sku) => new(ListId, CustomerId, sku, Noon);
}
