using System.Net;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Application.Payments;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Host.Adapters;
using Marketplace.Host.Tests.Providers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>Providers that tell of what they did two days later. Those of this host say nothing by themselves for ten days.</summary>
public sealed class LateWordTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private readonly MovableClock clock = new(Start);
    private RunningHost host = null!;

    public async Task InitializeAsync()
    {
        host = await RunningHost.StartAsync(null, services => services.AddSingleton<TimeProvider>(clock), ("Simulators:Delay", "10.00:00:00"));
        await host.WarmUpAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task U2_S91_S93_a_payout_that_the_bank_tells_of_two_days_late_left_when_it_left_and_both_statements_add_up()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var withdrawal = await customer.PayOutAsync(100_00, Steps.TimesOut);
        var left = clock.GetUtcNow().AddHours(1);
        clock.Advance(TimeSpan.FromDays(2));

        await BankTellsAsync(customer, withdrawal, left);

        var (firstDay, thirdDay) = ((Start, Start.AddDays(1)), (Start.AddDays(1), Start.AddDays(3)));
        (await StatementAsync(customer, firstDay, "effective")).Should().Be((0, "500_00 -100_00", 400_00));
        (await StatementAsync(customer, thirdDay, "effective")).Should().Be((400_00, "", 400_00));
        (await StatementAsync(customer, firstDay, "recorded")).Should().Be((0, "500_00", 500_00));
        (await StatementAsync(customer, thirdDay, "recorded")).Should().Be((500_00, "-100_00", 400_00));
        await host.InvariantsHoldAsync();
    }

    [Theory]
    [InlineData(-30, 0)] // before the customer had confirmed it: it cannot have left before that
    [InlineData(72, 48)] // after we were told
    public async Task U2_a_time_that_cannot_be_is_taken_as_the_nearest_that_can(int told, int taken)
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var withdrawal = await customer.PayOutAsync(100_00, Steps.TimesOut);
        var asked = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromDays(2));

        await BankTellsAsync(customer, withdrawal, asked.AddHours(told));

        var entries = (await customer.GetAsync("/api/wallet/statement")).Expect(HttpStatusCode.OK).Body["entries"]!.AsArray();
        var at = DateTimeOffset.Parse((string)entries.Single(e => (long)e!["amount"]! < 0)!["effectiveAt"]!, System.Globalization.CultureInfo.InvariantCulture);
        at.Should().BeCloseTo(asked.AddHours(taken), TimeSpan.FromMinutes(5));
        at.Should().BeBefore(clock.GetUtcNow());
    }

    [Fact]
    public async Task U2_S84_a_top_up_that_the_acquirer_tells_of_two_days_late_came_when_the_card_was_charged()
    {
        var customer = await host.ProtectedCustomerAsync();
        var topUp = (await customer.PostAsync("/api/wallet/top-ups", new { amount = 100_00, cardToken = "tok_timeout" })).Expect(HttpStatusCode.Accepted).Id("topUpId");
        var reference = new PaymentReference(PaymentKind.TopUp, customer.CustomerId, AccountIds.WalletId(customer.CustomerId), topUp).ToString();
        var taken = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromDays(2));

        await TellAsync(ProviderNames.Acquirer, new { eventId = Guid.NewGuid(), type = "captured", paymentReference = reference, amount = 100_00, occurredAt = taken });

        (await StatementAsync(customer, (Start, Start.AddDays(1)), "effective")).Should().Be((0, "100_00", 100_00));
        (await StatementAsync(customer, (Start, Start.AddDays(1)), "recorded")).Should().Be((0, "", 0));
    }

    private Task BankTellsAsync(Api customer, Guid withdrawal, DateTimeOffset at) => TellAsync(
        ProviderNames.Bank,
        new { eventId = Guid.NewGuid(), type = "settled", payoutReference = PayoutReference.Of(customer.CustomerId, withdrawal), amount = 100_00, occurredAt = at });

    private async Task TellAsync(string provider, object told) =>
        (await host.TellAsync(provider, JsonSerializer.Serialize(told), at: clock.GetUtcNow())).Expect(HttpStatusCode.NoContent);

    /// <summary>Opening, the amounts in roubles and kopecks, closing; that they add up is held here for each.</summary>
    private static async Task<(long Opening, string Amounts, long Closing)> StatementAsync(Api customer, (DateTimeOffset From, DateTimeOffset To) period, string clock)
    {
        var statement = (await customer.GetAsync($"/api/wallet/statement?from={period.From:yyyy-MM-ddTHH:mm:ssZ}&to={period.To:yyyy-MM-ddTHH:mm:ssZ}&clock={clock}")).Expect(HttpStatusCode.OK);
        var amounts = statement.Body["entries"]!.AsArray().Select(e => (long)e!["amount"]!).ToList();
        (statement.Number("opening") + amounts.Sum()).Should().Be(statement.Number("closing"));
        return (statement.Number("opening"), string.Join(' ', amounts.Select(a => $"{a / 100}_{Math.Abs(a % 100):00}")), statement.Number("closing"));
    }
}
