using System.Collections.Immutable;

namespace Marketplace.Domain.Orders;

/// <summary>For which reasons delivered goods come back (S61).</summary>
public enum ReturnRule
{
    /// <summary>For any reason, a change of mind too.</summary>
    AnyReason,

    /// <summary>Only when the shop is at fault: defective, the wrong item, or not as described.</summary>
    FaultOnly,
}

/// <summary>
/// Which kinds of goods come back for which reasons (S61). What it says of a line is frozen with the line when it is ordered, and
/// its version with the order (U10): a later policy changes nothing for goods that are sold.
/// </summary>
public sealed record ReturnPolicy
{
    /// <summary>The version of these rules.</summary>
    public string Version { get; init; } = "2026-11";

    /// <summary>The categories that come back only when the shop is at fault.</summary>
    public ImmutableHashSet<string> FaultOnly { get; init; } = ["food"];

    /// <summary>The rule of a category; what is not named comes back for any reason.</summary>
    public ReturnRule RuleOf(string category) => FaultOnly.Contains(category) ? ReturnRule.FaultOnly : ReturnRule.AnyReason;

    /// <summary>Whether goods under a rule come back for that reason.</summary>
    public static bool Allows(ReturnRule rule, ReturnReason reason) =>
        rule == ReturnRule.AnyReason || reason is ReturnReason.Defective or ReturnReason.WrongItem or ReturnReason.NotAsDescribed;
}
