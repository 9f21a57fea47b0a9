using FluentAssertions;
using JasperFx.Events;
using Marketplace.Application.Json;
using Marketplace.Domain.Tests;
using Marten;
using Xunit;

namespace Marketplace.Application.Tests.StoredEvents;

/// <summary>
/// The stored form of every event, made by the store's own serializer. Once released these lines are for ever: a change of
/// one must be a new event or a reader of both forms.
/// </summary>
public class StoredEventsTests
{
    private static readonly ISerializer Store = StoreSerializer();

    [Fact]
    public void The_stored_form_of_every_event_is_known() =>
        Snapshots.Match(string.Join('\n', EventExamples.All.Select(e => $"{NameOf(e)} {Store.ToJson(e)}")), "stored events");

    [Fact]
    public void Every_event_has_one_example() =>
        EventExamples.All.Select(e => e.GetType()).Should().BeEquivalentTo(EventTypes.All);

    [Fact]
    public void Every_event_reads_back_as_it_was_written() =>
        EventExamples.All.Should().AllSatisfy(e =>
        {
            var json = Store.ToJson(e);
            var back = Store.FromJson(e.GetType(), Stream(json));
            // The stand-in writes no personal value; that a Pii survives is the encrypting converter's own test.
            back.Should().BeEquivalentTo(e, o => o.RespectingRuntimeTypes().ComparingRecordsByMembers().Excluding(m => m.Type.Name.StartsWith("Pii")));
            Store.ToJson(back).Should().Be(json);
        });

    [Fact]
    public void X32_what_is_stored_names_no_personal_value() =>
        string.Concat(EventExamples.All.Select(Store.ToJson)).Should().NotContainAny("Петрова", "40817810500000000001", "Тверская", "79161234567", "Машин");

    [Fact]
    public void Event_names_are_unique_in_the_store() => EventExamples.All.Select(NameOf).Should().OnlyHaveUniqueItems();

    private static string NameOf(object happened) => happened.GetType().GetEventTypeName(EventNamingStyle.SmarterTypeName);

    private static ISerializer StoreSerializer()
    {
        var options = new StoreOptions();
        options.UseSystemTextJsonForSerialization(configure: json =>
        {
            json.Converters.Insert(0, new PiiMarker());
            MarketplaceJson.Configure(json);
        });
        return options.Serializer();
    }

    private static MemoryStream Stream(string json) => new(System.Text.Encoding.UTF8.GetBytes(json));
}
