using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Domain.Tests.Ledger;

public class ProviderMoneyTests
{
    [Fact]
    public void U4_whatever_is_posted_to_the_outside_world_is_looked_for_in_the_lists_of_providers()
    {
        OutsideIsListed(RandomEvents.Of<WalletEvent>());
        OutsideIsListed(RandomEvents.Of<OrderEvent>());
    }

    [Fact]
    public void U4_of_every_kind_of_event_those_that_post_to_the_outside_world_are_read() =>
        EventExamples.All.Where(e => Outside(e) != 0).Select(e => e.GetType()).Should().BeSubsetOf(ProviderMoney.Events).And.NotBeEmpty();

    private static void OutsideIsListed<TEvent>(Gen<TEvent> events) where TEvent : class => events.Sample(happened =>
    {
        var money = ProviderMoney.Of(happened);
        var listed = money switch { null => 0, { Operation: ProviderOperation.Capture } m => -m.Amount, var m => m.Amount };
        return Outside(happened) == listed && (money is null || ProviderMoney.Events.Contains(happened.GetType()));
    }, iter: 5_000);

    // What comes from a card leaves the account «cards».
    private static long Outside(object happened) => Postings.Of(happened).Where(p => p.Account is Accounts.Cards or Accounts.Payouts).Sum(p => p.Amount);
}
