using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class CardNumberTests
{
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("2200700123456781")]
    [InlineData("378282246310005")]
    [InlineData("4222222222222")]
    [InlineData("6304000000000000000")]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("4111-1111-1111-1111")]
    [InlineData("4111.1111.1111.1111")]
    public void X32_a_card_number_is_known_however_it_is_grouped(string text) => CardNumber.LooksLikeOne(text).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tok_ok")]
    [InlineData("4111111111111112")]
    [InlineData("0000000000000000")]
    [InlineData("422222222222")]
    [InlineData("63040000000000000000")]
    [InlineData("tok_4111111111111111")]
    public void X32_a_token_is_no_card_number(string? text) => CardNumber.LooksLikeOne(text).Should().BeFalse();

    [Fact]
    public void X32_one_wrong_digit_makes_it_none() => Gen.Select(Gen.Int[0, 15], Gen.Int[1, 9]).Sample((place, more) =>
    {
        var digits = "4111111111111111".ToCharArray();
        digits[place] = (char)('0' + ((digits[place] - '0' + more) % 10));
        return !CardNumber.LooksLikeOne(new string(digits));
    });
}
