using FluentAssertions;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Wallets.WalletLife;

namespace Marketplace.Domain.Tests.Wallets;

public class TopUpTests
{
    private static readonly Guid TopUpId = Id("top-up");
    private static readonly WalletEvent Requested = new TopUpRequested(WalletId, TopUpId, 500_00, Noon);
    private static readonly WalletEvent Credited = new WalletCredited(WalletId, TopUpId, 500_00, CreditSource.TopUp, TopUpId, null, Noon);
    private static readonly WalletEvent Declined = new TopUpDeclined(WalletId, TopUpId, "do-not-honour", Noon);

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000_00)]
    public void S84_a_top_up_is_noted_before_the_acquirer_is_asked(long kopecks) =>
        Given().When(w => WalletDecisions.RequestTopUp(w, TopUpId, new Money(kopecks), Policy, Noon))
            .Then(new TopUpRequested(WalletId, TopUpId, kopecks, Noon));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(1_000_000_01)]
    [InlineData(long.MaxValue)]
    public void P1_a_top_up_is_between_one_kopeck_and_the_cap(long kopecks) =>
        Given().When(w => WalletDecisions.RequestTopUp(w, TopUpId, new Money(kopecks), Policy, Noon))
            .ThenRefused("wallet.amount-out-of-range").Field.Should().Be("amount");

    [Fact]
    public void X2_the_same_top_up_again_is_one_top_up() =>
        Given(Requested).When(w => WalletDecisions.RequestTopUp(w, TopUpId, Roubles(500), Policy, Noon)).ThenNothing();

    [Fact]
    public void X19_a_top_up_that_was_credited_cannot_be_asked_for_again() =>
        Given(Requested, Credited).When(w => WalletDecisions.RequestTopUp(w, TopUpId, Roubles(500), Policy, Noon)).ThenNothing();

    [Fact]
    public void X19_a_top_up_that_was_declined_cannot_be_asked_for_again() =>
        Given(Requested, Declined).When(w => WalletDecisions.RequestTopUp(w, TopUpId, Roubles(500), Policy, Noon)).ThenNothing();

    [Fact]
    public void X19_a_repeated_top_up_is_recognised_after_nineteen_others_have_ended()
    {
        var wallet = Given(Requested, Credited).State!;
        for (var i = 1; i <= 19; i++)
        {
            wallet = wallet.After(WalletDecisions.RequestTopUp(wallet, Id($"top-up {i}"), Roubles(1), Policy, Noon));
            wallet = wallet.After(WalletDecisions.ConfirmTopUp(wallet, Id($"top-up {i}"), Roubles(1), Noon));
        }

        WalletDecisions.RequestTopUp(wallet, TopUpId, Roubles(500), Policy, Noon).Should().Be(Decision<WalletEvent>.Nothing);
        wallet.RememberedTopUps.Should().HaveCount(20, "what is remembered does not grow without end");
        wallet.After(Decision<WalletEvent>.Of(Requested, Credited)).RememberedTopUps.Should().HaveCount(20);
    }

    [Fact]
    public void X19_a_withdrawal_may_bear_the_id_of_a_top_up_that_ended() =>
        Given(Requested, Credited).When(w => WithdrawalDecisions.RequestWithdrawal(w, TopUpId, Roubles(1), Destination, Id("challenge"), Policy, Noon))
            .Decision.Events.Should().HaveCount(2);

    [Fact]
    public void S84_a_top_up_that_the_acquirer_took_is_credited() =>
        Given(Requested).When(w => WalletDecisions.ConfirmTopUp(w, TopUpId, Roubles(500), Noon)).Then(Credited);

    [Fact]
    public void X2_a_second_confirmation_credits_nothing() =>
        Given(Requested, Credited).When(w => WalletDecisions.ConfirmTopUp(w, TopUpId, Roubles(500), Noon)).ThenNothing();

    [Fact]
    public void S84_money_for_a_top_up_that_nobody_asked_for_is_refused_aloud() =>
        Given().When(w => WalletDecisions.ConfirmTopUp(w, TopUpId, Roubles(500), Noon)).ThenRefused("wallet.top-up-unknown");

    [Fact]
    public void S84_a_confirmation_of_another_amount_is_refused() =>
        Given(Requested).When(w => WalletDecisions.ConfirmTopUp(w, TopUpId, new Money(500_01), Noon)).ThenRefused("payment.amount-mismatch");

    [Fact]
    public void S84_a_declined_top_up_ends() =>
        Given(Requested).When(w => WalletDecisions.DeclineTopUp(w, TopUpId, "do-not-honour", Noon)).Then(Declined);

    [Fact]
    public void S84_a_refusal_that_comes_after_the_end_changes_nothing()
    {
        Given(Requested, Declined).When(w => WalletDecisions.DeclineTopUp(w, TopUpId, "again", Noon)).ThenNothing();
        Given(Requested, Credited).When(w => WalletDecisions.DeclineTopUp(w, TopUpId, "late", Noon)).ThenNothing();
        Given().When(w => WalletDecisions.DeclineTopUp(w, TopUpId, "unknown", Noon)).ThenNothing();
    }

    [Fact]
    public void S84_money_that_the_acquirer_takes_after_it_had_declined_is_credited() =>
        Given(Requested, Declined).When(w => WalletDecisions.ConfirmTopUp(w, TopUpId, Roubles(500), Noon)).Then(Credited);

    [Fact]
    public void X19_money_that_came_after_a_refusal_is_credited_once()
    {
        var given = Given(Requested, Declined, Credited);
        given.When(w => WalletDecisions.ConfirmTopUp(w, TopUpId, Roubles(500), Noon)).ThenNothing();
        given.When(w => WalletDecisions.DeclineTopUp(w, TopUpId, "again", Noon)).ThenNothing();
        given.When(w => WalletDecisions.RequestTopUp(w, TopUpId, Roubles(500), Policy, Noon)).ThenNothing();
        given.State!.Available.Should().Be(Roubles(500));
    }

    [Fact]
    public void S84_another_amount_than_was_asked_for_is_refused_after_a_refusal_too() =>
        Given(Requested, Declined).When(w => WalletDecisions.ConfirmTopUp(w, TopUpId, new Money(500_01), Noon)).ThenRefused("payment.amount-mismatch");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void X19_a_top_up_that_was_forgotten_is_recalled_from_the_history(bool credited)
    {
        WalletEvent[] history = credited ? [Requested, Credited] : [Requested, Declined];
        var forgetful = WithTwentyOthers(Given(history).State!);
        forgetful.Knows(TopUpId).Should().BeFalse();
        var recalled = forgetful.Recalling(TopUpId, history);

        WalletDecisions.RequestTopUp(recalled, TopUpId, Roubles(500), Policy, Noon).Should().Be(Decision<WalletEvent>.Nothing);
        WalletDecisions.ConfirmTopUp(recalled, TopUpId, Roubles(500), Noon).Events.Should().Equal(credited ? [] : [Credited]);
        forgetful.Recalling(Id("never asked for"), history).Should().Be(forgetful);
    }

    private static Wallet WithTwentyOthers(Wallet wallet) => Enumerable.Range(1, 20).Aggregate(wallet, (w, i) =>
    {
        var asked = w.After(WalletDecisions.RequestTopUp(w, Id($"top-up {i}"), Roubles(1), Policy, Noon));
        return asked.After(WalletDecisions.ConfirmTopUp(asked, Id($"top-up {i}"), Roubles(1), Noon));
    });
}
