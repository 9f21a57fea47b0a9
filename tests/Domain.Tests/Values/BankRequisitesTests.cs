using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class BankRequisitesTests
{
    private const string Name = "Иванова Анна Петровна";

    private static readonly int[] Weights = [7, 1, 3];

    /// <summary>The examples of the procedure itself (No. 515), and two made-up accounts whose keys another program worked out.</summary>
    public static TheoryData<string, string> ValidPairs => new()
    {
        { "049805746", "40602810700000000025" }, // No. 515, example 3: a bank's client
        { "040305000", "40102810100000010001" }, // No. 515, example 2: a client of a division of the Bank of Russia
        { "049805000", "30101810800000000746" }, // No. 515, example 1: a bank's account with such a division
        { "044525225", "40817810700000000001" },
        { "044525974", "40817810912345678901" },
    };

    [Theory]
    [MemberData(nameof(ValidPairs))]
    public void S89_an_account_that_fits_its_bank_is_taken(string bic, string account)
    {
        var checkedRequisites = BankRequisites.Check(bic, account, Name);
        checkedRequisites.IsRefused.Should().BeFalse();
        checkedRequisites.Value.Should().Match<BankRequisites>(r => r.Bic == bic && r.Account == account && r.Recipient == Name);
    }

    [Theory]
    [MemberData(nameof(ValidPairs))]
    public void S89_every_single_wrong_digit_of_the_account_is_found(string bic, string account)
    {
        var missed = from place in Enumerable.Range(0, account.Length)
                     from digit in "0123456789"
                     where digit != account[place]
                     let typed = account[..place] + digit + account[(place + 1)..]
                     where FieldRefused(bic, typed, Name) != "requisites.account"
                     select typed;
        missed.Should().BeEmpty();
    }

    [Theory]
    [InlineData("049805746", "40602810700000000025")]
    [InlineData("044525225", "40817810700000000001")]
    [InlineData("044525974", "40817810912345678901")]
    public void S89_every_single_wrong_digit_of_the_banks_own_number_is_found(string bic, string account)
    {
        var missed = from place in Enumerable.Range(6, 3)
                     from digit in "0123456789"
                     where digit != bic[place]
                     let typed = bic[..place] + digit + bic[(place + 1)..]
                     where FieldRefused(typed, account, Name) != "requisites.account"
                     select typed;
        missed.Should().BeEmpty();
    }

    [Fact]
    public void S89_a_division_of_the_bank_of_russia_is_told_by_digits_five_and_six()
    {
        FieldRefused("040306000", "40102810100000010001", Name).Should().Be("requisites.account");
        FieldRefused("040305001", "40102810100000010001", Name).Should().BeNull();
        FieldRefused("040305002", "40102810100000010001", Name).Should().BeNull();
        FieldRefused("040305003", "40102810100000010001", Name).Should().Be("requisites.account");
    }

    [Fact]
    public void S89_neighbours_swapped_are_found_unless_they_differ_by_five() =>
        Gen.Select(RandomAccount, Gen.Int[0, 18]).Sample((account, place) =>
        {
            var (a, b) = (account[place], account[place + 1]);
            var typed = account[..place] + b + a + account[(place + 2)..];
            var unseen = a == b || Math.Abs(a - b) == 5;
            return FieldRefused("044525225", typed, Name) == (unseen ? null : "requisites.account");
        });

    [Fact]
    public void S89_digits_swapped_three_places_apart_cannot_be_found() =>
        Gen.Select(RandomAccount, Gen.Int[0, 16]).Sample((account, place) =>
        {
            var typed = account[..place] + account[place + 3] + account[(place + 1)..(place + 3)] + account[place] + account[(place + 4)..];
            return FieldRefused("044525225", typed, Name) is null;
        });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("04452522")]
    [InlineData("0445252255")]
    [InlineData("04452522A")]
    [InlineData("04452522٥")] // a digit, but not ours
    [InlineData(" 44525225")]
    [InlineData("004525988")] // the Treasury
    [InlineData("014525988")]
    [InlineData("144525225")]
    public void S89_a_bic_is_nine_digits_that_begin_with_04(string? bic) =>
        FieldRefused(bic, "40817810700000000001", Name).Should().Be("requisites.bic");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("4081781070000000000")]
    [InlineData("408178107000000000010")]
    [InlineData("40817810700000000 01")]
    [InlineData("4081781070000000000٢")]
    public void S89_an_account_is_twenty_digits(string? account) =>
        FieldRefused("044525225", account, Name).Should().Be("requisites.account");

    [Theory]
    [InlineData("Ю")]
    [InlineData("Anna O'Neill")]
    [InlineData("ИП Римский-Корсаков Н.А.")]
    [InlineData("ООО «Ёлка 24» \"Юг\"")]
    public void S89_a_recipient_is_a_name(string recipient) =>
        FieldRefused("044525225", "40817810700000000001", recipient).Should().BeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("12345")]
    [InlineData("Анна\nИванова")]
    [InlineData("Анна;Иванова")]
    [InlineData("<b>Анна</b>")]
    [InlineData("Анна 💸")]
    public void S89_a_recipient_is_nothing_else(string? recipient) =>
        FieldRefused("044525225", "40817810700000000001", recipient).Should().Be("requisites.recipient");

    [Theory]
    [InlineData(160, false)]
    [InlineData(161, true)]
    public void S89_a_recipient_has_at_most_160_characters(int length, bool refused) =>
        (FieldRefused("044525225", "40817810700000000001", new string('а', length)) is not null).Should().Be(refused);

    [Fact]
    public void S89_a_refusal_has_its_code_in_both_languages_and_repeats_nothing_personal()
    {
        string?[][] wrong = [["1", null, null], ["044525225", "2", null], ["044525225", "40817810700000000003", null],
            ["044525225", "40817810700000000001", ";Anna;"]];
        foreach (var (bic, account, recipient) in wrong.Select(w => (w[0], w[1], w[2])))
        {
            var refusal = BankRequisites.Check(bic, account, recipient).Rejection!;
            refusal.Should().Match<Rejection>(r => r.Code == "wallet.requisites-invalid" && r.Kind == RejectionKind.Invalid);
            refusal.English.Should().NotBeEmpty();
            refusal.Russian.Should().MatchRegex("[а-я]");
            refusal.ToString().Should().NotContain("408178").And.NotContain("044525225").And.NotContain("Anna");
        }
    }

    [Fact]
    public void S89_requisites_print_nothing_personal()
    {
        var taken = BankRequisites.Check("044525225", "40817810700000000001", Name);
        taken.Value!.ToString().Should().Be("BankRequisites");
        $"{taken}".Should().NotContain("4081").And.NotContain("Анна");
    }

    // Any account with the right key for 044525225; the key is the ninth digit.
    private static Gen<string> RandomAccount => Gen.Char['0', '9'].Array[20].Select(digits =>
    {
        digits[8] = '0';
        var sum = ("225" + new string(digits)).Select((digit, place) => (digit - '0') * Weights[place % 3] % 10).Sum();
        digits[8] = (char)('0' + (sum % 10 * 3 % 10));
        return new string(digits);
    });

    private static string? FieldRefused(string? bic, string? account, string? recipient) =>
        BankRequisites.Check(bic, account, recipient).Rejection?.Field;
}
