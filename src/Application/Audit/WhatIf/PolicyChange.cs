using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Audit.WhatIf;

/// <summary>The file of a change cannot be used; the message says why.</summary>
public sealed class PolicyChangeException(string message) : Exception(message);

/// <summary>The numbers that are to be others than today's; what is left out stays as it is (U6).</summary>
public sealed record PolicyChange
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>What goods earn, in basis points of the money paid, where their category says nothing else.</summary>
    public int? BasisPoints { get; init; }

    /// <summary>Categories that earn more or less, in basis points; those that are not named stay as they are.</summary>
    public IReadOnlyDictionary<string, int>? BasisPointsByCategory { get; init; }

    /// <summary>How long points can be spent, in years from their activation.</summary>
    public int? YearsValid { get; init; }

    /// <summary>How long after delivery goods may come back, in days; so long points wait, too.</summary>
    public int? ReturnDays { get; init; }

    /// <summary>The largest part of the goods that points may pay, in basis points.</summary>
    public long? MaxPointsBasisPoints { get; init; }

    /// <summary>The most that one top-up can bring, in kopecks.</summary>
    public long? MaxTopUp { get; init; }

    /// <summary>The most that one withdrawal can take, in kopecks.</summary>
    public long? MaxWithdrawal { get; init; }

    /// <summary>How many withdrawals may be asked for on one Moscow day.</summary>
    public int? WithdrawalsADay { get; init; }

    /// <summary>Reads the JSON of one. A name that is not known is an error: a mistyped number would change nothing, and nobody would notice.</summary>
    /// <exception cref="PolicyChangeException">It is none, or a number is out of its range.</exception>
    public static PolicyChange Read(string json)
    {
        PolicyChange change;
        try
        {
            change = JsonSerializer.Deserialize<PolicyChange>(json, Strict) ?? throw new PolicyChangeException("The policy is empty.");
        }
        catch (JsonException e)
        {
            throw new PolicyChangeException($"The policy is not one: {e.Message}");
        }

        return change.OutOfRange() is var (name, most) ? throw new PolicyChangeException($"{name} must be between 0 and {most}.") : change;
    }

    /// <summary>The first number that is below 0 or above its most, with that most; null when all are within.</summary>
    public (string Name, long Most)? OutOfRange()
    {
        foreach (var (name, number, most) in Numbers())
        {
            if (number < 0 || number > most) return (name, most);
        }

        return null;
    }

    /// <summary>Today's numbers with this change.</summary>
    public PoliciesUnderTest Of(BonusCardPolicy cards, OrderPolicy orders, WalletPolicy wallets) => new(
        cards with
        {
            Version = "what-if",
            BasisPoints = BasisPoints ?? cards.BasisPoints,
            BasisPointsByCategory = cards.BasisPointsByCategory.SetItems(BasisPointsByCategory ?? ImmutableDictionary<string, int>.Empty),
            YearsValid = YearsValid ?? cards.YearsValid,
        },
        orders with
        {
            Version = "what-if",
            ReturnWindow = ReturnDays is { } days ? TimeSpan.FromDays(days) : orders.ReturnWindow,
            MaxPointsBasisPoints = MaxPointsBasisPoints ?? orders.MaxPointsBasisPoints,
        },
        wallets with
        {
            MaxTopUp = MaxTopUp is { } topUp ? new Money(topUp) : wallets.MaxTopUp,
            MaxWithdrawal = MaxWithdrawal is { } withdrawal ? new Money(withdrawal) : wallets.MaxWithdrawal,
            WithdrawalsADay = WithdrawalsADay ?? wallets.WithdrawalsADay,
        });

    private IEnumerable<(string Name, long? Number, long Most)> Numbers() =>
    [
        ("basisPoints", BasisPoints, 10_000), .. (BasisPointsByCategory ?? ImmutableDictionary<string, int>.Empty).Select(c => ($"basisPointsByCategory.{c.Key}", (long?)c.Value, 10_000L)),
        ("yearsValid", YearsValid, 100), ("returnDays", ReturnDays, 3_650), ("maxPointsBasisPoints", MaxPointsBasisPoints, 10_000),
        ("maxTopUp", MaxTopUp, 1_000_000_000_000), ("maxWithdrawal", MaxWithdrawal, 1_000_000_000_000), ("withdrawalsADay", WithdrawalsADay, 1_000),
    ];
}
