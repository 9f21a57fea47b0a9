using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Wallets;

/// <summary>The wallet of an account that is being deleted.</summary>
public class ClosedWalletTests
{
    private static readonly Money Rouble = new(1_00);
    private static readonly Pii<PayoutDestination> Destination = new(CustomerId, "requisites", new PayoutDestination("044525225", "40817810500000000001", "М"));

    [Fact]
    public void D7_it_closes_and_opens_once()
    {
        Open().When(w => WalletDecisions.Close(w, Noon)).Then(new WalletClosed(WalletId, Noon));
        Open().When(w => WalletDecisions.Reopen(w, Noon)).ThenNothing();
        Closed().When(w => WalletDecisions.Close(w, Noon)).ThenNothing();
        Closed().When(w => WalletDecisions.Reopen(w, Noon)).Then(new WalletReopened(WalletId, Noon));
        Closed(new WalletReopened(WalletId, Noon)).When(w => WalletDecisions.RequestTopUp(w, Id("t"), Rouble, new(), Noon))
            .Then(new TopUpRequested(WalletId, Id("t"), 1_00, Noon));
    }

    [Fact]
    public void D7_it_takes_and_pays_nothing_any_more()
    {
        Closed().When(w => WalletDecisions.RequestTopUp(w, Id("t"), Rouble, new(), Noon)).ThenRefused("customer.deleted");
        Closed().When(w => WalletDecisions.Hold(w, Id("h"), Rouble, OrderId, Noon)).ThenRefused("customer.deleted");
        Closed().When(w => WalletDecisions.Pay(w, Id("h"), Rouble, OrderId, Noon)).ThenRefused("customer.deleted");
        Closed().When(w => WithdrawalDecisions.RequestWithdrawal(w, Id("w"), Rouble, Destination, Id("c"), new(), Noon)).ThenRefused("customer.deleted");
    }

    [Fact]
    public void S84_money_that_the_acquirer_took_late_is_still_the_customers()
    {
        var late = Closed([new TopUpRequested(WalletId, Id("t"), 1_00, Noon), new TopUpDeclined(WalletId, Id("t"), "unknown-payment", Noon)], []);
        late.When(w => WalletDecisions.ConfirmTopUp(w, Id("t"), Rouble, Noon))
            .Then(new WalletCredited(WalletId, Id("t"), 1_00, CreditSource.TopUp, Id("t"), null, Noon));
    }

    private static Given<Wallet, WalletEvent> Open() => Scenario.Given<Wallet, WalletEvent>(Wallet.Evolve, new WalletOpened(WalletId, CustomerId, Noon));

    private static Given<Wallet, WalletEvent> Closed(params WalletEvent[] since) => Closed([], since);

    private static Given<Wallet, WalletEvent> Closed(WalletEvent[] before, WalletEvent[] since) =>
        Scenario.Given<Wallet, WalletEvent>(Wallet.Evolve, [new WalletOpened(WalletId, CustomerId, Noon), .. before, new WalletClosed(WalletId, Noon), .. since]);
}
