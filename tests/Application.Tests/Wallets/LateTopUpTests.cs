using FluentAssertions;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Application.Tests.Wallets;

/// <summary>An inquiry that overtakes its request hears of no such payment; the money is taken afterwards.</summary>
[Collection(nameof(Shop))]
public sealed class LateTopUpTests(Shop shop)
{
    private const long Amount = 300_00;
    private readonly Guid topUp = Guid.NewGuid();

    [Fact]
    public async Task S84_money_taken_after_the_acquirer_had_not_heard_of_it_is_credited_once()
    {
        var customer = await shop.CustomerAsync();
        await DeclinedByAnEarlyInquiryAsync(customer);
        var approved = await TakeAsync(customer);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ToldAsync(customer, approved)));
        await ToldAsync(customer, approved);
        await ToldAsync(customer, new CardAnswer(CardOutcome.Declined, DeclineReason: "late"));

        (await EventsAsync(customer)).Should().Equal(nameof(WalletOpened), nameof(TopUpRequested), nameof(TopUpDeclined), nameof(WalletCredited));
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(Amount);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S84_the_request_whose_inquiry_was_faster_hears_that_its_money_is_in_the_wallet()
    {
        var customer = await shop.CustomerAsync();
        await DeclinedByAnEarlyInquiryAsync(customer);

        var answer = await shop.InvokeAsync<TopUpAnswer>(new RecordTopUp(customer, topUp, await TakeAsync(customer), Amount, null));
        var repeated = await shop.InvokeAsync<TopUpAnswer>(new RecordTopUp(customer, topUp, new CardAnswer(CardOutcome.Declined), Amount, null));

        (answer.Status, repeated.Status).Should().Be((TopUpStatus.Succeeded, TopUpStatus.Succeeded));
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(Amount);
    }

    [Fact]
    public async Task S84_late_money_of_another_amount_is_refused_and_credits_nothing()
    {
        var customer = await shop.CustomerAsync();
        await DeclinedByAnEarlyInquiryAsync(customer);
        var approved = await TakeAsync(customer);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => shop.InvokeAsync(new RecordTopUp(customer, topUp, approved, Amount + 1, null)));

        refused.Rejection.Code.Should().Be("payment.amount-mismatch");
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(0);
        await ToldAsync(customer, approved);
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(Amount);
    }

    [Fact]
    public async Task S84_late_money_is_credited_once_however_many_top_ups_have_ended_since()
    {
        var customer = await shop.CustomerAsync();
        await DeclinedByAnEarlyInquiryAsync(customer);
        await TopUpTwentyTimesAsync(customer);
        (await shop.WalletAsync(customer)).Knows(topUp).Should().BeFalse("the state remembers the last twenty");
        var approved = await TakeAsync(customer);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ToldAsync(customer, approved)));

        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(Amount + 20_00);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X19_a_credited_top_up_that_the_state_has_forgotten_is_neither_credited_nor_asked_for_again()
    {
        var customer = await shop.CustomerAsync();
        var command = new TopUpWallet(customer, topUp, Amount, new Secret("tok_ok"), null);
        await shop.InvokeAsync<TopUpAnswer>(command);
        await TopUpTwentyTimesAsync(customer);
        var before = await EventsAsync(customer);

        await ToldAsync(customer, new CardAnswer(CardOutcome.Approved, "4242"));
        (await shop.InvokeAsync<TopUpAnswer>(command)).Status.Should().Be(TopUpStatus.Succeeded, "it was paid, long ago");

        (await EventsAsync(customer)).Should().Equal(before);
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(Amount + 20_00);
    }

    [Fact]
    public async Task S84_money_for_a_top_up_that_was_never_asked_for_is_refused_and_not_dropped()
    {
        var customer = await shop.CustomerAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => ToldAsync(customer, new CardAnswer(CardOutcome.Approved, "4242")));

        refused.Rejection.Code.Should().Be("wallet.top-up-unknown");
        (await EventsAsync(customer)).Should().Equal(nameof(WalletOpened));
    }

    [Fact]
    public async Task S84_a_card_that_was_let_go_unconfirmed_brings_no_money_when_it_is_asked_for_again()
    {
        var customer = await shop.CustomerAsync();
        var command = new TopUpWallet(customer, topUp, Amount, new Secret("tok_3ds"), null);
        (await shop.InvokeAsync<TopUpAnswer>(command)).Status.Should().Be(TopUpStatus.ConfirmationNeeded);
        await shop.InvokeAsync(new FollowTopUp(customer, topUp, FollowUps.PatienceWithOwner));
        await Shop.EventuallyAsync(async () => (await shop.WalletAsync(customer)).TopUps.IsEmpty, "the end of the top-up");

        (await shop.InvokeAsync<TopUpAnswer>(command)).Status.Should().Be(TopUpStatus.Declined);

        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(0);
    }

    private string Reference(Guid customer) => new PaymentReference(PaymentKind.TopUp, customer, AccountIds.WalletId(customer), topUp).ToString();

    private async Task DeclinedByAnEarlyInquiryAsync(Guid customer)
    {
        await shop.InvokeAsync<TopUpAnswer>(new RequestTopUp(customer, topUp, Amount, null));
        await shop.InvokeAsync(new FollowTopUp(customer, topUp, 0));
        await Shop.EventuallyAsync(async () => (await shop.WalletAsync(customer)).TopUps.IsEmpty, "the refusal");
        (await EventsAsync(customer))[^1].Should().Be(nameof(TopUpDeclined));
    }

    private async Task<CardAnswer> TakeAsync(Guid customer)
    {
        var before = shop.Acquirer.Taken;
        var approved = await shop.Acquirer.AuthoriseAsync(Reference(customer), Amount, "tok_ok", capture: true, CancellationToken.None);
        shop.Acquirer.Taken.Should().Be(before + Amount);
        return approved;
    }

    private Task ToldAsync(Guid customer, CardAnswer answer) => shop.InvokeAsync(new RecordTopUp(customer, topUp, answer, Amount, null));

    private async Task TopUpTwentyTimesAsync(Guid customer)
    {
        for (var i = 0; i < 20; i++) await shop.InvokeAsync<TopUpAnswer>(new TopUpWallet(customer, Guid.NewGuid(), 1_00, new Secret("tok_ok"), null));
    }

    private async Task<IReadOnlyList<string>> EventsAsync(Guid customer)
    {
        await using var session = shop.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(AccountIds.WalletId(customer))).Select(e => e.Data.GetType().Name)];
    }
}
