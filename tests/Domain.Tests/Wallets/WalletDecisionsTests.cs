using FluentAssertions;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Wallets.WalletLife;

namespace Marketplace.Domain.Tests.Wallets;

public class WalletDecisionsTests
{
    private static readonly Guid HoldId = Id("hold");

    [Fact]
    public void S84_a_wallet_opens_empty() =>
        Scenario.Given<Wallet, WalletEvent>(Wallet.Evolve)
            .When(w => WalletDecisions.Open(w, WalletId, CustomerId, Noon))
            .Then(new WalletOpened(WalletId, CustomerId, Noon));

    [Fact]
    public void S84_opening_a_wallet_again_changes_nothing() =>
        Given().When(w => WalletDecisions.Open(w, WalletId, CustomerId, Noon)).ThenNothing();

    [Fact]
    public void S85_a_credit_says_what_it_is_for() =>
        Given().When(w => WalletDecisions.Credit(w, Id("entry"), Roubles(5), CreditSource.ReturnRefunded, Id("return"), OrderId, Noon))
            .Then(new WalletCredited(WalletId, Id("entry"), 5_00, CreditSource.ReturnRefunded, Id("return"), OrderId, Noon));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void X13_a_credit_of_nothing_is_no_event(long kopecks) =>
        Given().When(w => WalletDecisions.Credit(w, Id("entry"), new Money(kopecks), CreditSource.OrderCancelled, OrderId, OrderId, Noon)).ThenNothing();

    [Fact]
    public void S84_money_is_held_for_an_order() =>
        GivenBalance(100).When(w => WalletDecisions.Hold(w, HoldId, Roubles(100), OrderId, Noon))
            .Then(new FundsHeld(WalletId, HoldId, 100_00, HoldPurpose.Order, OrderId, null, Noon));

    [Fact]
    public void S84_one_kopeck_more_than_there_is_cannot_be_held()
    {
        var refusal = GivenBalance(100).When(w => WalletDecisions.Hold(w, HoldId, new Money(100_01), OrderId, Noon))
            .ThenRefused("wallet.insufficient-funds");
        refusal.Facts.Should().Contain("available", 100_00L).And.Contain("needed", 100_01L);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void X13_nothing_is_held_when_nothing_is_asked_for(long kopecks) =>
        GivenBalance(100).When(w => WalletDecisions.Hold(w, HoldId, new Money(kopecks), OrderId, Noon)).ThenNothing();

    [Fact]
    public void X2_the_same_hold_twice_is_one_hold() =>
        GivenBalance(100, Held("hold", 60)).When(w => WalletDecisions.Hold(w, HoldId, Roubles(60), OrderId, Noon)).ThenNothing();

    [Fact]
    public void X1_the_sixth_hold_of_1000_on_5000_is_refused()
    {
        var wallet = GivenBalance(5_000).State!;
        for (var i = 1; i <= 5; i++) wallet = wallet.After(WalletDecisions.Hold(wallet, Id($"hold {i}"), Roubles(1_000), OrderId, Noon));
        wallet.Holds.Should().HaveCount(5);
        WalletDecisions.Hold(wallet, Id("hold 6"), Roubles(1_000), OrderId, Noon).Rejection!.Code.Should().Be("wallet.insufficient-funds");
        (wallet.Available, wallet.Held, wallet.Balance).Should().Be((Money.Zero, Roubles(5_000), Roubles(5_000)));
    }

    [Fact]
    public void S84_a_payment_without_a_card_is_held_and_captured_at_once() =>
        GivenBalance(100).When(w => WalletDecisions.Pay(w, HoldId, Roubles(40), OrderId, Noon)).Then(
            new FundsHeld(WalletId, HoldId, 40_00, HoldPurpose.Order, OrderId, null, Noon),
            new HoldCaptured(WalletId, HoldId, 40_00, HoldPurpose.Order, OrderId, Noon));

    [Fact]
    public void S84_a_payment_of_more_than_there_is_is_refused() =>
        GivenBalance(100).When(w => WalletDecisions.Pay(w, HoldId, Roubles(101), OrderId, Noon)).ThenRefused("wallet.insufficient-funds");

    [Fact]
    public void X13_a_payment_of_nothing_moves_nothing() =>
        GivenBalance(100).When(w => WalletDecisions.Pay(w, HoldId, Money.Zero, OrderId, Noon)).ThenNothing();

    [Fact]
    public void S84_a_hold_is_captured_in_full_for_what_it_was_held_for() =>
        GivenBalance(100, Held("hold", 60)).When(w => WalletDecisions.Capture(w, HoldId, Noon))
            .Then(new HoldCaptured(WalletId, HoldId, 60_00, HoldPurpose.Order, OrderId, Noon));

    [Fact]
    public void S84_a_hold_is_released_in_full() =>
        GivenBalance(100, Held("hold", 60)).When(w => WalletDecisions.Release(w, HoldId, ReleaseReason.PaymentDeclined, Noon))
            .Then(new HoldReleased(WalletId, HoldId, 60_00, ReleaseReason.PaymentDeclined, Noon));

    [Fact]
    public void I9_a_hold_that_ended_cannot_be_captured()
    {
        var released = GivenBalance(100, Held("hold", 60), new HoldReleased(WalletId, HoldId, 60_00, ReleaseReason.PaymentDeclined, Noon));
        released.When(w => WalletDecisions.Capture(w, HoldId, Noon)).ThenRefused("wallet.hold-ended");
        released.State!.Available.Should().Be(Roubles(100));
    }

    [Fact]
    public void I9_a_hold_that_ended_cannot_be_released_again()
    {
        var captured = GivenBalance(100, Held("hold", 60), new HoldCaptured(WalletId, HoldId, 60_00, HoldPurpose.Order, OrderId, Noon));
        captured.When(w => WalletDecisions.Release(w, HoldId, ReleaseReason.PaymentDeclined, Noon)).ThenNothing();
        captured.When(w => WalletDecisions.Capture(w, HoldId, Noon)).ThenRefused("wallet.hold-ended");
        captured.State!.Balance.Should().Be(Roubles(40));
    }

    [Fact]
    public void I9_the_end_of_a_hold_that_is_not_there_changes_nothing()
    {
        var wallet = GivenBalance(100, Held("another", 60)).State!;
        Wallet.Evolve(wallet, new HoldReleased(WalletId, HoldId, 60_00, ReleaseReason.PaymentDeclined, Noon)).Should().Be(wallet);
        Wallet.Evolve(wallet, new HoldCaptured(WalletId, HoldId, 60_00, HoldPurpose.Order, OrderId, Noon))!.Balance.Should().Be(wallet.Balance);
    }
}
