using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Application.Audit;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Xunit;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>
/// Streams as each release wrote them, kept for ever. Whatever the code becomes, it must read them and make the same of them.
/// </summary>
public class GoldenStreamsTests
{
    private static readonly (Type Event, string Member)[] Pinned =
    [
        (typeof(OrderPlaced), "pricingPolicy"), (typeof(OrderPlaced), "returnPolicy"), (typeof(InstalmentPlanOpened), "policy"), (typeof(PointsAccrued), "policyVersion"),
    ];

    private static readonly ILife[] Lives = [.. CustomerLives.All, .. MoneyLives.All, .. OrderLives.All, .. ShopLives.All];

    static GoldenStreamsTests()
    {
        if (!GoldenSet.CurrentStreams.Any() && !OnlyReads) GoldenSet.Write(Lives);
    }

    // Where nobody reads what was written, nothing is written: the set must have been committed.
    private static bool OnlyReads => Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ci && ci != "0" && !ci.Equals("false", StringComparison.OrdinalIgnoreCase);

    public static TheoryData<string> Streams => [.. GoldenSet.Streams];

    public static TheoryData<string> CurrentStreams => [.. GoldenSet.CurrentStreams];

    [Theory]
    [MemberData(nameof(Streams))]
    public void I20_U10_a_golden_stream_folds_to_the_state_that_was_stored_with_it(string stream) =>
        GoldenKinds.Show(stream, GoldenSet.EventsOf(stream)).Should().Be(GoldenSet.StateOf(stream));

    [Theory]
    [MemberData(nameof(CurrentStreams))]
    public void I20_an_event_of_this_release_is_written_as_the_bytes_it_was_read_from(string stream)
    {
        var json = GoldenJson.Reading;
        GoldenSet.EventsOf(stream).Should().AllSatisfy(e => json.Write(json.Read(GoldenKinds.TypeOf(e), e.Data)).Should().Be(e.Data));
    }

    [Fact]
    public void I20_every_event_of_this_release_and_every_kind_of_stream_is_in_its_golden_set()
    {
        GoldenSet.CurrentStreams.SelectMany(GoldenSet.EventsOf).Select(e => e.Type).Distinct().Should().BeEquivalentTo(EventTypes.All.Select(GoldenEvent.NameOf));
        GoldenSet.CurrentStreams.Select(GoldenKinds.Of).Distinct().Should().BeEquivalentTo(GoldenKinds.All);
    }

    [Fact]
    public void I20_every_event_is_made_by_a_decision_and_the_lives_are_in_the_set_as_they_were_made()
    {
        Lives.SelectMany(l => l.Events).Select(e => GoldenEvent.NameOf(e.GetType())).Distinct().Should().BeEquivalentTo(EventTypes.All.Select(GoldenEvent.NameOf));
        foreach (var life in Lives.Where(l => !l.Name.EndsWith(".erased", StringComparison.Ordinal)))
        {
            // Who is erased is read without a name, so that of the others alone the state can be compared.
            GoldenSet.StateOf($"{GoldenSet.Current}/{life.Name}.jsonl").Should().Be(GoldenJson.Show(life.State), "of {0}", life.Name);
        }
    }

    [Fact]
    public void A_kind_of_stream_has_one_name_here_and_in_the_audit()
    {
        var audited = AuditTrail.Kinds.ToDictionary(k => k.Value, k => k.Key);
        GoldenKinds.All.Should().HaveCount(audited.Count).And.AllSatisfy(kind => kind.Should().Be(audited[GoldenKinds.StateOf(kind)]));
    }

    [Fact]
    public void I20_no_stored_golden_file_was_changed_added_or_taken_away()
    {
        var (noted, actual) = GoldenSet.Sums();
        noted.Order(StringComparer.Ordinal).Should().Equal(actual.Order(StringComparer.Ordinal), "what a release wrote is never written again; a new release has a folder of its own");
    }

    [Fact]
    public void I20_what_a_policy_decided_names_the_version_of_the_policy()
    {
        var events = GoldenSet.CurrentStreams.SelectMany(GoldenSet.EventsOf).ToLookup(e => e.Type);
        foreach (var (type, member) in Pinned)
        {
            events[GoldenEvent.NameOf(type)].Should().NotBeEmpty().And.AllSatisfy(e => JsonNode.Parse(e.Data)![member]!.GetValue<string>().Should().NotBeEmpty());
        }
    }

    [Fact]
    public void P7_U10_I20_an_order_names_its_promotions_and_one_from_before_is_read_and_written_without_them()
    {
        var json = GoldenJson.Reading;
        var versions = new List<string?>();
        foreach (var (_, data) in GoldenSet.CurrentStreams.SelectMany(GoldenSet.EventsOf).Where(e => e.Type == GoldenEvent.NameOf(typeof(OrderPlaced))))
        {
            var placed = (OrderPlaced)json.Read(typeof(OrderPlaced), data);
            versions.Add(placed.PromotionPolicy);
            placed.PromotionPolicy.Should().Be((string?)JsonNode.Parse(data)!["promotionPolicy"]);
            json.Write(placed).Should().Be(data);
            data.Contains("promotionPolicy", StringComparison.Ordinal).Should().Be(placed.PromotionPolicy is not null, "null is not written");
        }

        versions.Distinct().Should().BeEquivalentTo([null, new PromotionPolicy().Version], "there are both");
    }

    [Fact]
    public void S100_I20_what_was_personal_of_an_erased_customer_reads_as_erased_and_everything_else_as_it_was()
    {
        var (json, stream) = (GoldenJson.Reading, GoldenSet.EventsOf($"{GoldenSet.Current}/customer.erased.jsonl"));
        stream.Select(e => e.Data).Should().Contain(data => data.Contains("\"box\":", StringComparison.Ordinal), "the ciphertext is still there");
        GoldenSet.StateOf($"{GoldenSet.Current}/customer.erased.jsonl").Should().NotContainAny("Петрова", "+7916");
        stream.Select(e => json.Read(GoldenKinds.TypeOf(e), e.Data)).OfType<Domain.Customers.CustomerRegistered>().Single().Phone.Value.Should().BeNull();
    }
}
