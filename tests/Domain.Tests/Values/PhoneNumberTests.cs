using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class PhoneNumberTests
{
    [Theory]
    [InlineData("+79161234512")]
    [InlineData("+12345678")] // 8 digits
    [InlineData("+123456789012345")] // 15 digits
    public void S2_a_number_in_E164_is_taken_as_it_is(string text)
    {
        PhoneNumber.TryCreate(text, out var number).Should().BeTrue();
        number.Value.Should().Be(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("79161234512")]
    [InlineData("+09161234512")]
    [InlineData("+7 916 123-45-12")]
    [InlineData("+1234567")] // 7 digits
    [InlineData("+1234567890123456")] // 16 digits
    [InlineData("+7916123451٢")]
    [InlineData("+79161234512\n")]
    public void S2_anything_else_is_not_a_number(string? text)
    {
        PhoneNumber.TryCreate(text, out var number).Should().BeFalse();
        number.Should().Be(default(PhoneNumber));
    }

    [Fact]
    public void S101_a_number_prints_as_a_mask_that_does_not_tell_its_length()
    {
        PhoneNumber.TryCreate("+79161234512", out var number);
        $"{number}".Should().Be("+7•••••••12");
        PhoneNumber.TryCreate("+12345678", out var shorter);
        $"{shorter}".Should().Be("+1•••••••78");
    }

    [Fact]
    public void S101_a_mask_shows_three_digits_of_any_number() =>
        Gen.String[Gen.Char['0', '9'], 7, 14].Sample(rest =>
        {
            PhoneNumber.TryCreate("+7" + rest, out var number).Should().BeTrue();
            number.ToString().Count(char.IsAsciiDigit).Should().Be(3);
        });

    [Fact]
    public void S8_equal_numbers_are_one_number()
    {
        PhoneNumber.TryCreate("+79161234512", out var one);
        PhoneNumber.TryCreate("+79161234512", out var same);
        PhoneNumber.TryCreate("+79161234513", out var other);
        one.Should().Be(same).And.NotBe(other);
    }

    [Fact]
    public void S2_a_default_value_is_no_number()
    {
        default(PhoneNumber).ToString().Should().BeEmpty();
        FluentActions.Invoking(() => default(PhoneNumber).Value).Should().Throw<InvalidOperationException>();
    }
}
