using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class EmailAddressTests
{
    [Theory]
    [InlineData("anna@mail.ru", "anna@mail.ru")]
    [InlineData("Anna.Petrova+shop@Mail.RU", "Anna.Petrova+shop@mail.ru")]
    [InlineData("a@b.co", "a@b.co")]
    [InlineData("o'neill_1/x=y@sub.xn--80ak6aa92e.xn--p1ai", "o'neill_1/x=y@sub.xn--80ak6aa92e.xn--p1ai")]
    public void S14_an_address_keeps_its_local_part_and_lowers_its_domain(string text, string stored)
    {
        EmailAddress.TryCreate(text, out var address).Should().BeTrue();
        address.Value.Should().Be(stored);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("anna")]
    [InlineData("anna@")]
    [InlineData("@mail.ru")]
    [InlineData("anna@mail")]
    [InlineData("anna@mail.ru.")]
    [InlineData("anna@.mail.ru")]
    [InlineData("anna@mail..ru")]
    [InlineData("anna@-mail.ru")]
    [InlineData("anna@mail-.ru")]
    [InlineData("anna@127.0.0.1")]
    [InlineData("anna@[127.0.0.1]")]
    [InlineData(".anna@mail.ru")]
    [InlineData("anna.@mail.ru")]
    [InlineData("an..na@mail.ru")]
    [InlineData("an na@mail.ru")]
    [InlineData("\"anna\"@mail.ru")]
    [InlineData("anna@mail@ru.ru")]
    [InlineData("anna@mail.ru\r\nBcc: eve@mail.ru")] // a header of its own
    [InlineData("anna@mail.ru ")]
    [InlineData("анна@mail.ru")]
    [InlineData("anna@почта.рф")] // comes as xn-- from outside Domain
    [InlineData("anna@mail.\u212Az")] // the kelvin sign lowers to «k»
    public void S14_what_people_do_not_use_is_refused(string? text)
    {
        EmailAddress.TryCreate(text, out var address).Should().BeFalse();
        address.Should().Be(default(EmailAddress));
    }

    [Theory]
    [InlineData(64, 60, true)]
    [InlineData(65, 60, false)]
    [InlineData(64, 63, true)]
    [InlineData(64, 64, false)]
    public void S14_the_lengths_of_the_standard_hold(int local, int label, bool valid) =>
        EmailAddress.TryCreate($"{new string('a', local)}@{new string('b', label)}.ru", out _).Should().Be(valid);

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public void S14_an_address_has_at_most_254_characters(int length, bool valid)
    {
        var labels = string.Join('.', Enumerable.Repeat(new string('b', 62), 3));
        var text = "@" + labels + ".ru";
        text = new string('a', length - text.Length) + text;
        text.Should().HaveLength(length);
        EmailAddress.TryCreate(text, out _).Should().Be(valid);
    }

    [Fact]
    public void S8_addresses_that_differ_in_case_alone_are_one_address_for_the_question_whether_it_is_taken()
    {
        EmailAddress.TryCreate("Anna@mail.ru", out var one);
        EmailAddress.TryCreate("anna@MAIL.ru", out var other);
        one.Should().NotBe(other, "mail is sent to what the person wrote");
        one.ComparisonKey.Should().Be(other.ComparisonKey).And.Be("anna@mail.ru");
    }

    [Fact]
    public void S101_an_address_prints_as_a_mask()
    {
        EmailAddress.TryCreate("anna.petrova@mail.ru", out var address);
        $"{address}".Should().Be("a•••@m•••.ru");
        EmailAddress.TryCreate("a@b.co", out var shortest);
        $"{shortest}".Should().Be("a•••@b•••.co");
    }

    [Fact]
    public void S14_a_default_value_is_no_address()
    {
        default(EmailAddress).ToString().Should().BeEmpty();
        FluentActions.Invoking(() => default(EmailAddress).Value).Should().Throw<InvalidOperationException>();
    }
}
