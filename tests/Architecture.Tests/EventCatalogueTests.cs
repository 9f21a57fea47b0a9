using FluentAssertions;
using Xunit;

namespace Marketplace.Architecture.Tests;

/// <summary>Holds <c>docs/events.md</c> to the events of Domain; each kind of fault is first shown to be found.</summary>
public class EventCatalogueTests
{
    private static readonly CatalogueRow Kept = new("Marketplace.Architecture.Tests", nameof(CatalogueSample), ["id", "amount"]);

    [Fact]
    public void The_event_catalogue_agrees_with_the_assembly()
    {
        var events = EventShape.EventsOf(Solution.Domain);

        events.Should().NotBeEmpty("a rule that examines nothing proves nothing");
        EventCatalogue.Faults(EventCatalogue.Read(File.ReadAllText(Path.Combine(Solution.Root, "docs", "events.md"))), events).ShouldBeNone();
    }

    [Fact]
    public void A_row_that_agrees_has_no_fault() => FaultsOf(Kept).Should().BeEmpty();

    [Fact]
    public void An_event_without_a_row_is_a_fault() => FaultsOf().Should().Equal("CatalogueSample is missing");

    [Fact]
    public void A_row_without_an_event_is_a_fault() => FaultsOf(Kept, Kept with { Event = "Vanished" }).Should().Equal("Vanished is not an event");

    [Fact]
    public void An_event_that_stands_twice_is_a_fault() => FaultsOf(Kept, Kept).Should().Equal("CatalogueSample stands 2 times");

    [Fact]
    public void An_event_under_another_feature_is_a_fault() =>
        FaultsOf(Kept with { Feature = "Wallets" }).Should().Equal("CatalogueSample stands under Wallets and belongs to Marketplace.Architecture.Tests");

    [Fact]
    public void A_member_that_is_left_out_renamed_or_moved_is_a_fault()
    {
        const string fault = "CatalogueSample carries `id`, `amount`";

        FaultsOf(Kept with { Members = ["id"] }).Should().Equal(fault);
        FaultsOf(Kept with { Members = ["id", "sum"] }).Should().Equal(fault);
        FaultsOf(Kept with { Members = ["amount", "id"] }).Should().Equal(fault);
    }

    [Fact]
    public void Rows_are_read_with_their_heading_and_their_members() =>
        EventCatalogue.Read("## Wallets\n| Event | When | Carries | Rules |\n|---|---|---|---|\n| `Held` | then | `id`; `amount` in kopecks | S84 |\n")
            .Should().ContainSingle().Which.Should().BeEquivalentTo(new CatalogueRow("Wallets", "Held", ["id", "amount"]));

    private static IReadOnlyList<string> FaultsOf(params CatalogueRow[] rows) => EventCatalogue.Faults(rows, [typeof(CatalogueSample)]);
}

internal sealed record CatalogueSample(Guid Id, long Amount);
