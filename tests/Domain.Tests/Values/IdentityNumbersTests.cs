using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class IdentityNumbersTests
{
    private const int Iterations = 2_000;

    [Theory]
    [InlineData("500100732259")]
    [InlineData("5001 0073 2259")]
    public void S58_a_known_inn_of_a_person_is_taken(string text)
    {
        Inn.TryCreate(text, out var inn).Should().BeTrue();
        (inn.Value, inn.ToString()).Should().Be(("500100732259", "Inn"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7707083893")]
    [InlineData("50010073225")]
    [InlineData("5001007322590")]
    [InlineData("50010073225a")]
    [InlineData("٥٠٠١٠٠٧٣٢٢٥٩")]
    [InlineData("000000000000")]
    public void S58_what_is_no_inn_of_a_person_is_refused(string? text) => Inn.TryCreate(text, out _).Should().BeFalse();

    [Fact]
    public void S58_exactly_one_pair_of_check_digits_fits_ten_digits_of_an_inn() =>
        Identities.Ten.Sample(ten => Enumerable.Range(0, 100).Count(check => Inn.TryCreate($"{ten}{check:00}", out _)) == 1, iter: Iterations);

    [Fact]
    public void S58_every_changed_digit_of_an_inn_is_found() =>
        Identities.Inns.Sample(inn => Changed(inn).All(other => !Inn.TryCreate(other, out _)), iter: Iterations);

    [Theory]
    [InlineData("112-233-445 95")]
    [InlineData("11223344595")]
    [InlineData("112 233 445 95")]
    public void S58_a_known_snils_is_taken_however_it_is_typed(string text)
    {
        Snils.TryCreate(text, out var snils).Should().BeTrue();
        (snils.Value, snils.ToString()).Should().Be(("11223344595", "Snils"));
    }

    [Theory]
    [InlineData("231-212-705 00")]
    [InlineData("326-666-382 00")]
    [InlineData("204-205-451 00")]
    public void S58_a_check_sum_of_100_or_101_is_written_00(string text) => Snils.TryCreate(text, out _).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("112-233-445 96")]
    [InlineData("112-233-445-9")]
    [InlineData("112_233_445 95")]
    [InlineData("000-000-000 00")]
    [InlineData("001-001-998 00")]
    public void S58_what_is_no_snils_is_refused(string? text) => Snils.TryCreate(text, out _).Should().BeFalse();

    [Fact]
    public void S58_every_changed_digit_of_a_snils_is_found_but_where_100_and_101_are_written_alike() =>
        Identities.SnilsNumbers.Sample(
            snils => Changed(snils).Where(other => Snils.TryCreate(other, out _)).All(other => snils[9..] == "00" && other[..8] == snils[..8]),
            iter: Iterations);

    [Fact]
    public void S58_exactly_one_check_sum_fits_nine_digits_of_a_snils() =>
        Gen.Int[1_001_999, 999_999_999].Sample(nine => Enumerable.Range(0, 100).Count(check => Snils.TryCreate($"{nine:000000000}{check:00}", out _)) == 1, iter: Iterations);

    [Theory]
    [InlineData("4508", "123456")]
    [InlineData("45 08", " 123456")]
    public void S58_a_passport_has_four_and_six_digits(string series, string number)
    {
        PassportNumber.TryCreate(series, number, out var passport).Should().BeTrue();
        (passport.Series, passport.Number, passport.ToString()).Should().Be(("4508", "123456", "PassportNumber"));
    }

    [Theory]
    [InlineData(null, "123456")]
    [InlineData("4508", null)]
    [InlineData("450", "123456")]
    [InlineData("45081", "23456")]
    [InlineData("4508", "1234567")]
    [InlineData("45O8", "123456")]
    [InlineData("0000", "123456")]
    [InlineData("4508", "000000")]
    public void S58_what_is_no_passport_is_refused(string? series, string? number) => PassportNumber.TryCreate(series, number, out _).Should().BeFalse();

    [Fact]
    public void S58_a_default_holds_no_number() =>
        new Func<string>[] { () => default(Inn).Value, () => default(Snils).Value, () => default(PassportNumber).Value }
            .Should().AllSatisfy(read => read.Should().Throw<InvalidOperationException>());

    private static IEnumerable<string> Changed(string digits) =>
        from place in Enumerable.Range(0, digits.Length)
        from digit in "0123456789"
        where digits[place] != digit
        select digits[..place] + digit + digits[(place + 1)..];
}
