using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Tests.Wallets;

/// <summary>Histories of a wallet for scenarios to start from.</summary>
internal static class WalletLife
{
    internal static readonly WalletPolicy Policy = new();

    internal static WalletEvent Opened => new WalletOpened(Known.WalletId, Known.CustomerId, Known.Noon);

    internal static Given<Wallet, WalletEvent> Given(params WalletEvent[] events) => Scenario.Given<Wallet, WalletEvent>(Wallet.Evolve, [Opened, .. events]);

    internal static Given<Wallet, WalletEvent> GivenBalance(long roubles, params WalletEvent[] events) => Given([ToppedUp(roubles), .. events]);

    internal static WalletEvent ToppedUp(long roubles) =>
        new WalletCredited(Known.WalletId, Known.Id("first top-up"), roubles * 100, CreditSource.TopUp, Known.Id("first top-up"), null, Known.Noon);

    internal static WalletEvent Held(string hold, long roubles) =>
        new FundsHeld(Known.WalletId, Known.Id(hold), roubles * 100, HoldPurpose.Order, Known.OrderId, null, Known.Noon);

    internal static Wallet After(this Wallet wallet, Decision<WalletEvent> decision) =>
        decision.Events.Aggregate(wallet, (state, happened) => Wallet.Evolve(state, happened)!);
}
