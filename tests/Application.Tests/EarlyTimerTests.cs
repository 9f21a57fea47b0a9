using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Customers.Contacts;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Application.Tests;

/// <summary>A timer whose message comes two seconds before its time, as after a clock was set back, does its work all the same, and nobody calls it again.</summary>
public sealed class EarlyTimerTests : IAsyncLifetime
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(2);
    private readonly Shop shop = new();
    private readonly Guid id = Guid.NewGuid();

    private DateTimeOffset Now => shop.Clock.GetUtcNow();

    public Task InitializeAsync() => shop.InitializeAsync();

    public Task DisposeAsync() => shop.DisposeAsync();

    [Fact]
    public async Task P6_a_hold_that_nobody_confirms_is_released()
    {
        var customer = await shop.CustomerAsync(100_00);
        await RequestedAsync(customer, confirmed: false);

        await ComesEarlyAsync(new ExpireWithdrawal(customer, id), (await OpenAsync(customer))!.ConfirmBy);
        (await shop.WalletAsync(customer)).Held.Kopecks.Should().Be(70_00, "it is not time yet");
        shop.Clock.Advance(Early);

        await Shop.EventuallyAsync(async () => await OpenAsync(customer) is null, "the request lapses");
        (await shop.WalletAsync(customer)).Available.Kopecks.Should().Be(100_00);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S92_a_late_payout_is_flagged()
    {
        var customer = await shop.CustomerAsync(100_00);
        await RequestedAsync(customer, confirmed: true);

        await ComesEarlyAsync(new MarkWithdrawalOverdue(customer, id), (await OpenAsync(customer))!.OverdueAt!.Value);
        (await OpenAsync(customer))!.Overdue.Should().BeFalse("it is not time yet");
        shop.Clock.Advance(Early);

        await Shop.EventuallyAsync(async () => (await OpenAsync(customer))!.Overdue, "it is flagged");
    }

    [Fact]
    public async Task P5_earned_points_become_spendable()
    {
        var card = await CardAsync(new PointsAccrued(Guid.Empty, id, 10, id, Now.AddDays(7), Now, "1"));

        await ComesEarlyAsync(new ActivatePoints(card, id), Now.AddDays(7));
        (await PointsAsync(card)).Should().Be((10, 0), "it is not time yet");
        shop.Clock.Advance(Early);

        await Shop.EventuallyAsync(async () => await PointsAsync(card) == (0, 10), "they are active");
    }

    [Fact]
    public async Task P5_S59_points_whose_time_is_over_are_taken_away()
    {
        var card = await CardAsync(
            new PointsAccrued(Guid.Empty, id, 10, id, Now, Now, "1"), new PointsActivated(Guid.Empty, id, 10, Now.AddYears(1), Now));

        await ComesEarlyAsync(new ExpirePoints(card, id), Now.AddYears(1));
        (await PointsAsync(card)).Should().Be((0, 10), "it is not time yet");
        shop.Clock.Advance(Early);

        await Shop.EventuallyAsync(async () => await PointsAsync(card) == (0, 0), "they are gone");
    }

    [Fact]
    public async Task D11_X26_the_old_contact_is_warned_once()
    {
        var customer = await shop.CustomerAsync();
        await ChangeAsync(customer, new ContactChangeScheduled(customer, id, ContactKind.Phone, Now.AddDays(14), Now));
        var message = new WarnOfContactChange(customer, id, 1);

        await ComesEarlyAsync(message, Now.AddDays(1));
        (await EndsAsync(customer)).Should().BeEmpty("it is not time yet");
        shop.Clock.Advance(Early);

        await Shop.EventuallyAsync(async () => (await EndsAsync(customer)).Count > 0, "the warning");
        await AgainAsync(message);
        (await EndsAsync(customer)).Should().ContainSingle().Which.Should().BeOfType<ContactChangeWarned>().Which.Day.Should().Be(1);
    }

    [Fact]
    public async Task I13_a_change_whose_new_contact_nobody_proves_ends_once()
    {
        var customer = await shop.CustomerAsync();
        await ChangeAsync(customer);
        var message = new LapseContactChange(customer, id);

        await ComesEarlyAsync(message, Now + new ContactPolicy().ProveWithin);
        (await EndsAsync(customer)).Should().BeEmpty("it is not time yet");
        shop.Clock.Advance(Early);

        await Shop.EventuallyAsync(async () => (await EndsAsync(customer)).Count > 0, "the change ends");
        await AgainAsync(message);
        (await EndsAsync(customer)).Should().ContainSingle().Which.Should().BeOfType<ContactChangeCancelled>().Which.Reason.Should().Be(ContactChangeEnd.NotProved);
    }

    [Fact]
    public async Task I13_a_change_that_was_taken_back_is_neither_warned_of_nor_ended_again()
    {
        var customer = await shop.CustomerAsync();
        await ChangeAsync(
            customer,
            new ContactChangeScheduled(customer, id, ContactKind.Phone, Now.AddDays(14), Now), new ContactChangeCancelled(customer, id, ContactKind.Phone, ContactChangeEnd.CancelledByLink, Now));

        shop.Clock.Advance(TimeSpan.FromDays(15));
        await AgainAsync(new WarnOfContactChange(customer, id, 13));
        await AgainAsync(new LapseContactChange(customer, id));
        await AgainAsync(new CompleteContactChange(customer, id));

        (await EndsAsync(customer)).Should().ContainSingle().Which.Should().BeOfType<ContactChangeCancelled>();
    }

    // Twice more, at once.
    private Task AgainAsync(object message) => Task.WhenAll(shop.InvokeAsync(message), shop.InvokeAsync(message));

    private async Task ChangeAsync(Guid customer, params CustomerEvent[] since)
    {
        var phone = new Pii<string>(customer, "phone", $"+79{Random.Shared.NextInt64(100000000, 999999999)}");
        await using var session = shop.Store.LightweightSession();
        session.Events.Append(
            customer, [new ContactChangeRequested(customer, id, ContactKind.Phone, phone, Guid.NewGuid(), Guid.NewGuid(), Now + new ContactPolicy().ProveWithin, Now), .. since]);
        await session.SaveChangesAsync();
    }

    private async Task<IReadOnlyList<object>> EndsAsync(Guid customer)
    {
        await using var session = shop.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(customer)).Select(e => e.Data).Where(e => e is ContactChangeWarned or ContactChangeCancelled or PhoneChanged)];
    }

    private async Task ComesEarlyAsync(object message, DateTimeOffset due)
    {
        shop.Clock.Advance(due - Early - Now);
        await shop.InvokeAsync(message);
    }

    private async Task<OpenWithdrawal?> OpenAsync(Guid customer) => (await shop.WalletAsync(customer)).Withdrawal;

    // Written as they would have been, without the timers that go with it: only the message of the test is under way.
    private async Task RequestedAsync(Guid customer, bool confirmed)
    {
        var destination = new Pii<PayoutDestination>(customer, "requisites", new PayoutDestination("044525225", "40817810700000000001", "Мария"));
        await using var session = shop.Store.LightweightSession();
        var stream = await session.Events.FetchForWriting<Wallet>(AccountIds.WalletId(customer));
        var requested = WithdrawalDecisions.RequestWithdrawal(stream.Aggregate!, id, new Money(70_00), destination, Guid.NewGuid(), new WalletPolicy(), Now);
        stream.Append(requested);
        var open = requested.Events.Aggregate(stream.Aggregate!, (wallet, happened) => Wallet.Evolve(wallet, happened)!);
        if (confirmed) stream.Append(WithdrawalDecisions.ConfirmWithdrawal(open, id, WithdrawalWindow.From(Now), Now));
        await session.SaveChangesAsync();
    }

    private async Task<Guid> CardAsync(params BonusCardEvent[] earned)
    {
        var customer = await shop.CustomerAsync();
        var card = AccountIds.BonusCardId(customer);
        await using var session = shop.Store.LightweightSession();
        object[] begun = [new CardIdentitySubmitted(card, customer, Guid.NewGuid(), Now), new BonusCardIssued(card, customer, Now)];
        object[] lots = [.. earned.Select(e => e switch { PointsAccrued a => a with { CardId = card }, PointsActivated a => a with { CardId = card }, _ => (object)e })];
        session.Events.StartStream<BonusCard>(card, [.. begun, .. lots]);
        await session.SaveChangesAsync();
        return card;
    }

    private async Task<(long Pending, long Active)> PointsAsync(Guid card)
    {
        await using var session = shop.Store.QuerySession();
        var state = (await session.LoadAsync<BonusCard>(card))!;
        return (state.Pending, state.Active);
    }
}
