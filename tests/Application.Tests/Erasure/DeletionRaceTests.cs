using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Certificates;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.Deletion;
using Marketplace.Application.Orders;
using Marketplace.Application.Privacy;
using Marketplace.Application.Wallets;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Application.Tests.Erasure;

/// <summary>Deletion against what would stand in its way, at the same moment.</summary>
[Collection(nameof(Shop))]
public sealed class DeletionRaceTests(Shop shop, ITestOutputHelper output)
{
    private const int Rounds = 200;

    [Fact]
    public async Task S95_D7_of_a_deletion_and_an_order_at_the_same_moment_one_wins_in_two_hundred_rounds()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (ordered, deleted) = (0, new List<Guid>());
        for (var round = 0; round < Rounds; round++)
        {
            var customer = await shop.CustomerAsync();
            var code = await shop.DeletionCodeAsync(customer);
            var ahead = TimeSpan.FromMilliseconds(random.Next(0, 25));
            var leave = RefusedAsync(() => shop.InvokeAsync(new ConfirmDeletion(customer, code)));
            await Task.Delay(ahead);
            var order = await RefusedAsync(() => shop.PlaceAsync(customer, ("tea", 1)));

            switch (await leave, order)
            {
                case (null, { Code: "customer.deleted" }):
                    deleted.Add(customer);
                    break;
                case ({ Code: "customer.deletion-blocked" } refused, null):
                    ((string[])refused.Facts["blockers"]).Should().Equal("open-orders");
                    ordered++;
                    break;
                case var (one, other):
                    Assert.Fail($"round {round}: the deletion was answered {one?.Code ?? "yes"} and the order {other?.Code ?? "yes"}");
                    break;
            }
        }

        output.WriteLine($"{ordered} ordered, {deleted.Count} left");
        ordered.Should().BePositive("a race that one side always wins proves nothing");
        deleted.Should().NotBeEmpty("a race that one side always wins proves nothing");
        foreach (var customer in deleted) await shop.ForgottenAsync(customer);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S97_D7_money_points_and_goods_of_an_account_that_is_leaving_are_refused()
    {
        var customer = await shop.CustomerAsync(1_000_00);
        var order = await shop.PlaceAsync(customer, ("tea", 1));
        await shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, Guid.NewGuid(), order.Total, 0, false, null));
        await shop.DeliverAsync(customer, order.OrderId);
        await shop.ConfirmWithoutMessagesAsync(customer);

        var gift = (await shop.InvokeAsync<CertificateBatch>(new IssueCertificates(Guid.NewGuid(), 50_00, 1, shop.Clock.GetUtcNow().AddDays(1), "admin", null))).Codes[0];
        var destination = new PayoutDestination("044525225", "40817810700000000001", "Иван");
        (await RefusedAsync(() => shop.PlaceAsync(customer, ("tea", 1))))!.Code.Should().Be("customer.deleted");
        (await RefusedAsync(() => shop.InvokeAsync<TopUpAnswer>(new TopUpWallet(customer, Guid.NewGuid(), 1_00, new Secret("tok_ok"), null))))!.Code.Should().Be("customer.deleted");
        var nobody = new Domain.BonusCards.Applicant(null, null, null, null, null, null, null, null);
        (await RefusedAsync(() => shop.InvokeAsync<IssuedAnswer>(
            new ApplyForBonusCard(customer, Guid.NewGuid(), new PersonalDataConsentText().Version, nobody, null))))!.Code.Should().Be("customer.deleted");
        (await RefusedAsync(() => shop.InvokeAsync<WithdrawalAnswer>(new RequestWithdrawal(customer, Guid.NewGuid(), 1, destination, null))))!.Code.Should().Be("customer.deleted");
        (await RefusedAsync(() => shop.InvokeAsync<ReturnAnswer>(new RequestReturn(
            customer, order.OrderId, Guid.NewGuid(), [new ReturnedUnits(order.Lines[0].LineId, 1, ReturnReason.Defective)], RefundDestination.Wallet, null))))!.Code
            .Should().Be("customer.deleted");
        (await RefusedAsync(() => shop.InvokeAsync<CertificateAnswer>(new ActivateCertificate(customer, new Secret(gift), null, null))))!.Code.Should().Be("customer.deleted");
        (await shop.EventsOfAsync(Domain.AccountIds.WalletId(customer)))[^1].Should().BeOfType<WalletClosed>();
    }

    [Fact]
    public async Task S99_of_five_confirmations_at_once_one_closes_the_account()
    {
        var customer = await shop.CustomerAsync();
        var code = await shop.DeletionCodeAsync(customer);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RefusedAsync(() => shop.InvokeAsync(new ConfirmDeletion(customer, code)))));
        await shop.ForgottenAsync(customer);
        var events = await shop.EventsOfAsync(customer);
        events.OfType<DeletionConfirmed>().Should().ContainSingle();
        events.OfType<CustomerErased>().Should().ContainSingle();
        events.OfType<ErasureCompleted>().Should().ContainSingle();
    }

    private static async Task<Domain.Rejection?> RefusedAsync(Func<Task> command)
    {
        try
        {
            await command();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Rejection;
        }
    }
}
