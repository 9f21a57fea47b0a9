using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Architecture.Tests;

/// <summary>Events are the file format. Each kind of fault is first shown to be found, on the samples of this assembly.</summary>
public class EventShapeTests
{
    private static readonly IReadOnlyList<Type> Events = EventShape.EventsOf(Solution.Domain);

    [Fact]
    public void Every_event_is_a_sealed_record_of_stored_primitives()
    {
        Events.Should().NotBeEmpty("a rule that examines nothing proves nothing");
        Events.SelectMany(EventShape.Faults).ShouldBeNone();
    }

    [Fact]
    public void The_short_name_of_an_event_is_its_own_in_the_whole_solution()
    {
        Events.Should().NotBeEmpty("a rule that examines nothing proves nothing");
        var names = Solution.Sources.SelectMany(assembly => assembly.GetTypes()).CountBy(type => type.Name).ToDictionary();

        Events.Where(happened => names[happened.Name] > 1).Select(happened => happened.Name).ShouldBeNone();
    }

    [Fact]
    public void Samples_of_both_kinds_of_base_are_found() =>
        EventShape.EventsOf(typeof(SampleEvent).Assembly).Should().BeEquivalentTo([typeof(SampleKept), typeof(SampleSpoilt), typeof(SampleOpen)]);

    [Fact]
    public void An_event_of_primitives_and_lists_of_records_has_no_fault() => EventShape.Faults(typeof(SampleKept)).Should().BeEmpty();

    [Theory]
    [InlineData("SampleSpoilt.Doubled is computed")]
    [InlineData("SampleSpoilt.Fraction is of Decimal, which is neither a primitive nor a record of its feature")]
    [InlineData("SampleSpoilt.Price is of Money, which is neither a primitive nor a record of its feature")]
    [InlineData("SampleSpoilt.Line holds SampleSpoiltLine.Total is computed")]
    [InlineData("SampleSpoilt.Lines holds SampleSpoiltLine.Rate is of Double, which is neither a primitive nor a record of its feature")]
    [InlineData("SampleSpoilt.Secret holds SampleSpoiltLine.Total is computed")]
    [InlineData("SampleSpoilt.Foreign is of Uri, which is neither a primitive nor a record of its feature")]
    [InlineData("SampleSpoilt.Forgotten is a field")]
    public void A_property_that_must_not_be_stored_is_a_fault(string fault) => EventShape.Faults(typeof(SampleSpoilt)).Should().Contain(fault);

    [Fact]
    public void An_event_that_can_be_derived_from_is_a_fault() =>
        EventShape.Faults(typeof(SampleOpen)).Should().Equal("SampleOpen is not a sealed record");

    [Fact]
    public void An_event_named_updated_is_a_fault() =>
        EventShape.Faults(typeof(SampleUpdated)).Should().Equal("SampleUpdated does not say what happened");
}

public abstract record SampleEvent;

internal interface ISampleEvent;

internal enum SampleSource { None }

/// <summary>Has the name of the real one, which is what counts.</summary>
internal sealed record Pii<T>(Guid Subject, T Value);

internal sealed record SamplePart(string Sku, int Quantity, IReadOnlyList<SampleUnit> Units);

internal readonly record struct SampleUnit(long Paid);

internal sealed record SampleKept(
    Guid Id, string? Note, bool Sure, int Count, long Amount, DateTimeOffset At, DateOnly? Day, SampleSource? Source,
    Pii<string> Phone, Pii<SampleUnit>? Secret, Guid[] Ids, SampleUnit Unit, IReadOnlyList<SamplePart> Parts) : SampleEvent
{
    public long Late { get; init; }
}

internal sealed record SampleSpoilt(
    long Amount, decimal Fraction, Money Price, SampleSpoiltLine Line, List<SampleSpoiltLine> Lines, Pii<SampleSpoiltLine> Secret, Uri[] Foreign) : ISampleEvent
{
    public readonly long Forgotten = Amount;

    public long Doubled => Amount * 2;
}

internal sealed record SampleSpoiltLine(long Unit, int Quantity, double Rate)
{
    public long Total => Unit * Quantity;
}

public record SampleOpen(Guid Id) : SampleEvent;

internal sealed record SampleUpdated(Guid Id);
