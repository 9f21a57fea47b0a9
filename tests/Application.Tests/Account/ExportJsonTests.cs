using FluentAssertions;
using Marketplace.Application.Account;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Tests;
using Xunit;

namespace Marketplace.Application.Tests.Account;

public class ExportJsonTests
{
    private static readonly Guid Owner = EventExamples.All.OfType<CustomerRegistered>().Single().CustomerId;

    [Fact]
    public void The_owner_sees_every_personal_value_of_every_event_in_clear()
    {
        foreach (var happened in EventExamples.All)
        {
            var json = new ExportJson(Owner).Of(happened)!.ToJsonString(Readable);
            foreach (var value in PersonalValues(happened)) json.Should().Contain(value, "{0} holds it", happened.GetType().Name);
        }

        EventExamples.All.SelectMany(PersonalValues).Should().HaveCountGreaterThan(15);
    }

    [Fact]
    public void Nobody_sees_the_values_of_another()
    {
        var stranger = new ExportJson(Guid.NewGuid());

        foreach (var happened in EventExamples.All)
        {
            stranger.Of(happened)!.ToJsonString(Readable).Should().NotContainAny(PersonalValues(happened).Append("[pii]"));
        }
    }

    [Fact]
    public void Who_of_support_it_was_is_not_handed_over() =>
        EventExamples.All.Select(e => new ExportJson(Owner).Of(e)!.ToJsonString(Readable)).Should().NotContain(json => json.Contains("agent-7"))
            .And.Contain(json => json.Contains("\"agentId\":\"support\""));

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> PersonalValues(object happened) =>
        happened.GetType().GetProperties().Select(p => p.GetValue(happened))
            .Where(v => v?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Pii<>))
            .Select(v => v!.GetType().GetProperty("Value")!.GetValue(v)!)
            .SelectMany(v => v is string text ? [text] : v.GetType().GetProperties().Select(p => p.GetValue(v)).OfType<string>());
}
