using System.Net;
using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>Journeys that take days. The bank of this host needs ten days for a payout.</summary>
public sealed class ClockJourneyTests : IAsyncLifetime
{
    // A Monday noon in Moscow, far from holidays.
    private readonly MovableClock clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    private RunningHost host = null!;

    public async Task InitializeAsync() =>
        host = await RunningHost.StartAsync(null, services => services.AddSingleton<TimeProvider>(clock), ("Simulators:Delay", "10.00:00:00"));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task P6_S92_an_unconfirmed_withdrawal_expires_and_a_late_one_is_flagged_but_goes_on()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var lapsed = (await customer.AskForPayoutAsync(100_00)).Expect(HttpStatusCode.Accepted).Id("withdrawalId");
        var code = await customer.PayoutCodeAsync();
        clock.Advance(TimeSpan.FromMinutes(20));
        (await customer.ConfirmPayoutAsync(lapsed, code)).Expect(HttpStatusCode.Gone).Code.Should().Be("wallet.withdrawal-expired");
        await host.SendAsync(new ExpireWithdrawal(customer.CustomerId, lapsed));
        (await customer.GetAsync($"/api/wallet/withdrawals/{lapsed}")).Text("status").Should().Be("expired");
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));

        var late = await customer.PayOutAsync(100_00, nth: 2);
        var sent = await customer.PayoutUntilAsync(late, "sent");
        (sent.Text("expectedFrom"), sent.Text("expectedBy")).Should().Be(("2026-11-25", "2026-11-26"));
        await MarkAsync(customer, late, overdue: false);
        clock.Advance(TimeSpan.FromDays(4));
        await MarkAsync(customer, late, overdue: true);
        (await customer.WalletAsync()).Should().Be((500_00, 400_00));

        clock.Advance(TimeSpan.FromDays(7));
        ((bool)(await customer.PayoutUntilAsync(late, "settled")).Body["overdue"]!).Should().BeTrue();
        (await customer.WalletAsync()).Should().Be((400_00, 400_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task P4_P5_points_are_earned_activated_spent_and_restored()
    {
        var customer = await host.ProtectedCustomerAsync(5000_00);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Conflict).Code.Should().Be("bonus-card.already-issued");

        var first = (await customer.PlaceAsync(("books-901", 20))).Id("orderId");
        (await customer.PayAsync(first, wallet: 2000_00)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(first);
        await PointsAsync(customer, active: 0, pending: 20);
        await ActivateAsync(customer, first);
        await PointsAsync(customer, active: 0, pending: 20);
        clock.Advance(TimeSpan.FromDays(7));
        await ActivateAsync(customer, first);
        await PointsAsync(customer, active: 20, pending: 0);
        var line = (await customer.OrderAsync(first)).Line("books-901");
        (await customer.ReturnAsync(first, line, 1)).Expect(HttpStatusCode.Conflict).Code.Should().Be("order.return-window-closed");

        // At most a quarter of the goods: 15 of 60 roubles and 6 kopecks.
        var second = (await customer.PlaceAsync(("books-900", 6))).Id("orderId");
        (await customer.PayAsync(second, wallet: 44_06, points: 16)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.too-many-points");
        (await customer.PayAsync(second, wallet: 20_00, points: 15, card: "tok_ok")).Expect(HttpStatusCode.OK).Number("card").Should().Be(25_06);
        await PointsAsync(customer, active: 5, pending: 0);
        (await customer.PostAsync($"/api/orders/{second}/cancellation")).Expect(HttpStatusCode.OK).Number("points").Should().Be(15);
        await PointsAsync(customer, active: 20, pending: 0);
        (await customer.WalletAsync()).Should().Be((3000_00, 3000_00));
        await host.InvariantsHoldAsync();
    }

    private async Task MarkAsync(Api customer, Guid withdrawal, bool overdue)
    {
        await host.SendAsync(new MarkWithdrawalOverdue(customer.CustomerId, withdrawal));
        ((bool)(await customer.GetAsync($"/api/wallet/withdrawals/{withdrawal}")).Body["overdue"]!).Should().Be(overdue);
    }

    private Task ActivateAsync(Api customer, Guid order) => host.SendAsync(new ActivatePoints(AccountIds.BonusCardId(customer.CustomerId), order));

    private static async Task PointsAsync(Api customer, long active, long pending)
    {
        var card = (await customer.GetAsync("/api/bonus-card")).Expect(HttpStatusCode.OK);
        (card.Number("points"), card.Number("pending")).Should().Be((active, pending));
    }
}
