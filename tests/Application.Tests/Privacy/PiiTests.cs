using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using FluentAssertions;
using Marketplace.Application.Json;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Xunit;

namespace Marketplace.Application.Tests.Privacy;

public sealed class PiiTests(VaultFixture fixture) : IClassFixture<VaultFixture>
{
    public sealed record FullName(string Surname, string Name, string? Patronymic);

    private static readonly string[] Words = ["Иванова", "ул. Ленина, д. 5", "{\"amount\":15000}", "orderId"];

    private JsonSerializerOptions Json => Options(fixture.Vault);

    [Fact]
    public async Task S100_any_text_of_any_length_comes_back_as_it_was()
    {
        var subject = await fixture.SubjectAsync();
        var json = Json;
        Gen.String[Gen.Char['\u0000', '\ud7ff'], 0, 3_000].Sample(text =>
        {
            var stored = JsonSerializer.Serialize(new Pii<string>(subject, "comment", text), json);
            return JsonSerializer.Deserialize<Pii<string>>(stored, json) == new Pii<string>(subject, "comment", text);
        }, iter: 300);
    }

    [Fact]
    public async Task A_long_text_is_stored_shorter_than_it_is_and_tells_nothing_of_itself()
    {
        var subject = await fixture.SubjectAsync();
        var json = Json;
        Gen.Select(Gen.Int[0, 3].Select(n => Words[n]), Gen.Int[80, 400]).Sample((word, times) =>
        {
            var text = string.Concat(Enumerable.Repeat(word + ";", times));
            var stored = JsonSerializer.Serialize(new Pii<string>(subject, "answer", text), json);
            return stored.StartsWith("""{"pii":2,""", StringComparison.Ordinal) && stored.Length < text.Length && !stored.Contains(word, StringComparison.Ordinal)
                && JsonSerializer.Deserialize<Pii<string>>(stored, json) == new Pii<string>(subject, "answer", text);
        }, iter: 200);
    }

    [Fact]
    public async Task A_packed_value_that_says_it_is_not_packed_is_an_alarm()
    {
        var stored = JsonNode.Parse(JsonSerializer.Serialize(new Pii<string>(await fixture.SubjectAsync(), "answer", new string('a', 2_000)), Json))!;
        ((int)stored["pii"]!).Should().Be(2);
        stored["pii"] = 1;
        var read = () => stored.Deserialize<Pii<string>>(Json);
        read.Should().Throw<PiiTamperedException>();
    }

    [Fact]
    public async Task A_record_of_texts_comes_back_as_it_was()
    {
        var name = new Pii<FullName>(await fixture.SubjectAsync(), "name", new FullName("Иванова", "Анна", null));
        var stored = JsonSerializer.Serialize(name, Json);
        stored.Should().NotContain("Анна").And.NotContain("surname");
        JsonSerializer.Deserialize<Pii<FullName>>(stored, Json).Should().Be(name);
    }

    [Fact]
    public async Task The_stored_form_tells_subject_and_class_and_differs_every_time()
    {
        var phone = new Pii<string>(await fixture.SubjectAsync(), "phone", "+79161234567");
        var (first, second) = (JsonSerializer.Serialize(phone, Json), JsonSerializer.Serialize(phone, Json));
        first.Should().StartWith($$"""{"pii":1,"of":"{{phone.Subject}}","class":"phone","box":""").And.NotBe(second);
    }

    [Fact]
    public async Task S100_without_the_key_it_reads_as_erased_and_writes_a_marker()
    {
        var phone = new Pii<string>(await fixture.SubjectAsync(), "phone", "+79161234567");
        var stored = JsonSerializer.Serialize(phone, Json);
        await fixture.Vault.DestroyAsync(phone.Subject);

        var erased = JsonSerializer.Deserialize<Pii<string>>(stored, Json)!;

        erased.Should().Be(phone with { Value = null });
        erased.ToString().Should().Be("[erased]");
        var marker = JsonSerializer.Serialize(erased, Json);
        marker.Should().Be($$"""{"pii":1,"of":"{{phone.Subject}}","class":"phone"}""");
        JsonSerializer.Deserialize<Pii<string>>(marker, Json).Should().Be(erased);
    }

    [Fact]
    public async Task S100_a_write_after_the_key_is_destroyed_is_refused()
    {
        var subject = await fixture.SubjectAsync();
        await fixture.Vault.DestroyAsync(subject);
        var write = () => JsonSerializer.Serialize(new Pii<string>(subject, "phone", "+79161234567"), Json);
        write.Should().Throw<SubjectErasedException>().Which.Message.Should().NotContain("7916");
    }

    [Fact]
    public void Without_keys_nothing_personal_is_written_in_clear()
    {
        var write = () => JsonSerializer.Serialize(new Pii<string>(Guid.NewGuid(), "phone", "+79161234567"), Options(null));
        write.Should().Throw<SubjectErasedException>();
    }

    [Theory]
    [InlineData("a byte of the box")]
    [InlineData("a cut box")]
    [InlineData("an empty box")]
    [InlineData("no base64")]
    [InlineData("another class")]
    [InlineData("a class without end")]
    [InlineData("another living subject")]
    public async Task A_changed_value_is_an_alarm_and_never_told_as_erased(string what)
    {
        var phone = new Pii<string>(await fixture.SubjectAsync(), "phone", "+79161234567");
        var stored = JsonNode.Parse(JsonSerializer.Serialize(phone, Json))!;
        var box = Convert.FromBase64String((string)stored["box"]!);
        if (what == "a byte of the box") box[box.Length / 2] ^= 1;
        if (what == "a cut box") box = box[..^1];
        if (what == "an empty box") box = [];
        stored["box"] = Convert.ToBase64String(box);
        if (what == "no base64") stored["box"] = "?";
        if (what == "another class") stored["class"] = "email";
        if (what == "a class without end") stored["class"] = new string('c', 500);
        if (what == "another living subject") stored["of"] = await fixture.SubjectAsync();

        var read = () => stored.Deserialize<Pii<string>>(Json);

        read.Should().Throw<PiiTamperedException>().Which.Message.Should().NotContain("7916");
    }

    [Fact]
    public async Task An_unknown_format_is_refused_rather_than_guessed()
    {
        var stored = JsonNode.Parse(JsonSerializer.Serialize(new Pii<string>(await fixture.SubjectAsync(), "phone", "1"), Json))!;
        stored["pii"] = 3;
        var read = () => stored.Deserialize<Pii<string>>(Json);
        read.Should().Throw<JsonException>().WithMessage("*unknown format 3*");
    }

    [Fact]
    public async Task A_class_too_long_to_be_a_word_is_refused_at_the_writer()
    {
        var subject = await fixture.SubjectAsync();
        var write = () => JsonSerializer.Serialize(new Pii<string>(subject, new string('c', 65), "1"), Json);
        write.Should().Throw<ArgumentException>();
    }

    private static JsonSerializerOptions Options(IDataKeys? keys)
    {
        var options = new JsonSerializerOptions();
        MarketplaceJson.Configure(options, new OneService(keys));
        return options;
    }

    private sealed class OneService(IDataKeys? keys) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IDataKeys) ? keys : null;
    }
}
