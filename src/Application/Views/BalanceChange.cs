using System.Text.Json;
using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Views;

/// <summary>What an event of a wallet changes its balance by; held money still counts as the customer's.</summary>
/// <param name="EntryId">The credit, or the hold that was captured.</param>
/// <param name="Amount">Kopecks that came in (positive) or went out (negative).</param>
/// <param name="Kind">Where from or what for, in kebab-case.</param>
/// <param name="SourceId">The top-up, order, removal, return, certificate or withdrawal behind it.</param>
/// <param name="OrderId">The order that it belongs to.</param>
/// <param name="EffectiveAt">When it took effect.</param>
internal sealed record BalanceChange(Guid EntryId, long Amount, string Kind, Guid SourceId, Guid? OrderId, DateTimeOffset EffectiveAt)
{
    /// <summary>The change, or null for an event that changes no balance.</summary>
    public static BalanceChange? Of(WalletEvent happened) => happened switch
    {
        WalletCredited e => new(e.EntryId, e.Amount, Name(e.Source), e.SourceId, e.OrderId, e.CreditedAt),
        HoldCaptured { Purpose: HoldPurpose.Order } e => new(e.HoldId, -e.Amount, "order-payment", e.PurposeId, e.PurposeId, e.CapturedAt),
        HoldCaptured e => new(e.HoldId, -e.Amount, "withdrawal", e.PurposeId, null, e.CapturedAt),
        WithdrawalSettledAfterRejection e when e.Amount > e.Owed =>
            new(e.WithdrawalId, e.Owed - e.Amount, "late-withdrawal", e.WithdrawalId, null, e.SettledAt),
        WalletDebtSettled e => new(e.CauseId, -e.Amount, "debt-settled", e.CauseId, null, e.SettledAt),
        _ => null,
    };

    /// <summary>A source of money as the API names it.</summary>
    public static string Name(CreditSource source) => JsonNamingPolicy.KebabCaseLower.ConvertName(source.ToString());
}
