using System.Text.Json;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Checking;

/// <summary>The sums of the ledger by kind of account, from the bodies of events alone.</summary>
public sealed class Ledger
{
    private readonly Dictionary<string, long> sums = [];

    /// <summary>The sums, in kopecks.</summary>
    public IReadOnlyDictionary<string, long> Sums => sums;

    /// <summary>What all wallets can spend.</summary>
    public long Wallets => sums.GetValueOrDefault("wallet");

    /// <summary>What is set aside in them.</summary>
    public long Holds => sums.GetValueOrDefault("hold");

    /// <summary>Posts an event.</summary>
    /// <returns>What is wrong with it; null when its legs add up to 0.</returns>
    public string? Post(StoredEvent e)
    {
        if (!Legs.Moves(e.Type)) return null;
        try
        {
            var sum = 0L;
            foreach (var (account, amount) in Legs.Of(e.Type, e.Data))
            {
                sums[account] = checked(sums.GetValueOrDefault(account) + amount);
                sum = checked(sum + amount);
            }

            return sum == 0 ? null : $"its postings add up to {sum} kopecks";
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            return "its amounts cannot be read";
        }
    }
}
