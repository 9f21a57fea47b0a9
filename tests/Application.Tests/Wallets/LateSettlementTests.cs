using FluentAssertions;
using Marketplace.Application.Customers.Deletion;
using Marketplace.Application.Orders;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Application.Tests.Wallets;

/// <summary>A bank that pays a payout which it had rejected, and one that takes a payout and never says more.</summary>
[Collection(nameof(Shop))]
public sealed class LateSettlementTests(Shop shop)
{
    private readonly Guid withdrawal = Guid.NewGuid();

    [Fact]
    public async Task S91_money_that_left_after_a_rejection_is_taken_again_and_what_is_missing_is_settled_by_the_next_money()
    {
        var customer = await shop.CustomerAsync(100_00);
        await RejectedAsync(customer);
        var order = await shop.PlaceAsync(customer, ("tea", 5));
        await shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, Guid.NewGuid(), 50_05, 0, false, Shop.Key(customer)));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ToldAsync(customer, PayoutOutcome.Settled)));

        var wallet = await shop.WalletAsync(customer);
        (wallet.Available.Kopecks, wallet.Owed.Kopecks).Should().Be((0, 70_00 - 49_95));
        await using (var session = shop.Store.QuerySession())
        {
            var history = await session.OfWalletAsync(wallet.Id, CancellationToken.None);
            history.Count(h => h.Happened is WithdrawalSettledAfterRejection).Should().Be(1);
            WithdrawalView.Of(history.Select(h => h.Happened)).Single().Status.Should().Be("settled");
        }

        await shop.InvariantsHoldAsync();
        await using (var session = shop.Store.QuerySession())
        {
            (await DeletionStandings.OfAsync(session, customer, CancellationToken.None)).WalletDebt.Should().BeTrue("nobody leaves owing money");
        }

        await shop.InvokeAsync<TopUpAnswer>(new TopUpWallet(customer, Guid.NewGuid(), 50_00, new Secret("tok_ok"), null));
        wallet = await shop.WalletAsync(customer);
        (wallet.Available.Kopecks, wallet.Owed.Kopecks).Should().Be((50_00 - 20_05, 0));
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S91_a_late_settlement_of_another_amount_is_refused_so_that_a_person_looks()
    {
        var customer = await shop.CustomerAsync(100_00);
        await RejectedAsync(customer);

        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            shop.InvokeAsync(new RecordPayout(customer, withdrawal, new PayoutAnswer(PayoutOutcome.Settled), 70_01)));

        refused.Rejection.Code.Should().Be("payment.amount-mismatch");
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(100_00);
    }

    [Fact]
    public async Task S91_a_settlement_of_a_payout_that_nobody_asked_for_is_refused_and_takes_nothing()
    {
        var customer = await shop.CustomerAsync(100_00);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => ToldAsync(customer, PayoutOutcome.Settled));

        refused.Rejection.Code.Should().Be("payment.unknown");
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(100_00);
    }

    [Fact]
    public async Task X3_a_settlement_that_cannot_be_recorded_leaves_the_money_held_until_it_is()
    {
        var customer = await shop.CustomerAsync(100_00);
        await ConfirmedAsync(customer);
        await ToldAsync(customer, PayoutOutcome.Accepted);

        await Assert.ThrowsAsync<RefusedException>(() => shop.InvokeAsync(new RecordPayout(customer, withdrawal, new PayoutAnswer(PayoutOutcome.Settled), 69_99)));
        await shop.InvokeAsync(new ExpireWithdrawal(customer, withdrawal));
        await Assert.ThrowsAsync<RefusedException>(() => shop.InvokeAsync(new CancelWithdrawal(customer, withdrawal)));
        await ToldAsync(customer, PayoutOutcome.Unknown);

        var wallet = await shop.WalletAsync(customer);
        (wallet.Available.Kopecks, wallet.Held.Kopecks).Should().Be((30_00, 70_00));
        await ToldAsync(customer, PayoutOutcome.Settled);
        (await shop.WalletAsync(customer)).Balance.Kopecks.Should().Be(30_00);
        await shop.InvariantsHoldAsync();
    }

    private Task ToldAsync(Guid customer, PayoutOutcome outcome) =>
        shop.InvokeAsync(new RecordPayout(customer, withdrawal, new PayoutAnswer(outcome, "account-closed"), 70_00));

    private async Task RejectedAsync(Guid customer)
    {
        await ConfirmedAsync(customer);
        await ToldAsync(customer, PayoutOutcome.Rejected);
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(100_00);
    }

    private async Task ConfirmedAsync(Guid customer)
    {
        var now = shop.Clock.GetUtcNow();
        var destination = new Pii<PayoutDestination>(customer, "requisites", new PayoutDestination("044525225", "40817810700000000001", "Мария"));
        await using var session = shop.Store.LightweightSession();
        var stream = await session.Events.FetchForWriting<Wallet>(AccountIds.WalletId(customer));
        var requested = WithdrawalDecisions.RequestWithdrawal(stream.Aggregate!, withdrawal, new Money(70_00), destination, Guid.NewGuid(), new WalletPolicy(), now);
        var open = requested.Events.Aggregate(stream.Aggregate!, (wallet, happened) => Wallet.Evolve(wallet, happened)!);
        stream.Append(requested);
        stream.Append(WithdrawalDecisions.ConfirmWithdrawal(open, withdrawal, WithdrawalWindow.From(now), now));
        await session.SaveChangesAsync();
    }
}
