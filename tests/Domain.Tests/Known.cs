using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Tests;

/// <summary>Ids, moments and amounts that the tests of one customer's account share.</summary>
public static class Known
{
    public static readonly Guid CustomerId = Id("customer");
    public static readonly Guid WalletId = Id("wallet");
    public static readonly Guid CardId = Id("card");
    public static readonly Guid OrderId = Id("order");

    /// <summary>Monday 9 November 2026, noon in Moscow.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 9, 9, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static readonly Pii<PayoutDestination> Destination =
        new(CustomerId, "requisites", new PayoutDestination("044525225", "40817810500000000001", "Мария Петрова"));

    public static Guid Id(string name) => DeterministicId.Of(Guid.Empty, name);

    public static Money Roubles(long roubles) => new(roubles * 100);
}
