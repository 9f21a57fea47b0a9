using FluentAssertions;
using Marketplace.Domain.Promotions;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Promotions.PromoLife;

namespace Marketplace.Domain.Tests.Promotions;

public class PromoCodeTests
{
    [Fact]
    public void S82_a_code_is_made_in_capitals_whatever_way_it_is_typed()
    {
        Define("  autumn-20 ", Terms).Then(new PromoCodeDefined(PromotionId, "AUTUMN-20", 20_00, 0, null, Noon, Noon.AddDays(30), 1, 3, 500_00, [], null, Noon));
        Promotion.IdOf(" Autumn-20").Should().Be(PromotionId);
    }

    [Fact]
    public void S82_the_same_terms_again_change_nothing_and_others_are_an_event()
    {
        new Outcome<PromotionEvent>(PromotionDecisions.Define(Autumn, "AUTUMN-20", Terms with { Categories = [] }, Noon)).ThenNothing();
        var wider = PromotionDecisions.Define(Autumn.Used("o", "c"), "AUTUMN-20", Terms with { UsesInTotal = 10, Categories = ["books"] }, Noon);
        After(Autumn.Used("o", "c"), wider).Should().BeEquivalentTo(new { Terms = new { UsesInTotal = 10 }, Uses = new Dictionary<Guid, Guid> { [Id("o")] = Id("c") } });
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("с-кириллицей")]
    [InlineData("two words")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void S82_a_code_that_cannot_be_typed_is_refused(string code) => Define(code, Terms).ThenRefused("promo.code-invalid");

    [Fact]
    public void S82_terms_that_make_no_sense_are_refused()
    {
        Define("A", Terms with { BasisPoints = 10_001 }).ThenRefused("promo.value-invalid");
        Define("A", Terms with { BasisPoints = 0 }).ThenRefused("promo.value-invalid");
        Define("A", Terms with { AmountOff = 1 }).ThenRefused("promo.value-invalid");
        Define("A", Terms with { BasisPoints = 0, AmountOff = -1 }).ThenRefused("promo.value-invalid");
        Define("A", Terms with { AtMost = 0 }).ThenRefused("promo.value-invalid");
        Define("A", Terms with { ValidUntil = Noon }).ThenRefused("promo.period-invalid");
        Define("A", Terms with { UsesPerCustomer = 0 }).ThenRefused("promo.limit-invalid");
        Define("A", Terms with { UsesInTotal = 0 }).ThenRefused("promo.limit-invalid");
        Define("A", Terms with { MinimumSum = -1 }).ThenRefused("promo.limit-invalid");
        Define("A", Terms with { BasisPoints = 10_000 }).Decision.IsRefused.Should().BeFalse();
    }

    [Fact]
    public void S82_an_order_uses_a_code_once()
    {
        Try(Autumn, Use()).Then(new PromoCodeUsed(PromotionId, OrderId, CustomerId, Noon));
        Try(Autumn.Used("order", "customer"), Use()).ThenNothing();
    }

    [Fact]
    public void S82_a_code_of_somebody_else_is_refused_as_an_unknown_one()
    {
        var theirs = Try(With(Terms with { IssuedTo = Id("somebody else") }), Use()).ThenRefused("promo.unknown");
        Try(null, Use()).ThenRefused("promo.unknown").Should().BeEquivalentTo(theirs);
        Try(With(Terms with { IssuedTo = CustomerId }), Use()).Decision.IsRefused.Should().BeFalse();
    }

    [Fact]
    public void S82_a_code_is_valid_from_its_first_moment_until_just_before_its_last()
    {
        Try(Autumn, Use(), Noon - OneSecond).ThenRefused("promo.not-applicable");
        Try(Autumn, Use(), Noon).Decision.IsRefused.Should().BeFalse();
        Try(Autumn, Use(), Noon.AddDays(30) - OneSecond).Decision.IsRefused.Should().BeFalse();
        Try(Autumn, Use(), Noon.AddDays(30)).ThenRefused("promo.expired");
    }

    [Fact]
    public void S82_the_least_sum_is_enough_and_a_kopeck_less_is_not()
    {
        Try(Autumn, Use(goods: 500_00)).Decision.IsRefused.Should().BeFalse();
        Try(Autumn, Use(goods: 499_99)).ThenRefused("promo.minimum-not-reached").Facts.Should().Contain("minimum", 500_00L).And.Contain("goods", 499_99L);
    }

    [Fact]
    public void S82_a_code_that_takes_nothing_off_is_not_used_up() => Try(Autumn, Use(reduction: 0)).ThenRefused("promo.not-applicable");

    [Fact]
    public void I8_a_code_is_used_no_more_often_than_a_customer_may()
    {
        Try(Autumn.Used("one", "customer"), Use("two")).ThenRefused("promo.exhausted");
        Try(Autumn.Used("one", "somebody else"), Use("two")).Decision.IsRefused.Should().BeFalse();
        Try(With(Terms with { UsesPerCustomer = null }).Used("one", "customer"), Use("two")).Decision.IsRefused.Should().BeFalse();
    }

    [Fact]
    public void I8_a_code_is_used_no_more_often_than_all_together_may()
    {
        var twice = Autumn.Used("one", "a").Used("two", "b");
        Try(twice, Use()).Decision.IsRefused.Should().BeFalse();
        Try(twice.Used("three", "c"), Use()).ThenRefused("promo.exhausted");
    }

    [Fact]
    public void X10_a_released_use_can_be_used_again_and_is_released_once()
    {
        var used = Autumn.Used("one", "customer");
        var release = PromotionDecisions.Release(used, Id("one"), Noon);
        new Outcome<PromotionEvent>(release).Then(new PromoCodeReleased(PromotionId, Id("one"), Noon));
        var free = After(used, release);
        new Outcome<PromotionEvent>(PromotionDecisions.Release(free, Id("one"), Noon)).ThenNothing();
        Try(free, Use("two")).Decision.IsRefused.Should().BeFalse();
    }

    private static Outcome<PromotionEvent> Define(string code, PromoTerms terms) => new(PromotionDecisions.Define(null, code, terms, Noon));

    private static Outcome<PromotionEvent> Try(Promotion? promotion, PromoUse use, DateTimeOffset? now = null) =>
        new(PromotionDecisions.Use(promotion, use, now ?? Noon));
}
