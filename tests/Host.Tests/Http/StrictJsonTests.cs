using System.Net;
using System.Text;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class StrictJsonTests(HttpFixture fixture)
{
    private const string Good = """{"amount":1,"optional":null,"name":"n","word":"wrong-item","lines":[{"sku":"s","quantity":2}]}""";

    [Fact]
    public async Task A_good_body_comes_back_in_camel_case_with_its_words_and_nulls()
    {
        var answer = await PostAsync(Good);
        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Body.Should().Be("""{"amount":1,"optional":null,"name":"n","word":"wrong-item","lines":[{"sku":"s","quantity":2}],"note":null}""");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("1.0")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("1000000000001")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551617")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    public async Task An_amount_that_is_no_whole_number_of_kopecks_in_range_is_refused_and_stores_nothing(string amount)
    {
        var wallet = await fixture.WalletAsync(100);
        var answer = await fixture.Host.PostAsync(
            $"/api/trial/wallets/{wallet}/credits", $$"""{"amount":{{amount}}}""", ("Idempotency-Key", Guid.NewGuid().ToString()));

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("request.amount-invalid");
        ((string?)answer.Json["errors"]!["amount"]![0]).Should().NotBeEmpty();
        (await fixture.ReadAsync(wallet)).Available.Kopecks.Should().Be(100);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    public async Task An_amount_that_is_not_even_json_is_malformed(string amount) =>
        await ShouldBeAsync(Good.Replace("\"amount\":1", $"\"amount\":{amount}", StringComparison.Ordinal), "request.malformed");

    [Theory]
    [InlineData("1")]
    [InlineData("1000000000000")]
    public async Task The_smallest_and_the_largest_amount_are_taken(string amount) =>
        (await PostAsync(Good.Replace("\"amount\":1", $"\"amount\":{amount}", StringComparison.Ordinal))).Status.Should().Be(HttpStatusCode.OK);

    [Theory]
    [InlineData("", "request.body-missing")]
    [InlineData("null", "request.body-missing")]
    [InlineData("{", "request.malformed")]
    [InlineData("{}x", "request.malformed")]
    [InlineData("{}{}", "request.malformed")]
    [InlineData("""{"amount":1,}""", "request.malformed")]
    [InlineData("""{/* a comment */"amount":1}""", "request.malformed")]
    [InlineData("{'amount':1}", "request.malformed")]
    [InlineData("[]", "request.wrong-type")]
    [InlineData("""{"amount":1}""", "request.member-missing")]
    public async Task What_is_no_body_of_this_kind_is_named(string json, string code) => await ShouldBeAsync(json, code);

    [Theory]
    [InlineData("\"name\":\"n\"", "\"name\":\"n\",\"price\":1", "request.unknown-member", "price")]
    [InlineData("\"name\":\"n\"", "\"Name\":\"n\"", "request.unknown-member", "Name")]
    [InlineData("\"name\":\"n\"", "\"name\":\"n\",\"name\":\"m\"", "request.duplicate-member", "name")]
    [InlineData("\"name\":\"n\"", "\"name\":null", "request.null-not-allowed", "name")]
    [InlineData("\"name\":\"n\"", "\"name\":7", "request.wrong-type", "name")]
    [InlineData("\"quantity\":2", "\"quantity\":\"2\"", "request.wrong-type", "lines[0].quantity")]
    [InlineData("\"quantity\":2", "\"quantity\":2.5", "request.wrong-type", "lines[0].quantity")]
    [InlineData("\"quantity\":2", "\"quantity\":99999999999", "request.wrong-type", "lines[0].quantity")]
    [InlineData("\"quantity\":2", "\"quantity\":2,\"price\":1", "request.unknown-member", "lines[0].price")]
    [InlineData("\"wrong-item\"", "\"Wrong-Item\"", "request.unknown-value", "word")]
    [InlineData("\"wrong-item\"", "\"WrongItem\"", "request.unknown-value", "word")]
    [InlineData("\"wrong-item\"", "\"wrong-item, changed-mind\"", "request.unknown-value", "word")]
    [InlineData("\"wrong-item\"", "\"1\"", "request.unknown-value", "word")]
    [InlineData("\"wrong-item\"", "1", "request.unknown-value", "word")]
    [InlineData("{\"sku\":\"s\",\"quantity\":2}", "null", "request.null-not-allowed", null)]
    public async Task What_is_wrong_with_a_member_is_named_with_its_field(string good, string bad, string code, string? field)
    {
        var answer = await ShouldBeAsync(Good.Replace(good, bad, StringComparison.Ordinal), code);
        answer.Json["errors"]?.AsObject().Select(e => e.Key).Should().Equal(field is null ? null! : [field]);
    }

    [Fact]
    public async Task Depth_elements_strings_and_bytes_have_a_limit_and_one_more_is_refused()
    {
        await ShouldBeAsync(Deep(16), "request.wrong-type");
        await ShouldBeAsync(Deep(17), "request.too-deep");
        (await PostAsync(WithLines(200))).Status.Should().Be(HttpStatusCode.OK);
        await ShouldBeAsync(WithLines(201), "request.array-too-long");
        (await PostAsync(WithName(4096))).Status.Should().Be(HttpStatusCode.OK);
        await ShouldBeAsync(WithName(4097), "request.string-too-long");
        (await PostAsync(Good.PadRight(64 * 1024))).Status.Should().Be(HttpStatusCode.OK);
        var tooLarge = await PostAsync(Good.PadRight((64 * 1024) + 1));
        tooLarge.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        tooLarge.Code.Should().Be("request.too-large");
    }

    [Fact]
    public async Task A_character_that_no_text_in_the_database_can_have_is_refused_and_a_backslash_before_such_digits_is_not()
    {
        await ShouldBeAsync(Good.Replace("\"name\":\"", "\"name\":\"\\u0000", StringComparison.Ordinal), "request.zero-character");
        await ShouldBeAsync(Good.Replace("\"name\":\"", "\"name\":\"\\\\\\u0000", StringComparison.Ordinal), "request.zero-character");
        await ShouldBeAsync(Good.Replace("\"name\":\"", "\"name\":\"\\ud800", StringComparison.Ordinal), "request.malformed");
        (await PostAsync(Good.Replace("\"name\":\"", "\"name\":\"\\\\u0000", StringComparison.Ordinal))).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_of_unknown_length_has_the_same_limit()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/trial/everything");
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StringContent(Good.PadRight(100_000), Encoding.UTF8, "application/json");
        using var response = await fixture.Host.Client.SendAsync(request);
        (await Answer.OfAsync(response)).Code.Should().Be("request.too-large");
    }

    [Fact]
    public async Task Another_media_type_is_415()
    {
        using var content = new StringContent(Good, Encoding.UTF8, "text/plain");
        using var response = await fixture.Host.Client.PostAsync(new Uri("/api/trial/everything", UriKind.Relative), content);
        var answer = await Answer.OfAsync(response);
        answer.Status.Should().Be(HttpStatusCode.UnsupportedMediaType);
        answer.Code.Should().Be("request.media-type-unsupported");
    }

    [Fact]
    public async Task A_stored_personal_value_is_masked_when_a_view_is_returned_whole() =>
        (await fixture.Host.GetAsync("/api/trial/pii")).Body.Should().Be("""{"phone":"[pii]"}""");

    private static string WithLines(int count) => Good.Replace(
        "{\"sku\":\"s\",\"quantity\":2}", string.Join(',', Enumerable.Repeat("{\"sku\":\"s\",\"quantity\":2}", count)), StringComparison.Ordinal);

    private static string WithName(int length) => Good.Replace("\"n\"", $"\"{new string('n', length)}\"", StringComparison.Ordinal);

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    private Task<Answer> PostAsync(string json) => fixture.Host.PostAsync("/api/trial/everything", json);

    private async Task<Answer> ShouldBeAsync(string json, string code)
    {
        var answer = await PostAsync(json);
        answer.Status.Should().Be(HttpStatusCode.BadRequest, answer.Body);
        answer.Code.Should().Be(code);
        answer.Header("Content-Type").Should().StartWith("application/problem+json");
        return answer;
    }
}
