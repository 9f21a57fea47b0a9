using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Storms;

/// <summary>A storm proves something only if its lines find a repeat that is answered otherwise.</summary>
public sealed class StormLineTests
{
    private readonly StormLine line = new(new Random(1));

    [Fact]
    public async Task Repeats_are_a_fifth_and_an_effect_is_booked_once()
    {
        var booked = 0;
        for (var i = 0; i < 400; i++) await line.AskAsync(new StormRequest("ask", () => Answer(HttpStatusCode.OK, """{"same":1}"""), true, _ => booked++));
        await line.FlushAsync();

        booked.Should().Be(400);
        line.Broken.Should().BeEmpty();
        line.Heard.Count(h => h.IsRepeat).Should().BeInRange(line.Heard.Count * 18 / 100, line.Heard.Count * 21 / 100);
    }

    [Fact]
    public async Task A_repeat_with_another_body_is_found()
    {
        var told = 0;
        for (var i = 0; i < 50; i++) await line.AskAsync(new StormRequest("ask", () => Answer(HttpStatusCode.OK, $$"""{"n":{{told++}}}"""), true));
        await line.FlushAsync();

        line.Broken.Should().NotBeEmpty().And.HaveCount(line.Heard.Count(h => h.IsRepeat));
    }

    [Fact]
    public async Task A_repeat_that_is_refused_because_of_its_own_effect_is_found_and_a_refusal_may_become_an_acceptance()
    {
        for (var i = 0; i < 50; i++) await line.AskAsync(First(HttpStatusCode.OK, "{}", HttpStatusCode.Conflict, """{"code":"order.already-paid"}"""));
        await line.FlushAsync();
        line.Broken.Should().NotBeEmpty().And.HaveCount(line.Heard.Count(h => h.IsRepeat));

        var (patient, booked) = (new StormLine(new Random(2)), 0);
        for (var i = 0; i < 50; i++) await patient.AskAsync(First(HttpStatusCode.Conflict, """{"code":"stock.out-of-stock"}""", HttpStatusCode.OK, "{}", () => booked++));
        await patient.FlushAsync();
        patient.Broken.Should().BeEmpty();
        booked.Should().BePositive();
    }

    private static StormRequest First(HttpStatusCode first, string raw, HttpStatusCode then, string thenRaw, Action? booked = null)
    {
        var sent = 0;
        return new StormRequest("ask", () => sent++ == 0 ? Answer(first, raw) : Answer(then, thenRaw), true, _ => booked?.Invoke());
    }

    private static Task<Answer> Answer(HttpStatusCode status, string raw)
    {
        using var message = new HttpResponseMessage();
        return Task.FromResult(new Answer(status, raw, message.Headers));
    }
}
