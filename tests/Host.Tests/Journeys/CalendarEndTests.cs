using System.Net;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>The last days that the production calendar knows. The bank of this host needs ten days for a payout.</summary>
public sealed class CalendarEndTests : IAsyncLifetime
{
    // Five minutes before the last moment at which a withdrawal can be asked for: 27 December 2027, 23:40 in Moscow, so that the code
    // can be entered on that day.
    private static readonly DateTimeOffset AlmostOver = new(2027, 12, 27, 20, 35, 0, TimeSpan.Zero);

    private readonly MovableClock clock = new(AlmostOver);
    private RunningHost host = null!;

    public async Task InitializeAsync()
    {
        host = await RunningHost.StartAsync(null, services => services.AddSingleton<TimeProvider>(clock), ("Simulators:Delay", "10.00:00:00"));
        await host.WarmUpAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task P14_S92_a_payout_that_no_day_can_be_promised_for_is_refused_before_its_money_is_held()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var last = (await customer.AskForPayoutAsync(100_00)).Expect(HttpStatusCode.Accepted).Id("withdrawalId");
        var code = await customer.PayoutCodeAsync();
        // Within the life of the code, and 16 minutes before that day ends in Moscow.
        clock.Advance(TimeSpan.FromMinutes(9));
        (await customer.ConfirmPayoutAsync(last, code)).Expect(HttpStatusCode.OK).Text("expectedBy").Should().Be("2027-12-30");

        var other = await host.ProtectedCustomerAsync(500_00);
        var refused = await other.AskForPayoutAsync(100_00);

        refused.Expect(HttpStatusCode.ServiceUnavailable).Code.Should().Be("wallet.calendar-ends");
        (await other.WalletAsync()).Should().Be((500_00, 500_00));
        (await other.MessagesAsync()).Should().NotContain(m => m.Text.Contains("Вывод денег", StringComparison.Ordinal));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task P14_P6_who_confirms_too_late_and_past_the_end_hears_that_it_was_too_late()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var asked = (await customer.AskForPayoutAsync(100_00)).Expect(HttpStatusCode.Accepted).Id("withdrawalId");
        var code = await customer.PayoutCodeAsync();
        clock.Advance(TimeSpan.FromHours(1));

        (await customer.ConfirmPayoutAsync(asked, code)).Expect(HttpStatusCode.Gone).Code.Should().Be("wallet.withdrawal-expired");
    }

    [Fact]
    public async Task P14_readiness_warns_from_sixty_days_ahead_and_does_not_fail()
    {
        (await host.Anonymous().GetAsync("/health/ready")).Expect(HttpStatusCode.OK).Raw.Should().Contain("\"degraded\"").And.Contain("2027-12-31");
        // The last day on which all is well: sixty days later is the last on which a payout can be promised.
        clock.Advance(new DateTimeOffset(2027, 10, 28, 20, 0, 0, TimeSpan.Zero) - clock.GetUtcNow());
        (await host.Anonymous().GetAsync("/health/ready")).Expect(HttpStatusCode.OK).Raw.Should().Be("""{"status":"ready"}""");
        clock.Advance(TimeSpan.FromHours(2));
        (await host.Anonymous().GetAsync("/health/ready")).Expect(HttpStatusCode.OK).Text("status").Should().Be("degraded");
    }
}
