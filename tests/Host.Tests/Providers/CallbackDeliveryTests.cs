using FluentAssertions;
using Marketplace.Application.Ports;
using Marketplace.Host.Callbacks;
using Marketplace.Host.Development.Simulators;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class CallbackDeliveryTests
{
    private static readonly PayoutRequisites Requisites = new("044525225", "40817810000000000001", "Recipient");

    [Fact]
    public async Task Each_fact_may_be_told_twice_with_one_event_id()
    {
        await using var host = await StartAsync(new() { ["Simulators:DuplicateCallbacks"] = "true" });
        await host.Acquirer.AuthoriseAsync("p", 100, "tok_ok", capture: false, default);
        await host.Bank.SendAsync("p", 100, Requisites, default);
        var acquired = await ProviderHost.WaitAsync(host.Acquired, 2);
        acquired.Should().HaveCount(2).And.OnlyContain(callback => callback == acquired[0]);
        var banked = await ProviderHost.WaitAsync(host.Banked, 2);
        banked.Should().HaveCount(2).And.OnlyContain(callback => callback == banked[0]);
    }

    [Fact]
    public async Task What_happened_to_a_payment_is_told_in_order()
    {
        await using var host = await StartAsync([]);
        (await LifeOfAPaymentAsync(host)).Should().Equal(AcquirerEventType.Authorised, AcquirerEventType.Captured, AcquirerEventType.Refunded);
    }

    [Fact]
    public async Task What_happened_to_a_payment_may_be_told_backwards()
    {
        await using var host = await StartAsync(new() { ["Simulators:Reorder"] = "true", ["Simulators:Delay"] = "00:00:02" });
        (await LifeOfAPaymentAsync(host)).Should().Equal(AcquirerEventType.Refunded, AcquirerEventType.Captured, AcquirerEventType.Authorised);
    }

    [Fact]
    public async Task A_callback_that_is_refused_comes_again_until_it_is_taken()
    {
        await using var host = await StartAsync([], refuseFirst: 2);
        await host.Acquirer.AuthoriseAsync("p", 100, "tok_ok", capture: false, default);
        (await ProviderHost.WaitAsync(host.Acquired, 1)).Should().ContainSingle();
        host.Deliveries.Should().Be(3);
    }

    [Fact]
    public async Task Callbacks_that_are_owed_survive_a_restart()
    {
        var (database, data) = (await ThrowAwayCluster.CreateDatabaseAsync("providers"), Directory.CreateTempSubdirectory("marketplace-data-").FullName);
        var first = await ProviderHost.StartAsync(database, data, new() { ["Simulators:Delay"] = "00:00:05" }, refuseFirst: int.MaxValue);
        await first.Acquirer.AuthoriseAsync("p", 100, "tok_ok", capture: false, default);
        await first.Bank.SendAsync("p", 100, Requisites, default);
        await ProviderHost.UntilAsync(() => first.Deliveries > 0);
        await first.DisposeAsync();
        (first.Acquired.Count + first.Banked.Count).Should().Be(0);

        await using var second = await ProviderHost.StartAsync(database, data);
        (await ProviderHost.WaitAsync(second.Acquired, 1)).Should().ContainSingle().Which.PaymentReference.Should().Be("p");
        (await ProviderHost.WaitAsync(second.Banked, 1)).Should().ContainSingle().Which.Type.Should().Be(BankEventType.Settled);
        (await second.Acquirer.CaptureAsync("p", 100, default)).Outcome.Should().Be(CardOutcome.Approved, "the world remembers the authorisation");
    }

    [Fact]
    public async Task A_callback_whose_sender_was_killed_is_taken_again_after_its_lease_and_given_up_after_ten_tries()
    {
        await using var source = NpgsqlDataSource.Create(await ThrowAwayCluster.CreateDatabaseAsync("providers"));
        var (clock, tables) = (new FakeTimeProvider(), new SimulatorTables(source));
        var outbox = new CallbackOutbox(tables, Options.Create(new SimulatorOptions()), clock);
        await using (var connection = await tables.OpenAsync(default)) await outbox.AddAsync(connection, "Bank", "p", "body", TimeSpan.FromSeconds(2), default);
        (await outbox.TakeDueAsync(default)).Should().BeEmpty("it is not due yet");
        clock.Advance(TimeSpan.FromSeconds(2));
        for (var attempt = 1; attempt <= CallbackOutbox.MostTries; attempt++)
        {
            (await outbox.TakeDueAsync(default)).Should().ContainSingle().Which.Try.Should().Be(attempt);
            clock.Advance(CallbackOutbox.Lease - TimeSpan.FromMilliseconds(1));
            (await outbox.TakeDueAsync(default)).Should().BeEmpty("somebody may still be delivering it");
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        clock.Advance(TimeSpan.FromDays(1));
        (await outbox.TakeDueAsync(default)).Should().BeEmpty("it is given up");
    }

    [Fact]
    public void Tries_are_spread_over_minutes() =>
        Enumerable.Range(1, 9).Select(attempt => CallbackOutbox.WaitAfter(attempt).TotalSeconds).Should().Equal(1, 2, 4, 8, 16, 32, 60, 60, 60);

    private static async Task<IEnumerable<AcquirerEventType>> LifeOfAPaymentAsync(ProviderHost host)
    {
        await host.Acquirer.AuthoriseAsync("p", 100, "tok_ok", capture: false, default);
        await host.Acquirer.CaptureAsync("p", 80, default);
        await host.Acquirer.RefundAsync("p", "r", 30, default);
        return (await ProviderHost.WaitAsync(host.Acquired, 3)).Select(callback => callback.Type);
    }

    private static async Task<ProviderHost> StartAsync(Dictionary<string, string?> settings, int refuseFirst = 0) =>
        await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"), settings: settings, refuseFirst: refuseFirst);
}
