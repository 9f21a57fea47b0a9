using FluentAssertions;
using Marketplace.Application.Ports;
using Marketplace.Host.Callbacks;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class BankTests : IAsyncLifetime
{
    private readonly string payout = $"payout-{Guid.NewGuid()}";
    private ProviderHost host = null!;

    private IEnumerable<BankCallback> Callbacks => host.Banked.Where(callback => callback.PayoutReference == payout);

    public async Task InitializeAsync() => host = await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("40817810000000000001")]
    [InlineData("40817810000000001234")]
    public async Task S91_a_payout_is_accepted_first_and_settles_by_callback(string account)
    {
        (await SendAsync(account)).Should().Be(new PayoutAnswer(PayoutOutcome.Accepted));
        var callback = (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle().Subject;
        callback.Should().BeEquivalentTo(new { Type = BankEventType.Settled, Amount = 9_900L, Reason = (string?)null });
        (await host.Bank.InquireAsync(payout, default)).Should().Be(new PayoutAnswer(PayoutOutcome.Settled));
        (await SendAsync(account)).Should().Be(new PayoutAnswer(PayoutOutcome.Settled), "it is a repeat");
        (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle();
    }

    [Fact]
    public async Task S91_a_closed_account_is_rejected_by_callback_with_a_reason()
    {
        (await SendAsync("40817810000000000002")).Should().Be(new PayoutAnswer(PayoutOutcome.Accepted));
        var callback = (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle().Subject;
        (callback.Type, callback.Reason).Should().Be((BankEventType.Rejected, "account-closed"));
        (await host.Bank.InquireAsync(payout, default)).Should().Be(new PayoutAnswer(PayoutOutcome.Rejected, "account-closed"));
    }

    [Fact]
    public async Task X5_sending_twice_also_at_the_same_time_pays_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync("40817810000000000001")));
        answers.Should().OnlyContain(answer => answer.Outcome == PayoutOutcome.Accepted || answer.Outcome == PayoutOutcome.Settled);
        (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_reference_used_for_another_account_is_unknown_and_pays_once()
    {
        await SendAsync("40817810000000000001");
        (await SendAsync("40817810000000000011")).Outcome.Should().Be(PayoutOutcome.Unknown);
        (await ProviderHost.WaitAsync(Callbacks, 1)).Should().ContainSingle();
    }

    [Fact]
    public async Task What_the_bank_never_heard_of_is_rejected_as_unknown() =>
        (await host.Bank.InquireAsync(payout, default)).Should().Be(new PayoutAnswer(PayoutOutcome.Rejected, "unknown-payout"));

    [Fact]
    public async Task X13_an_amount_that_is_not_positive_is_never_sent()
    {
        var requisites = new PayoutRequisites("044525225", "40817810000000000001", "Recipient");
        await FluentActions.Awaiting(() => host.Bank.SendAsync(payout, 0, requisites, default)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        (await host.Bank.InquireAsync(payout, default)).Reason.Should().Be("unknown-payout");
    }

    private Task<PayoutAnswer> SendAsync(string account) =>
        host.Bank.SendAsync(payout, 9_900, new PayoutRequisites("044525225", account, "Иванова Мария Петровна"), default);
}
