using System.Text.Json;
using Marketplace.Application.Json;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>What stored events change in all wallets together, by the postings of Domain.</summary>
internal sealed class WalletSums
{
    private static readonly JsonSerializerOptions Json = Readable();
    private readonly Dictionary<string, Type> types;

    public WalletSums(IDocumentStore store)
    {
        types = store.Options.Events.AllKnownEventTypes().Where(t => t.EventType.IsSubclassOf(typeof(WalletEvent))).ToDictionary(t => t.EventTypeName, t => t.EventType);
        Types = [.. types.Keys];
    }

    /// <summary>The stored names of the events that can change them.</summary>
    public string[] Types { get; }

    /// <summary>Sums with what one event adds to the wallets and to their holds, in kopecks.</summary>
    /// <exception cref="HistoryStoppedException">Its amounts cannot be reckoned with, so that no sum after it can be signed.</exception>
    public (long Wallets, long Holds) Add((long Wallets, long Holds) before, WaitingLeaf leaf)
    {
        try
        {
            var (wallets, holds) = Of(leaf.Type!, leaf.Data!);
            return checked((before.Wallets + wallets, before.Holds + holds));
        }
        catch (Exception e) when (e is JsonException or OverflowException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            throw new HistoryStoppedException(
                $"The amounts of event {leaf.SequenceId} (stream {leaf.StreamId}, version {leaf.Version}, {leaf.Type}) cannot be reckoned with: {e.GetType().Name}.");
        }
    }

    private (long Wallets, long Holds) Of(string type, string data)
    {
        var (wallets, holds, all) = (0L, 0L, Int128.Zero);
        foreach (var (account, amount) in Postings.Of(JsonSerializer.Deserialize(data, types[type], Json)!))
        {
            all += amount;
            if (account.StartsWith("wallet:", StringComparison.Ordinal)) wallets = checked(wallets + amount);
            if (account.StartsWith("hold:", StringComparison.Ordinal)) holds = checked(holds + amount);
        }

        return all == 0 ? (wallets, holds) : throw new InvalidOperationException($"The postings add up to {all}.");
    }

    // Without keys: personal values read as erased, and no amount depends on one.
    private static JsonSerializerOptions Readable()
    {
        var json = new JsonSerializerOptions();
        MarketplaceJson.Configure(json);
        return json;
    }
}
