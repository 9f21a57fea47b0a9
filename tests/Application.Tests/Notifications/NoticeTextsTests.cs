using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Application.Notifications;
using Marketplace.Domain.Customers;
using Xunit;

namespace Marketplace.Application.Tests.Notifications;

/// <summary>The catalogue of texts is whole.</summary>
public partial class NoticeTextsTests
{
    private static readonly NoticeFacts Facts = new(
        "0198b6f0-1111-7000-8000-000000000001", "1,234,567.89 ₽", "Чай × 2: 20.02 ₽", new Uri("https://shop.example/x?token=0123456789abcdef"), "07.12, 12:00 мск",
        ContactKind.Phone);

    public static TheoryData<NoticeKind> Kinds => [.. Enum.GetValues<NoticeKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void S52_every_notice_has_a_letter_in_both_languages(NoticeKind kind)
    {
        var (russian, english) = (NoticeTexts.Letter(kind, NoticeLanguage.Russian, Facts), NoticeTexts.Letter(kind, NoticeLanguage.English, Facts));
        Cyrillic().IsMatch(russian.Subject).Should().BeTrue();
        Cyrillic().IsMatch(english.Subject).Should().BeFalse();
        foreach (var letter in new[] { russian, english })
        {
            letter.Subject.Should().NotBeNullOrWhiteSpace().And.NotContainAny("\n", "\r");
            letter.Text.Length.Should().BeGreaterThan(letter.Subject.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void S53_what_may_go_by_sms_has_an_sms_in_both_languages(NoticeKind kind)
    {
        var (russian, english) = (NoticeTexts.Sms(kind, NoticeLanguage.Russian, Facts), NoticeTexts.Sms(kind, NoticeLanguage.English, Facts));
        (russian is null).Should().Be(english is null);
        (russian is not null).Should().Be(MayGoBySms(kind));
        if (russian is not null) russian.Should().NotBe(english);
    }

    [Fact]
    public void D11_a_warning_names_the_way_to_object()
    {
        foreach (var language in Enum.GetValues<NoticeLanguage>())
        {
            NoticeTexts.Sms(NoticeKind.ContactChangeWarning, language, Facts).Should().Contain(Facts.Link!.ToString());
            NoticeTexts.Letter(NoticeKind.ContactChangeWarning, language, Facts).Text.Should().Contain($"\n{Facts.Link}");
        }
    }

    [Fact]
    public void Nothing_prints_a_link() => Facts.ToString().Should().Be(nameof(NoticeFacts));

    // From the routes themselves: an SMS is needed where a phone can be the recipient.
    private static bool MayGoBySms(NoticeKind kind) => WantedNoticesTests.Told.SelectMany(row => Notices.For(row[0]))
        .Any(w => w.Kind == kind && w.Route is NoticeRoute.Phone or NoticeRoute.VerifiedEmailOrSms
            || w.Kind == kind && w.Route is NoticeRoute.ContactToLose or NoticeRoute.LostContact && kind != NoticeKind.EmailChanged);

    [GeneratedRegex("[а-яё]", RegexOptions.IgnoreCase)]
    private static partial Regex Cyrillic();
}
