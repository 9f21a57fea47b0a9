using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.Deletion;
using Marketplace.Application.Orders;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Application.Tests.Erasure;

/// <summary>Each thing that keeps a customer from leaving, as it comes about in a life: it is seen in the store, and nothing else with it.</summary>
[Collection(nameof(Shop))]
public sealed class DeletionStandingTests(Shop shop)
{
    private const long Tea = 10_01;

    [Fact]
    public async Task S95_an_order_that_has_not_ended_is_in_the_way_and_a_cancelled_one_is_not()
    {
        var customer = await shop.CustomerAsync();
        var order = await shop.PlaceAsync(customer, ("tea", 1));
        await IsKeptByAsync(customer, "open-orders");

        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, order.OrderId, null));
        await IsKeptByAsync(customer);
    }

    [Fact]
    public async Task S95_a_return_is_in_the_way_from_its_announcement_until_it_is_refused()
    {
        var customer = await shop.CustomerAsync(Tea);
        var order = await BoughtAsync(customer, wallet: Tea);
        var announced = await AnnouncedAsync(customer, order, RefundDestination.Wallet);
        await IsKeptByAsync(customer, "open-returns");

        await shop.InvokeAsync<ReturnAnswer>(new ApproveReturn(order.OrderId, announced, null));
        await IsKeptByAsync(customer, "open-returns");
        await shop.InvokeAsync<ReturnAnswer>(new RejectReturn(order.OrderId, announced, "not what was sold", null));
        await IsKeptByAsync(customer);
    }

    [Fact]
    public async Task S95_D7_a_card_that_is_not_charged_yet_is_in_the_way()
    {
        var customer = await shop.CustomerAsync();
        var order = await BoughtAsync(customer, card: LoopbackAcquirer.SilentLater);
        await IsKeptByAsync(customer, "card-payments");

        await ChargedAsync(customer, order.OrderId);
        await IsKeptByAsync(customer);
    }

    [Fact]
    public async Task S95_D7_a_card_of_a_cancelled_order_is_in_the_way_until_it_is_let_go()
    {
        var customer = await shop.CustomerAsync();
        var order = await shop.PlaceAsync(customer, ("tea", 1));
        var attempt = await PaidAsync(customer, order, card: LoopbackAcquirer.SilentLater);
        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, order.OrderId, null));
        await IsKeptByAsync(customer, "card-payments");

        await shop.InvokeAsync(new RecordCardOperation(customer, order.OrderId, attempt, CardOperation.Void, Guid.Empty, Tea));
        await IsKeptByAsync(customer);
    }

    [Fact]
    public async Task S95_D7_a_refund_that_the_card_has_not_got_yet_is_in_the_way()
    {
        var customer = await shop.CustomerAsync();
        var order = await BoughtAsync(customer, card: LoopbackAcquirer.SilentLater);
        await ChargedAsync(customer, order.OrderId);
        var returned = await AnnouncedAsync(customer, order, RefundDestination.Original);
        await shop.InvokeAsync<ReturnAnswer>(new ApproveReturn(order.OrderId, returned, null));
        await shop.InvokeAsync<RefundedAnswer>(new ReceiveReturn(customer, order.OrderId, returned, [new CountedUnits(order.Lines[0].LineId, 1)], null));
        await IsKeptByAsync(customer, "card-payments");

        await shop.InvokeAsync(new RecordCardOperation(customer, order.OrderId, await AttemptAsync(order.OrderId), CardOperation.Refund, returned, Tea));
        await IsKeptByAsync(customer);
    }

    [Fact]
    public async Task S96_a_bonus_card_is_in_the_way_until_it_is_closed()
    {
        var customer = await shop.CustomerAsync();
        await shop.InvokeAsync<IssuedAnswer>(new ApplyForBonusCard(customer, Guid.NewGuid(), new PersonalDataConsentText().Version, Somebody(), null));
        await IsKeptByAsync(customer, "bonus-card");

        await shop.InvokeAsync(new CloseBonusCard(customer));
        await IsKeptByAsync(customer);
    }

    [Fact]
    public async Task S97_instalments_are_in_the_way_until_the_last_is_paid()
    {
        var customer = await shop.CustomerAsync();
        var order = await shop.PlaceAsync(customer, ("tea", 1));
        await shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, Guid.NewGuid(), 0, 0, false, null, Instalments: 3));
        await shop.DeliverAsync(customer, order.OrderId);
        await IsKeptByAsync(customer, "instalments");

        await shop.InvokeAsync<TopUpAnswer>(new TopUpWallet(customer, Guid.NewGuid(), Tea, new Secret("tok_ok"), null));
        await shop.InvokeAsync<InstalmentAnswer>(new PayInstalment(customer, order.OrderId, Guid.NewGuid(), All: true, null));
        await IsKeptByAsync(customer);
    }

    [Fact]
    public async Task S97_money_in_the_wallet_is_in_the_way_until_it_is_spent()
    {
        var customer = await shop.CustomerAsync(Tea);
        await IsKeptByAsync(customer, "wallet-not-empty");

        await BoughtAsync(customer, wallet: Tea);
        await IsKeptByAsync(customer);
    }

    /// <summary>Held money is the customer's: where there is a hold there is a balance.</summary>
    [Fact]
    public async Task S97_D7_a_hold_for_a_card_that_is_silent_is_in_the_way_with_the_order_that_it_is_for()
    {
        var customer = await shop.CustomerAsync(Tea);
        var order = await shop.PlaceAsync(customer, ("tea", 2));
        await PaidAsync(customer, order, wallet: Tea, card: "tok_timeout");

        await IsKeptByAsync(customer, "open-orders", "wallet-not-empty", "holds");
    }

    [Fact]
    public async Task S97_D7_a_withdrawal_is_in_the_way_with_its_money_and_its_hold()
    {
        var customer = await shop.CustomerAsync(Tea);
        await shop.InvokeAsync<WithdrawalAnswer>(new RequestWithdrawal(customer, Guid.NewGuid(), Tea, new PayoutDestination("044525225", "40817810700000000001", "Иван"), null));

        await IsKeptByAsync(customer, "wallet-not-empty", "holds", "withdrawal");
    }

    [Fact]
    public async Task S97_D7_a_top_up_that_nobody_knows_the_end_of_is_in_the_way()
    {
        var customer = await shop.CustomerAsync();
        var topUp = Guid.NewGuid();
        await shop.InvokeAsync<TopUpAnswer>(new TopUpWallet(customer, topUp, Tea, new Secret("tok_timeout"), null));
        await IsKeptByAsync(customer, "top-ups");

        await shop.InvokeAsync<TopUpAnswer>(new RecordTopUp(customer, topUp, new CardAnswer(CardOutcome.Declined, DeclineReason: "do-not-honour"), Tea, null));
        await IsKeptByAsync(customer);
    }

    [Fact]
    public async Task S91_S97_a_wallet_that_owes_is_in_the_way_although_it_is_empty()
    {
        var (customer, withdrawal) = (await shop.CustomerAsync(Tea), Guid.NewGuid());
        await RejectedAsync(customer, withdrawal);
        await BoughtAsync(customer, wallet: Tea);
        await shop.InvokeAsync(new RecordPayout(customer, withdrawal, new PayoutAnswer(PayoutOutcome.Settled), Tea));

        await IsKeptByAsync(customer, "wallet-debt");
    }

    /// <summary>By asking for the deletion, as the customer does; whom nothing keeps gets a code.</summary>
    private async Task IsKeptByAsync(Guid customer, params string[] blockers)
    {
        var asked = () => shop.InvokeAsync<DeletionAnswer>(new RequestDeletion(customer, DeletionReason.Privacy, null, ContactKind.Phone));
        if (blockers.Length == 0)
        {
            (await asked()).ChallengeId.Should().NotBeEmpty();
            return;
        }

        var refused = (await asked.Should().ThrowAsync<RefusedException>()).Which.Rejection;
        refused.Code.Should().Be("customer.deletion-blocked");
        ((string[])refused.Facts["blockers"]).Should().Equal(blockers);
    }

    private async Task<OrderView> BoughtAsync(Guid customer, long wallet = 0, string? card = null)
    {
        var order = await shop.PlaceAsync(customer, ("tea", 1));
        await PaidAsync(customer, order, wallet, card);
        await shop.DeliverAsync(customer, order.OrderId);
        return order;
    }

    private async Task<Guid> PaidAsync(Guid customer, OrderView order, long wallet = 0, string? card = null)
    {
        var attempt = Guid.NewGuid();
        await shop.InvokeAsync<PaymentAnswer>(card is null
            ? new PayOrder(customer, order.OrderId, attempt, wallet, 0, false, null)
            : new PayOrderByCard(customer, order.OrderId, attempt, wallet, 0, new Secret(card), null));
        return attempt;
    }

    private async Task<Guid> AttemptAsync(Guid order) => (await shop.OrderAsync(order)).Card!.AttemptId;

    private async Task ChargedAsync(Guid customer, Guid order) =>
        await shop.InvokeAsync(new RecordCardOperation(customer, order, await AttemptAsync(order), CardOperation.Capture, Guid.Empty, Tea));

    private async Task<Guid> AnnouncedAsync(Guid customer, OrderView order, RefundDestination to)
    {
        var announced = Guid.NewGuid();
        await shop.InvokeAsync<ReturnAnswer>(new RequestReturn(
            customer, order.OrderId, announced, [new ReturnedUnits(order.Lines[0].LineId, 1, ReturnReason.Defective)], to, null));
        return announced;
    }

    private async Task RejectedAsync(Guid customer, Guid withdrawal)
    {
        var now = shop.Clock.GetUtcNow();
        var destination = new Pii<PayoutDestination>(customer, "requisites", new PayoutDestination("044525225", "40817810700000000001", "Мария"));
        await using (var session = shop.Store.LightweightSession())
        {
            var stream = await session.Events.FetchForWriting<Wallet>(AccountIds.WalletId(customer));
            var requested = WithdrawalDecisions.RequestWithdrawal(stream.Aggregate!, withdrawal, new Money(Tea), destination, Guid.NewGuid(), new WalletPolicy(), now);
            var open = requested.Events.Aggregate(stream.Aggregate!, (wallet, happened) => Wallet.Evolve(wallet, happened)!);
            stream.Append(requested);
            stream.Append(WithdrawalDecisions.ConfirmWithdrawal(open, withdrawal, WithdrawalWindow.From(now), now));
            await session.SaveChangesAsync();
        }

        await shop.InvokeAsync(new RecordPayout(customer, withdrawal, new PayoutAnswer(PayoutOutcome.Rejected, "account-closed"), Tea));
    }

    private static Applicant Somebody() => new(
        "Петрова", "Мария", null, new DateOnly(1990, 5, 17), $"{Random.Shared.Next(1000, 9999)}", $"{Random.Shared.Next(100_000, 999_999)}",
        IdentityNumbers.Inn($"{Random.Shared.NextInt64(1_000_000_000, 9_999_999_999)}"), IdentityNumbers.Snils($"{Random.Shared.Next(100_000_000, 999_999_999)}"));
}
