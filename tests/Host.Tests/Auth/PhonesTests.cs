using FluentAssertions;
using Marketplace.Application.Customers;
using Xunit;

namespace Marketplace.Host.Tests.Auth;

public class PhonesTests
{
    [Theory]
    [InlineData("+79161234567")]
    [InlineData("89161234567")]
    [InlineData("79161234567")]
    [InlineData("9161234567")]
    [InlineData("8 (916) 123-45-67")]
    [InlineData("+7 916 123 45 67")]
    [InlineData("+7-916-123-45-67")]
    [InlineData("８９１６１２３４５６７")]
    [InlineData("tel:+79161234567")]
    public void S8_every_spelling_is_one_number(string spelling)
    {
        // A URI has letters, and letters are refused: a keypad would read them as digits.
        var read = Phones.TryRead(spelling, out var phone);
        read.Should().Be(!spelling.StartsWith("tel:", StringComparison.Ordinal));
        if (read) phone.Value.Should().Be("+79161234567");
    }

    [Theory]
    [InlineData("+375291234567")]
    [InlineData("+77011234567")]
    [InlineData("+12025550123")]
    public void S1_numbers_of_other_countries_are_welcome(string number)
    {
        Phones.TryRead(number, out var phone).Should().BeTrue();
        phone.Value.Should().Be(number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    [InlineData("916123456")]
    [InlineData("+7916123456a")]
    [InlineData("+79161234567;ext=5")]
    [InlineData("+99912345678")]
    public void S2_what_is_no_number_is_none(string? spelling) => Phones.TryRead(spelling, out _).Should().BeFalse();
}
