using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Domain.Tests;
using Xunit;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>
/// What golden streams show. A state is kept for ever with its stream; a view may show more in a later release, so that what it shows is
/// a snapshot that a person reads when it changes.
/// </summary>
public class GoldenViewsTests
{
    public static TheoryData<string> Streams => [.. GoldenSet.Streams.Where(s => GoldenViews.Kinds.Contains(GoldenKinds.Of(s)))];

    [Theory]
    [MemberData(nameof(Streams))]
    public void I20_U10_the_views_of_a_golden_stream_show_what_they_showed(string stream) =>
        Snapshots.Match(GoldenViews.Show(stream), $"views.{stream.Replace('/', '.')[..^".jsonl".Length]}");

    [Fact]
    public void I20_U10_every_view_that_is_folded_from_events_is_shown_by_some_golden_stream()
    {
        var folded = typeof(OrderView).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(OrderView).Namespace && t.GetMethod("Fold") is { IsStatic: true }).Select(t => t.Name).ToList();
        folded.Should().HaveCountGreaterThan(5).And.BeSubsetOf(GoldenViews.Shown(GoldenSet.CurrentStreams));
        GoldenViews.Kinds.Should().BeSubsetOf(GoldenKinds.All);
    }
}
