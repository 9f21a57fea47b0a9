namespace Marketplace.Domain.Customers;

/// <summary>How the rest of the house stands towards a customer who wants to leave; read from the customer's orders, wallet and cards.</summary>
public sealed record DeletionStanding
{
    /// <summary>Nothing is in the way.</summary>
    public static DeletionStanding Clear { get; } = new();

    /// <summary>Whether an order is not in an end state (S95).</summary>
    public bool OpenOrders { get; init; }

    /// <summary>Whether a return has not ended (S95).</summary>
    public bool OpenReturns { get; init; }

    /// <summary>Whether a bank card is still to be charged, let go or given money back (S95, D7).</summary>
    public bool CardPayments { get; init; }

    /// <summary>Whether there is a bonus card that has not been closed (S96).</summary>
    public bool BonusCard { get; init; }

    /// <summary>Whether instalments are not repaid (S97).</summary>
    public bool Instalments { get; init; }

    /// <summary>Whether there is money in the wallet, held or not (S97, D7).</summary>
    public bool WalletNotEmpty { get; init; }

    /// <summary>Whether wallet money is held (D7).</summary>
    public bool Holds { get; init; }

    /// <summary>Whether a withdrawal has not ended (D7).</summary>
    public bool Withdrawal { get; init; }

    /// <summary>Whether a top-up has not ended (D7).</summary>
    public bool TopUps { get; init; }

    /// <summary>Whether the wallet owes what the bank paid after all (S91); a debt is no empty wallet.</summary>
    public bool WalletDebt { get; init; }

    /// <summary>All that is in the way, in a fixed order.</summary>
    public IReadOnlyList<DeletionBlocker> Blockers() =>
    [
        .. If(OpenOrders, DeletionBlocker.OpenOrders),
        .. If(OpenReturns, DeletionBlocker.OpenReturns),
        .. If(CardPayments, DeletionBlocker.CardPayments),
        .. If(BonusCard, DeletionBlocker.BonusCard),
        .. If(Instalments, DeletionBlocker.Instalments),
        .. If(WalletNotEmpty, DeletionBlocker.WalletNotEmpty),
        .. If(Holds, DeletionBlocker.Holds),
        .. If(Withdrawal, DeletionBlocker.Withdrawal),
        .. If(TopUps, DeletionBlocker.TopUps),
        .. If(WalletDebt, DeletionBlocker.WalletDebt),
    ];

    private static DeletionBlocker[] If(bool stands, DeletionBlocker blocker) => stands ? [blocker] : [];
}
