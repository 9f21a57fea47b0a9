using CsCheck;
using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.BonusCards.BonusCardLife;

namespace Marketplace.Domain.Tests.BonusCards;

public class CategoryTests
{
    [Theory]
    [InlineData("food", 100)]
    [InlineData("clothes", 200)]
    [InlineData("something new", 100)]
    public void P5_a_category_has_its_own_rate_or_the_usual_one(string category, int rate) => Policy.RateOf(category).Should().Be(rate);

    [Fact]
    public void P5_the_goods_of_an_order_earn_together_and_only_the_whole_is_rounded() =>
        BonusCardPolicy.Earned([(new Money(99_99), 100), (new Money(50_00), 200), (new Money(1), 100)]).Should().Be(2);

    [Fact]
    public void P5_U10_the_event_names_the_policy_that_decided()
    {
        var other = Policy with { Version = "2027-01" };
        Given().When(c => BonusCardDecisions.Accrue(c, Known.Id("order"), 1, ActivatesAt, other, Known.Noon)).Decision.Events.Single()
            .Should().BeOfType<PointsAccrued>().Which.PolicyVersion.Should().Be("2027-01");
    }

    [Fact]
    public void P5_splitting_goods_into_more_orders_never_earns_more() =>
        Gen.Select(Gen.Long[0, 1_000_000_00], Gen.Long[0, 1_000_000_00]).Sample((a, b) =>
            BonusCardPolicy.Earned([(new Money(a), 100)]) + BonusCardPolicy.Earned([(new Money(b), 100)])
                <= BonusCardPolicy.Earned([(new Money(a), 100), (new Money(b), 100)]));
}
