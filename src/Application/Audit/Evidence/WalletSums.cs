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

    /// <summary>What one event adds to the wallets and to their holds, in kopecks.</summary>
    public (long Wallets, long Holds) Of(string type, string data)
    {
        var (wallets, holds) = (0L, 0L);
        foreach (var (account, amount) in Postings.Of(JsonSerializer.Deserialize(data, types[type], Json)!))
        {
            if (account.StartsWith("wallet:", StringComparison.Ordinal)) wallets = checked(wallets + amount);
            if (account.StartsWith("hold:", StringComparison.Ordinal)) holds = checked(holds + amount);
        }

        return (wallets, holds);
    }

    // Without keys: personal values read as erased, and no amount depends on one.
    private static JsonSerializerOptions Readable()
    {
        var json = new JsonSerializerOptions();
        MarketplaceJson.Configure(json);
        return json;
    }
}
