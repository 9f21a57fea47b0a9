using System.Net;
using System.Text;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>The search can fail: whatever is planted in clear or in any spelling is found.</summary>
public sealed class CanarySearchTests
{
    private const string Word = "Канарейкина-7f3a";
    private static readonly Canary Surname = Canary.Word("surname", Word);
    private static readonly Canary Phone = Canary.Phone("phone", "+79035550199");

    public static TheoryData<string, byte[]> Spelt()
    {
        var utf8 = Encoding.UTF8.GetBytes(Word);
        var data = new TheoryData<string, byte[]>
        {
            { "plain", Around(utf8) },
            { "UTF-16", Around(Encoding.Unicode.GetBytes(Word)) },
            { "UTF-16, big end first", Around(Encoding.BigEndianUnicode.GetBytes(Word)) },
            { "hex", Text(Convert.ToHexStringLower(utf8)) },
            { "HEX", Text(Convert.ToHexString(utf8)) },
            { "bytes of a dump", Text($"\\x{Convert.ToHexStringLower(Around(utf8))}") },
            { "base64 in the bytes of a dump", Text($"\\x{Convert.ToHexStringLower(Text(Convert.ToBase64String(utf8)))}") },
            { "URL", Text(Uri.EscapeDataString(Word)) },
            { "url", Text(WebUtility.UrlEncode(Word)) },
            { "JSON", Text(System.Text.Json.JsonSerializer.Serialize(Word)) },
            { "base64 of UTF-16", Text(Convert.ToBase64String(Around(Encoding.Unicode.GetBytes(Word)))) },
        };
        // As long before as after: each remainder by three is there.
        for (var before = 0; before < 6; before++)
        {
            var text = Convert.ToBase64String([.. Encoding.ASCII.GetBytes(new string('x', before)), .. utf8, .. "after it"u8]);
            data.Add($"base64 after {before}", Text(text));
            data.Add($"base64url after {before}", Text(text.Replace('+', '-').Replace('/', '_')));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Spelt))]
    public void S100_a_canary_is_found_however_it_is_written(string how, byte[] bytes)
    {
        Surname.FindIn(new Searched(bytes)).Should().NotBeNull(how);
        Surname.FindIn(new Searched(Text("Канарейкин и 7f3a порознь, \\xd09ad0b0"))).Should().BeNull();
    }

    [Theory]
    [InlineData("+79035550199")]
    [InlineData("89035550199")]
    [InlineData("tel:9035550199")]
    [InlineData("+7 903 555-01-99")]
    [InlineData("8 (903) 555-01-99")]
    [InlineData("+7 (903) 555 01 99")]
    [InlineData("8-903-555-01-99")]
    [InlineData("903 5550199")]
    [InlineData("%2B79035550199")]
    [InlineData("\\x2b3739303335353530313939")]
    public void S100_a_phone_is_found_however_it_is_grouped(string text)
    {
        Phone.FindIn(Searched.Text($"before {text} after")).Should().NotBeNull();
        Phone.FindIn(Searched.Text("+7 *** ***-**-99, 903555, 0199")).Should().BeNull();
    }

    private static byte[] Around(byte[] bytes) => [.. "before "u8, .. bytes, .. " after"u8];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
