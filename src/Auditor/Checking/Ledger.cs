using System.Text.Json;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Checking;

/// <summary>
/// The sums of the ledger by kind of account, from the bodies of events alone. They have 128 bits: amounts that somebody wrote may be as large as
/// an amount can be, and there is nothing that a verifier may stumble over.
/// </summary>
public sealed class Ledger
{
    private readonly Dictionary<string, Int128> sums = [];

    /// <summary>The sums, in kopecks.</summary>
    public IReadOnlyDictionary<string, Int128> Sums => sums;

    /// <summary>All accounts together: 0, where nobody wrote otherwise.</summary>
    public Int128 Whole => sums.Values.Aggregate(Int128.Zero, (all, sum) => all + sum);

    /// <summary>What all wallets can spend.</summary>
    public Int128 Wallets => sums.GetValueOrDefault("wallet");

    /// <summary>What is set aside in them.</summary>
    public Int128 Holds => sums.GetValueOrDefault("hold");

    /// <summary>Posts an event.</summary>
    /// <returns>What is wrong with it; null when its legs add up to 0.</returns>
    public string? Post(StoredEvent e)
    {
        if (!Legs.Moves(e.Type)) return null;
        try
        {
            var sum = Int128.Zero;
            foreach (var (account, amount) in Legs.Of(e.Type, e.Data))
            {
                sums[account] = sums.GetValueOrDefault(account) + amount;
                sum += amount;
            }

            return sum == 0 ? null : $"its postings add up to {sum} kopecks";
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            return "its amounts cannot be read";
        }
    }
}
