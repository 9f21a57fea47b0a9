using FluentAssertions;
using Marketplace.Auditor.Checking;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Tests;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

/// <summary>The auditor posts events by docs/audit-format.md, section 7, and must post as the domain does.</summary>
[Collection(nameof(Shop))]
public sealed class LegsTests(Shop shop)
{
    /// <summary>
    /// Fails when an event has come to move money, or moves it otherwise: then Legs.cs of the auditor, section 7 of the format, and
    /// LEGS in second-implementation/verify.py need it too.
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

    // Where the accounts depend on a member of the event, each of its values.
    private static IEnumerable<object> Variants() =>
    [
        .. EventExamples.All.OfType<Domain.Wallets.WalletCredited>().SelectMany(e => Enum.GetValues<Domain.Wallets.CreditSource>().Select(s => e with { Source = s })),
        .. EventExamples.All.OfType<Domain.Wallets.HoldCaptured>().SelectMany(e => Enum.GetValues<Domain.Wallets.HoldPurpose>().Select(p => e with { Purpose = p })),
    ];
}
