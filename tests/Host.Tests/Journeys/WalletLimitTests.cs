using System.Net;
using FluentAssertions;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marketplace.Host.Wallets;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>The caps that an operator sets (P8).</summary>
public sealed class WalletLimitTests
{
    [Fact]
    public async Task P8_the_configured_sum_can_be_withdrawn_and_not_a_kopeck_more()
    {
        await using var host = await RunningHost.StartAsync(more: [("Wallet:MaxWithdrawal", "10000"), ("Wallet:MaxTopUp", "20000")]);
        var customer = await host.ProtectedCustomerAsync(200_00);

        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 200_01, cardToken = "tok_ok" })).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("wallet.amount-out-of-range");
        (await customer.AskForPayoutAsync(100_01)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("wallet.amount-out-of-range");
        (await customer.AskForPayoutAsync(100_00)).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public void P8_where_nothing_is_set_the_usual_caps_hold_and_all_else_is_the_products()
    {
        Of(("Other:MaxWithdrawal", "1")).Should().Be(new WalletPolicy());
        Of(("Wallet:MaxWithdrawal", "1")).Should().Be(new WalletPolicy { MaxWithdrawal = new Money(1) });
    }

    [Theory]
    [InlineData("MaxWithdrawal", "0", "*Wallet:MaxWithdrawal must be between*")]
    [InlineData("MaxTopUp", "-1", "*Wallet:MaxTopUp must be between*")]
    [InlineData("MaxTopUp", "1000000000001", "*Wallet:MaxTopUp must be between*")]
    [InlineData("MaxWithdrawal", "600000.00", "*whole kopecks*")]
    [InlineData("MaxWithdrawals", "100", "*MaxWithdrawals*")]
    [InlineData("WithdrawalsADay", "100", "*WithdrawalsADay*")]
    public void P8_a_cap_that_is_none_stops_the_host_and_is_named(string name, string value, string message) =>
        FluentActions.Invoking(() => Of(($"Wallet:{name}", value))).Should().Throw<InvalidOperationException>().WithMessage(message);

    private static WalletPolicy Of(params (string Name, string Value)[] settings) => WalletLimits.PolicyOf(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build());
}
