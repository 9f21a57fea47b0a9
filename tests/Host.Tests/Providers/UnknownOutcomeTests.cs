using System.Diagnostics;
using FluentAssertions;
using Marketplace.Application.Ports;
using Marketplace.Host.Callbacks;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class UnknownOutcomeTests : IAsyncLifetime
{
    private static readonly PayoutRequisites SlowAccount = new("044525225", "40817810000000000003", "Recipient");
    private ProviderHost host = null!;

    // The callback comes well after the caller has given up, so that "before" and "after" can be told apart.
    public async Task InitializeAsync()
    {
        host = await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"), settings: new()
        {
            ["Acquirer:Timeout"] = "00:00:02",
            ["Bank:Timeout"] = "00:00:02",
            ["Simulators:Delay"] = "00:00:08",
        });

        // The first request of a process compiles its way through; it must not use up the time-out that a test is about.
        await host.Acquirer.InquireAsync("warm-up", default);
        await host.Bank.InquireAsync("warm-up", default);
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task X4_a_card_that_times_out_is_unknown_until_the_callback_says_that_it_was_charged()
    {
        (await AuthoriseAsync()).Should().Be(new CardAnswer(CardOutcome.Unknown));
        (await AuthoriseAsync()).Should().Be(new CardAnswer(CardOutcome.Unknown), "asking again hears nothing before the callback either");
        host.Acquired.Should().BeEmpty();
        var callback = (await ProviderHost.WaitAsync(host.Acquired, 1)).Should().ContainSingle().Subject;
        callback.Should().BeEquivalentTo(new { Type = AcquirerEventType.Authorised, PaymentReference = "slow-payment", Amount = 800L, LastFour = "0069" });
        (await AuthoriseAsync()).Should().Be(new CardAnswer(CardOutcome.Approved, "0069"));
    }

    [Fact]
    public async Task X4_an_inquiry_resolves_a_card_that_timed_out()
    {
        (await AuthoriseAsync()).Outcome.Should().Be(CardOutcome.Unknown);
        (await host.Acquirer.InquireAsync("slow-payment", default)).Should().Be(new CardAnswer(CardOutcome.Approved, "0069"));
    }

    [Fact]
    public async Task X4_a_payout_that_times_out_is_unknown_and_settles_later()
    {
        (await host.Bank.SendAsync("slow-payout", 800, SlowAccount, default)).Should().Be(new PayoutAnswer(PayoutOutcome.Unknown));
        (await host.Bank.InquireAsync("slow-payout", default)).Should().Be(new PayoutAnswer(PayoutOutcome.Accepted));
        host.Banked.Should().BeEmpty();
        (await ProviderHost.WaitAsync(host.Banked, 1)).Should().ContainSingle().Which.Type.Should().Be(BankEventType.Settled);
        (await host.Bank.SendAsync("slow-payout", 800, SlowAccount, default)).Should().Be(new PayoutAnswer(PayoutOutcome.Settled));
    }

    [Fact]
    public async Task X4_a_caller_who_gives_up_earlier_does_not_know_either_and_the_payout_goes_on()
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        (await host.Bank.SendAsync("slow-payout", 800, SlowAccount, impatience.Token)).Should().Be(new PayoutAnswer(PayoutOutcome.Unknown));
        (await ProviderHost.WaitAsync(host.Banked, 1)).Should().ContainSingle().Which.Type.Should().Be(BankEventType.Settled);
    }

    [Fact]
    public async Task A_silent_request_does_not_keep_the_host_from_stopping()
    {
        await using var silent = await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"), settings: new() { ["Simulators:Silence"] = "00:05:00", ["Acquirer:Timeout"] = "00:05:00" });
        var asking = silent.Acquirer.AuthoriseAsync("slow-payment", 800, "tok_timeout", capture: false, default);
        await Task.Delay(1_000);
        var stopping = Stopwatch.StartNew();
        await silent.DisposeAsync();
        stopping.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
        (await asking).Outcome.Should().Be(CardOutcome.Unknown);
    }

    private Task<CardAnswer> AuthoriseAsync() => host.Acquirer.AuthoriseAsync("slow-payment", 800, "tok_timeout", capture: false, default);
}
