using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Architecture.Tests;

/// <summary>Money is whole kopecks. The scanner is first shown to find what it looks for, on the samples of this assembly.</summary>
public class FloatingPointTests
{
    [Fact]
    public void P1_no_number_that_rounds_is_anywhere_in_Domain()
    {
        FloatingPoint.MoneyOf(Solution.Domain).Should().Contain(value => value.Name == nameof(Money.Kopecks), "the scan must reach money itself");
        FloatingPoint.Places(Solution.Domain, _ => true).ShouldBeNone();
    }

    [Fact]
    public void P1_money_is_never_a_number_that_rounds_in_Application_or_Host()
    {
        var money = FloatingPoint.MoneyOf(Solution.Application).Concat(FloatingPoint.MoneyOf(Solution.Host)).ToList();

        money.Should().NotBeEmpty("a rule that examines nothing proves nothing");
        money.Where(FloatingPoint.Rounds).Select(value => value.Place).ShouldBeNone();
    }

    [Fact]
    public void A_rounding_number_is_found_wherever_it_hides()
    {
        var places = FloatingPoint.Places(typeof(RoundingSample).Assembly, type => type.Name == nameof(RoundingSample));

        places.Should().Contain(place => place.EndsWith("RoundingSample.Rates"))
            .And.Contain(place => place.EndsWith("Parameter(share)"))
            .And.Contain(place => place.StartsWith("a local of") && place.Contains("Local"))
            .And.Contain(place => place.StartsWith("conv.r8") && place.Contains("Half"))
            .And.Contain(place => place.StartsWith("call") && place.Contains("Days"))
            .And.Contain(place => place.Contains("Fraction"))
            .And.NotContain(place => place.Contains("Later") || place.Contains("Whole"));
    }

    [Fact]
    public void Money_is_known_by_its_name() =>
        FloatingPoint.MoneyOf(typeof(RoundingSample).Assembly).Should().Contain(value => value.Name == "unitPrice" && FloatingPoint.Rounds(value));
}

internal static class RoundingSample
{
    public static IReadOnlyList<double?> Rates { get; } = [];

    public static long Parameter(float share) => share > 0 ? 1 : 0;

    public static bool Local(TimeSpan age)
    {
        var days = age.TotalDays;
        return days > 1 && days < 2;
    }

    public static long Half(long kopecks) => (long)(kopecks * 0.5);

    public static long Days(TimeSpan age) => (long)age.TotalDays;

    public static string Fraction(long kopecks) => new decimal(kopecks).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static long Priced(double unitPrice) => unitPrice > 0 ? 1 : 0;

    public static DateTimeOffset Later(DateTimeOffset now, int days) => now.AddDays(days).AddMinutes(10);

    public static long Whole(long kopecks, int quantity) => checked(kopecks * quantity);
}
