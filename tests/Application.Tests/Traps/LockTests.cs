using System.Collections.Concurrent;
using System.Diagnostics;
using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Application.Tests.Traps;

/// <summary>Whether a lock locks, and whether two of them ever wait for each other.</summary>
[Collection(nameof(Shop))]
public sealed class LockTests(Shop shop, ITestOutputHelper output)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_command_on_a_locked_wallet_waits_for_the_other_one_and_is_not_refused()
    {
        var customer = await shop.CustomerAsync(100_00);
        await using var other = shop.Store.LightweightSession();
        var held = await other.Events.FetchForExclusiveWriting<Wallet>(AccountIds.WalletId(customer));
        var command = shop.InvokeAsync<TopUpAnswer>(new RequestTopUp(customer, Guid.NewGuid(), 1_00, null));

        (await Task.WhenAny(command, Task.Delay(500))).Should().NotBe(command, "the wallet is locked");
        held.AppendOne(new TopUpRequested(AccountIds.WalletId(customer), Guid.NewGuid(), 5_00, shop.Clock.GetUtcNow()));
        await other.SaveChangesAsync();

        (await command).Status.Should().Be(TopUpStatus.Pending);
        (await shop.WalletAsync(customer)).TopUps.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_storm_on_the_orders_of_one_customer_has_no_deadlock_and_no_lost_race()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var customer = await shop.CustomerAsync(10_000_00);
        var orders = new List<Guid>();
        for (var i = 0; i < 16; i++) orders.Add((await shop.PlaceAsync(customer, ("tea", 2))).OrderId);
        var (deadlocks, faults, done, watch) = (await DeadlocksAsync(), new ConcurrentBag<Exception>(), 0, Stopwatch.StartNew());

        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed + worker);
            for (var i = 0; i < 25 && watch.Elapsed < Most; i++)
            {
                try
                {
                    await DoOneAsync(customer, orders[random.Next(orders.Count)], random);
                    Interlocked.Increment(ref done);
                }
                catch (RefusedException)
                {
                    Interlocked.Increment(ref done);
                }
                catch (Exception e)
                {
                    faults.Add(e);
                }
            }
        })));

        output.WriteLine($"{done} commands in {watch.Elapsed.TotalSeconds:F1} s");
        faults.Should().BeEmpty();
        done.Should().BeGreaterThan(100);
        (await DeadlocksAsync()).Should().Be(deadlocks);
        await shop.InvariantsHoldAsync();
    }

    private Task DoOneAsync(Guid customer, Guid order, Random random) => random.Next(8) switch
    {
        < 3 => shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order, Guid.NewGuid(), 20_02, 0, false, Shop.Key(customer))),
        3 => shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(customer, order, Shop.Key(customer))),
        4 => shop.InvokeAsync<FulfilmentAnswer>(new StartAssembly(order, Shop.Key(customer))),
        5 => shop.InvokeAsync<FulfilmentAnswer>(new ShipOrder(order, Shop.Key(customer))),
        6 => shop.InvokeAsync<FulfilmentAnswer>(new DeliverOrder(customer, order, Shop.Key(customer))),
        _ => ReturnOneAsync(customer, order),
    };

    private async Task ReturnOneAsync(Guid customer, Guid orderId)
    {
        var order = await shop.OrderAsync(orderId);
        var line = order.Lines[0].LineId;
        var request = Guid.NewGuid();
        await shop.InvokeAsync<ReturnAnswer>(new RequestReturn(
            customer, orderId, request, [new ReturnedUnits(line, 1, ReturnReason.Defective)], RefundDestination.Wallet, Shop.Key(customer)));
        await shop.InvokeAsync<ReturnAnswer>(new ApproveReturn(orderId, request, Shop.Key(customer)));
        await shop.InvokeAsync<RefundedAnswer>(new ReceiveReturn(customer, orderId, request, [new CountedUnits(line, 1)], Shop.Key(customer)));
    }

    private async Task<long> DeadlocksAsync()
    {
        await using var connection = shop.Store.Storage.Database.CreateConnection();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select deadlocks from pg_stat_database where datname = current_database()", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
