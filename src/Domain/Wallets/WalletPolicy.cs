using Marketplace.Domain.Values;

namespace Marketplace.Domain.Wallets;

/// <summary>The numbers of the wallet (P1, P6, P8).</summary>
public sealed record WalletPolicy
{
    /// <summary>The most that one top-up can bring.</summary>
    public Money MaxTopUp { get; init; } = new(1_000_000_00);

    /// <summary>The most that one withdrawal can take.</summary>
    public Money MaxWithdrawal { get; init; } = new(600_000_00);

    /// <summary>How long an unconfirmed withdrawal holds its money (P6).</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How many withdrawals may be asked for on one Moscow day (P8).</summary>
    public int WithdrawalsADay { get; init; } = 3;
}
