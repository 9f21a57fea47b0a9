namespace Marketplace.Domain.Ledger;

/// <summary>One leg of a double entry.</summary>
/// <param name="Account">The account: a name, or <c>kind:id</c> for an account of one owner (see <see cref="Accounts"/>).</param>
/// <param name="Amount">Kopecks; what comes in is positive.</param>
public sealed record Posting(string Account, long Amount);

/// <summary>The accounts of the ledger. Points are posted at their worth, 100 kopecks each.</summary>
public static class Accounts
{
    /// <summary>Bank cards, the outside world that money comes from and goes back to.</summary>
    public const string Cards = "cards";

    /// <summary>Bank accounts, the outside world that payouts go to.</summary>
    public const string Payouts = "payouts";

    /// <summary>What the shop has earned.</summary>
    public const string Revenue = "revenue";

    /// <summary>What the shop gives away as points.</summary>
    public const string Promo = "promo";

    /// <summary>The face value of activated gift certificates (negative: it has gone into wallets).</summary>
    public const string Certificates = "certificates";

    /// <summary>What a wallet can spend.</summary>
    public static string Wallet(Guid walletId) => $"wallet:{walletId}";

    /// <summary>What a wallet has set aside.</summary>
    public static string Hold(Guid walletId) => $"hold:{walletId}";

    /// <summary>What a wallet owes because the bank paid what it had rejected (negative: it is owed to us).</summary>
    public static string Owed(Guid walletId) => $"owed:{walletId}";

    /// <summary>The points of a card, pending ones too, less its debt.</summary>
    public static string Points(Guid cardId) => $"points:{cardId}";

    /// <summary>Between an order and the wallet and card that pay it or are refunded: empty after every transaction.</summary>
    public static string Clearing(Guid orderId) => $"clearing:{orderId}";

    /// <summary>What a customer owes in instalments (negative: it is owed to us).</summary>
    public static string Instalments(Guid customerId) => $"instalments:{customerId}";

    /// <summary>What the acquirer has authorised for an order and we have not taken yet (negative: it is owed to us).</summary>
    public static string CardDue(Guid orderId) => $"card-due:{orderId}";

    /// <summary>What we have promised to give back to the card of an order.</summary>
    public static string CardRefund(Guid orderId) => $"card-refund:{orderId}";
}
