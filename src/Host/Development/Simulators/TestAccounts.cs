namespace Marketplace.Host.Development.Simulators;

/// <summary>What the simulated bank does with a payout to an account.</summary>
/// <param name="Rejection">Why it is rejected in the end; null when it settles.</param>
/// <param name="TimesOut">Whether the answer does not arrive in time; the callback does.</param>
public sealed record AccountManner(string? Rejection, bool TimesOut);

/// <summary>The accounts of the simulated bank: their last four digits decide.</summary>
public static class TestAccounts
{
    /// <summary>0002 is rejected, 0003 times out and settles later, 0001 and all others settle.</summary>
    public static AccountManner Of(string account) => account switch
    {
        _ when account.EndsWith("0002", StringComparison.Ordinal) => new("account-closed", TimesOut: false),
        _ when account.EndsWith("0003", StringComparison.Ordinal) => new(null, TimesOut: true),
        _ => new(null, TimesOut: false),
    };
}
