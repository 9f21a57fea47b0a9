using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Domain.Tests.Ledger;

public class RandomLivesTests
{
    /// <summary>How many lives every run plays at least.</summary>
    internal const int InEveryRun = 5_000;

    // The rarest event is in some fifty of 5,000 lives.
    private const int Often = 10;

    /// <summary>How many lives are played; <c>MARKETPLACE_SEQUENCES=100000</c> for the long run.</summary>
    private static int Sequences => int.TryParse(
        Environment.GetEnvironmentVariable("MARKETPLACE_SEQUENCES"), NumberStyles.None, CultureInfo.InvariantCulture, out var more) ? more : InEveryRun;

    [Fact]
    public void I1_to_I9_no_sequence_of_commands_breaks_an_invariant_or_makes_money()
    {
        var seen = new ConcurrentDictionary<string, int>();
        Step.Lives.Sample(
            steps =>
            {
                var life = new Life();
                life.Play(steps);
                foreach (var outcome in life.Seen) seen.AddOrUpdate(outcome, 1, (_, lives) => lives + 1);
            },
            iter: Sequences,
            print: steps => string.Join(", ", steps.Select(s => s.ToString())));
        if (Sequences < InEveryRun) return;
        AllEvents.Concat(Refusals).Should().OnlyContain(e => seen.GetValueOrDefault(e) >= Often, "lives that never get anywhere prove nothing");
    }

    // A limit that is never reached could be missing.
    private static readonly string[] Refusals =
    [
        "wallet.insufficient-funds", "wallet.amount-out-of-range", "wallet.withdrawal-open",
        "wallet.withdrawal-expired", "wallet.debt-open", "certificate.used", "certificate.expired", "wallet.withdrawal-under-way", "bonus-card.insufficient-points",
        "bonus-card.not-issued", "bonus-card.has-debt", "bonus-card.redemption-open", "bonus-card.return-open", "payment.amount-mismatch", "payment.unknown",
        "order.payment-short", "order.tender-negative", "order.payment-in-progress", "order.already-paid", "order.already-shipped",
        "order.assembly-started", "order.quantity-exceeds", "order.count-exceeds", "order.return-window-closed", "order.invalid-transition",
        "order.instalments-invalid", "auth.sign-in-required", "promo.exhausted", "promo.minimum-not-reached", "promo.not-applicable", "promo.expired",
    ];

    private static IEnumerable<string> AllEvents => typeof(WalletEvent).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(WalletEvent)) || t.IsSubclassOf(typeof(OrderEvent)) || t.IsSubclassOf(typeof(BonusCardEvent))
            || t.IsSubclassOf(typeof(PromotionEvent)) || t.IsSubclassOf(typeof(FirstOrderEvent)) || t.IsSubclassOf(typeof(ReferralEvent)) || t.IsSubclassOf(typeof(CertificateEvent)))
        .Select(t => t.Name);
}
