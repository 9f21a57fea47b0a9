using System.Text.Json;
using FluentAssertions;
using Marketplace.Auditor.Checking;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Tests;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

/// <summary>The auditor posts events by docs/audit-format.md, section 7, and must post as the domain does.</summary>
[Collection(nameof(Shop))]
public sealed class LegsTests(Shop shop)
{
    /// <summary>
    /// Fails when an event has come to move money, or moves it otherwise: then Legs.cs of the auditor, section 7 of the format, and
    /// LEGS in second-implementation/verify.py, which the next test holds to it, need it too.
    /// </summary>
    [Fact]
    public void U3_I1_the_auditor_posts_every_event_as_the_domain_does()
    {
        var json = shop.Store.Options.Serializer();
        foreach (var happened in EventExamples.All.Concat(Variants()))
        {
            var postings = Postings.Of(happened);
            var name = shop.Store.Options.Events.AllKnownEventTypes().Single(t => t.EventType == happened.GetType()).EventTypeName;
            if (postings.Count > 0) Legs.Moves(name).Should().BeTrue($"of {name}");
            // What moves nothing may hold personal values, which cannot be written here.
            if (!Legs.Moves(name)) continue;

            var theirs = Legs.Of(name, json.ToJson(happened)).GroupBy(l => l.Account).Where(g => g.Any(l => l.Amount != 0)).ToDictionary(g => g.Key, g => g.Sum(l => l.Amount));

            theirs.Should().BeEquivalentTo(postings.GroupBy(p => p.Account.Split(':')[0]).Where(g => g.Any(p => p.Amount != 0)).ToDictionary(g => g.Key, g => g.Sum(p => p.Amount)), $"of {name}");
        }
    }

    /// <summary>The second implementation reads section 7 of the format on its own.</summary>
    [Fact]
    public void U3_I1_another_language_posts_every_event_as_the_domain_does()
    {
        var (json, file) = (shop.Store.Options.Serializer(), Path.GetTempFileName());
        var names = shop.Store.Options.Events.AllKnownEventTypes().ToDictionary(t => t.EventType, t => t.EventTypeName);
        var moving = EventExamples.All.Concat(Variants()).Where(e => Postings.Of(e).Count > 0).ToList();
        File.WriteAllLines(file, moving.Select(e => JsonSerializer.Serialize(new { type = names[e.GetType()], data = json.ToJson(e) })));

        var (code, said) = SecondImplementation.Run("legs", file);

        code.Should().Be(0, said);
        File.Delete(file);
        var theirs = said.Split('\n').Select(l => JsonSerializer.Deserialize<Dictionary<string, long>>(l)!).ToList();
        theirs.Should().HaveCount(moving.Count).And.HaveCountGreaterThan(20);
        foreach (var (happened, sums) in moving.Zip(theirs))
            sums.Should().BeEquivalentTo(Postings.Of(happened).GroupBy(p => p.Account.Split(':')[0]).Select(g => (g.Key, Sum: g.Sum(p => p.Amount))).Where(g => g.Sum != 0).ToDictionary(g => g.Key, g => g.Sum), $"of {happened}");
    }

    // Where the accounts depend on a member of the event, each of its values.
    private static IEnumerable<object> Variants() =>
    [
        .. EventExamples.All.OfType<Domain.Wallets.WalletCredited>().SelectMany(e => Enum.GetValues<Domain.Wallets.CreditSource>().Select(s => e with { Source = s })),
        .. EventExamples.All.OfType<Domain.Wallets.HoldCaptured>().SelectMany(e => Enum.GetValues<Domain.Wallets.HoldPurpose>().Select(p => e with { Purpose = p })),
    ];
}
