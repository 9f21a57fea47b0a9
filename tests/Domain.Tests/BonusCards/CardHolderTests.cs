using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Xunit;

namespace Marketplace.Domain.Tests.BonusCards;

public class CardHolderTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Applicant Maria = new("Петрова", "Мария", "Ивановна", new DateOnly(1990, 5, 17), "4508", "123456", "500100732259", "112-233-445 95");

    [Fact]
    public void S58_whoever_gives_all_of_it_is_taken_as_typed_without_the_decoration()
    {
        var holder = Checked(Maria with { Surname = " Петрова ", PassportSeries = "45 08" }).Value!;
        (holder.Surname, holder.Name, holder.Patronymic, holder.BirthDate).Should().Be(("Петрова", "Мария", "Ивановна", new DateOnly(1990, 5, 17)));
        (holder.Passport.Value, holder.Inn!.Value.Value, holder.Snils!.Value.Value).Should().Be(("4508123456", "500100732259", "11223344595"));
        holder.ToString().Should().Be("CardHolder");
        Maria.ToString().Should().Be("Applicant");
    }

    [Fact]
    public void S58_the_patronymic_and_one_of_the_two_numbers_may_be_left_out()
    {
        Checked(Maria with { Patronymic = null }).IsRefused.Should().BeFalse();
        Checked(Maria with { Patronymic = "  " }).Value!.Patronymic.Should().BeNull();
        Checked(Maria with { Inn = null }).Value!.Inn.Should().BeNull();
        Checked(Maria with { Snils = "" }).Value!.Snils.Should().BeNull();
        Codes(Maria with { Inn = "", Snils = null }).Should().Equal("bonus-card.inn-or-snils-required");
    }

    [Fact]
    public void S58_a_wrong_number_is_refused_even_beside_a_right_one()
    {
        Codes(Maria with { Inn = "500100732258" }).Should().Equal("bonus-card.inn-invalid");
        Codes(Maria with { Snils = "112-233-445 96" }).Should().Equal("bonus-card.snils-invalid");
        Codes(Maria with { PassportNumber = "12345" }).Should().Equal("bonus-card.passport-invalid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("<b>")]
    public void S58_a_name_is_written_in_letters(string name)
    {
        Codes(Maria with { Surname = name }).Should().Equal("bonus-card.name-invalid");
        Checked(Maria with { Name = name }).Rejection!.Field.Should().Be("name");
    }

    [Fact]
    public void S58_every_wrong_field_is_named_at_once()
    {
        var refusal = Checked(new Applicant(null, null, "1", null, null, null, null, null)).Rejection!;
        refusal.Also.Prepend(refusal).Select(r => r.Field).Should().Equal("surname", "name", "patronymic", "birthDate", "passport", "inn");
    }

    [Fact]
    public void P10_a_card_holder_is_eighteen_on_the_birthday_and_not_the_day_before()
    {
        Codes(Maria with { BirthDate = Today.AddYears(-18).AddDays(1) }).Should().Equal("bonus-card.too-young");
        Checked(Maria with { BirthDate = Today.AddYears(-18) }).IsRefused.Should().BeFalse();
    }

    [Theory]
    [InlineData(2026, 2, 27, true)]
    [InlineData(2026, 2, 28, false)]
    public void P10_whoever_was_born_on_29_february_is_eighteen_on_28_february(int year, int month, int day, bool refused) =>
        CardHolder.Check(Maria with { BirthDate = new DateOnly(2008, 2, 29) }, new DateOnly(year, month, day), new BonusCardPolicy()).IsRefused.Should().Be(refused);

    [Fact]
    public void P10_nobody_was_born_tomorrow_or_before_1900()
    {
        Codes(Maria with { BirthDate = Today.AddDays(1) }).Should().Equal("bonus-card.birth-date-invalid");
        Codes(Maria with { BirthDate = new DateOnly(1899, 12, 31) }).Should().Equal("bonus-card.birth-date-invalid");
    }

    private static Domain.Values.Checked<CardHolder> Checked(Applicant given) => CardHolder.Check(given, Today, new BonusCardPolicy());

    private static IEnumerable<string> Codes(Applicant given) =>
        Checked(given).Rejection is { } refusal ? refusal.Also.Prepend(refusal).Select(r => r.Code) : [];
}
