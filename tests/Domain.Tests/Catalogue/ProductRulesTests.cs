using FluentAssertions;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Catalogue;

public class ProductRulesTests
{
    private static readonly Product Tea = new("tea-1", "Чай", "food", new Money(10_00), new Money(9_00), true);
    private static readonly PickupPoint Point = new("pvz-101", "Москва", "Тверская, 1", true);

    [Theory]
    [InlineData("food")]
    [InlineData("appliances")]
    [InlineData("clothes")]
    [InlineData("shoes")]
    [InlineData("books")]
    [InlineData("toys")]
    public void S61_goods_are_of_the_kinds_of_the_shop(string category) => ProductRules.Refuse(Tea with { Category = category }).Should().BeNull();

    [Theory]
    [InlineData("weapons")]
    [InlineData("Food")]
    [InlineData("")]
    public void S61_goods_of_another_kind_are_refused(string category) =>
        ProductRules.Refuse(Tea with { Category = category })!.Code.Should().Be("catalogue.category-unknown");

    [Theory]
    [InlineData(0, null, "catalogue.price-invalid")]
    [InlineData(1, null, null)]
    [InlineData(1_000_000_000_000, null, null)]
    [InlineData(1_000_000_000_001, null, "catalogue.price-invalid")]
    [InlineData(long.MaxValue, null, "catalogue.price-invalid")]
    [InlineData(2, 1L, null)]
    [InlineData(2, 2L, "catalogue.member-price-invalid")]
    [InlineData(2, 0L, "catalogue.member-price-invalid")]
    public void S80_a_price_is_at_least_a_kopeck_and_the_member_price_lower(long price, long? member, string? refusal) =>
        (ProductRules.Refuse(Tea with { Price = new Money(price), MemberPrice = member is { } m ? new Money(m) : null })?.Code).Should().Be(refusal);

    [Theory]
    [InlineData("", "catalogue.sku-invalid")]
    [InlineData("-a", "catalogue.sku-invalid")]
    [InlineData("Tea", "catalogue.sku-invalid")]
    [InlineData("a b", "catalogue.sku-invalid")]
    [InlineData("a/../b", "catalogue.sku-invalid")]
    [InlineData("чай", "catalogue.sku-invalid")]
    [InlineData("a-1", null)]
    public void S61_a_sku_is_plain(string sku, string? refusal) => (ProductRules.Refuse(Tea with { Sku = sku })?.Code).Should().Be(refusal);

    [Theory]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(0, false)]
    [InlineData(201, false)]
    public void S61_a_name_has_1_to_200_characters(int length, bool fits) =>
        (ProductRules.Refuse(Tea with { Name = new string('x', length) }) is null).Should().Be(fits);

    [Fact]
    public void S68_a_pick_up_point_has_a_plain_id_and_an_address()
    {
        ProductRules.Refuse(Point).Should().BeNull();
        ProductRules.Refuse(Point with { PickupPointId = new string('a', 65) })!.Code.Should().Be("catalogue.pickup-point-id-invalid");
        ProductRules.Refuse(Point with { City = "" })!.Code.Should().Be("catalogue.address-invalid");
        ProductRules.Refuse(Point with { Address = "a\u0000b" })!.Code.Should().Be("catalogue.address-invalid");
    }
}
