using FluentAssertions;
using Marketplace.Application.Ports;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Application.Tests.Wallets;

/// <summary>A bank that has not heard of a payout has not refused it.</summary>
[Collection(nameof(Shop))]
public sealed class LostPayoutTests(Shop shop)
{
    private readonly Guid withdrawal = Guid.NewGuid();

    [Fact]
    public async Task X4_a_payout_that_the_bank_has_not_heard_of_is_sent_again_under_its_reference_and_leaves_once()
    {
        var customer = await shop.CustomerAsync(100_00);
        await ConfirmedAsync(customer);
        var reference = PayoutReference.Of(customer, withdrawal);

        await shop.InvokeAsync(new SendWithdrawal(customer, withdrawal, 0));
        await Shop.EventuallyAsync(async () => (await OpenAsync(customer))?.Status == WithdrawalStatus.Unknown, "the silence");
        (await shop.Bank.InquireAsync(reference, CancellationToken.None)).Reason.Should().Be("unknown-payout");
        (await shop.WalletAsync(customer)).Held.Kopecks.Should().Be(70_00, "silence ends nothing");

        await shop.InvokeAsync(new SendWithdrawal(customer, withdrawal, 1));
        await Shop.EventuallyAsync(async () => await OpenAsync(customer) is null, "the settlement");
        await ToldAsync(customer, new PayoutAnswer(PayoutOutcome.Settled));
        await ToldAsync(customer, new PayoutAnswer(PayoutOutcome.Rejected, "late"));

        shop.Bank.Paid[reference].Should().Be(70_00);
        var wallet = await shop.WalletAsync(customer);
        (wallet.Available.Kopecks, wallet.Held.Kopecks).Should().Be((30_00, 0));
        await shop.InvariantsHoldAsync();
    }

    private async Task<OpenWithdrawal?> OpenAsync(Guid customer) => (await shop.WalletAsync(customer)).Withdrawal;

    private Task ToldAsync(Guid customer, PayoutAnswer answer) => shop.InvokeAsync(new RecordPayout(customer, withdrawal, answer, 70_00));

    private async Task ConfirmedAsync(Guid customer)
    {
        var now = shop.Clock.GetUtcNow();
        var destination = new Pii<PayoutDestination>(customer, "requisites", new PayoutDestination("044525225", "40817810000000000004", "Мария"));
        await using var session = shop.Store.LightweightSession();
        var stream = await session.Events.FetchForWriting<Wallet>(AccountIds.WalletId(customer));
        var requested = WithdrawalDecisions.RequestWithdrawal(stream.Aggregate!, withdrawal, new Money(70_00), destination, Guid.NewGuid(), new WalletPolicy(), now);
        var open = requested.Events.Aggregate(stream.Aggregate!, (wallet, happened) => Wallet.Evolve(wallet, happened)!);
        stream.Append(requested);
        stream.Append(WithdrawalDecisions.ConfirmWithdrawal(open, withdrawal, WithdrawalWindow.From(now), now));
        await session.SaveChangesAsync();
    }
}
