using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// Folds the whole history, event by event in the order of recording, and says which invariants do not hold. It knows
/// nothing of a database: an auditor feeds it the store, a property test feeds it what its commands decided.
/// </summary>
public sealed class InvariantCheck
{
    private readonly Dictionary<string, long> balances = [];
    private readonly Dictionary<Guid, long> versions = [];
    private readonly Dictionary<Guid, Wallet?> wallets = [];
    private readonly Dictionary<Guid, BonusCard?> cards = [];
    private readonly Dictionary<Guid, Order?> orders = [];
    private readonly Dictionary<Guid, RefundTally> refunds = [];
    private readonly HashSet<Guid> erased = [];
    private readonly PromotionInvariants promotions = new();
    private readonly CertificateTally certificates = new();
    private readonly EarnedPointsInvariants points = new();
    private readonly List<Violation> violations = [];

    /// <summary>How many events were folded.</summary>
    public long Events { get; private set; }

    /// <summary>The balance of every account that was ever posted to, in kopecks.</summary>
    public IReadOnlyDictionary<string, long> Balances => balances;

    /// <summary>The wallets as their events make them.</summary>
    public IReadOnlyDictionary<Guid, Wallet?> Wallets => wallets;

    /// <summary>The bonus cards as their events make them.</summary>
    public IReadOnlyDictionary<Guid, BonusCard?> BonusCards => cards;

    /// <summary>Folds one more event.</summary>
    /// <param name="streamId">Its stream.</param>
    /// <param name="version">Its place in the stream, from 1.</param>
    /// <param name="happened">The event.</param>
    public void Add(Guid streamId, long version, object happened)
    {
        Events++;
        var expected = versions.GetValueOrDefault(streamId) + 1;
        if (version != expected) Report("I15", streamId, version, $"version {expected} was expected");
        versions[streamId] = version;
        Post(streamId, version, happened);
        switch (happened)
        {
            case WalletEvent e:
                certificates.Add(e);
                CheckWallet(streamId, version, wallets[streamId] = Wallet.Evolve(wallets.GetValueOrDefault(streamId), e));
                break;
            case BonusCardEvent e:
                points.Add(e);
                CheckCard(streamId, version, e);
                break;
            case OrderEvent e:
                points.Add(e);
                CheckOrder(streamId, version, e);
                break;
            case CustomerEvent e:
                CheckCustomer(streamId, version, e);
                break;
            case PromotionEvent e when promotions.Add(e) is { } finding:
                Report("I8", streamId, version, finding);
                break;
            case FirstOrderEvent e when promotions.Add(e) is { } finding:
                Report("I8", streamId, version, finding);
                break;
            case CertificateEvent e:
                if (certificates.Add(e) is { } broken) Report("I8", streamId, version, broken);
                break;
        }
    }

    /// <summary>
    /// What was found on the way, and what does not hold of the ledger as a whole now. It is to be asked between two
    /// transactions, as often as one likes.
    /// </summary>
    public IReadOnlyList<Violation> Finish() =>
    [
        .. violations, .. TransactionInvariants.Check(balances, wallets.Values.OfType<Wallet>(), orders), .. promotions.Finish(orders),
        .. certificates.Finish(), .. points.Finish(orders),
    ];

    private void Post(Guid streamId, long version, object happened)
    {
        var postings = Postings.Of(happened);
        var sum = postings.Sum(p => p.Amount);
        if (sum != 0) Report("I1", streamId, version, $"the postings of {happened.GetType().Name} sum to {sum} kopecks");
        foreach (var (account, amount) in postings) balances[account] = checked(balances.GetValueOrDefault(account) + amount);
    }

    private void CheckWallet(Guid id, long version, Wallet? wallet)
    {
        if (wallet is null)
        {
            Report("I3", id, version, "a wallet begins with something else than being opened");
            return;
        }

        var (available, held) = (balances.GetValueOrDefault(Accounts.Wallet(id)), balances.GetValueOrDefault(Accounts.Hold(id)));
        if (wallet.Available.Kopecks < 0 || wallet.Held.Kopecks < 0 || wallet.Owed.Kopecks < 0) Report("I2", id, version, "the wallet is below zero");
        if (available != wallet.Available.Kopecks || held != wallet.Held.Kopecks || balances.GetValueOrDefault(Accounts.Owed(id)) != -wallet.Owed.Kopecks)
        {
            Report("I3", id, version, "the wallet's state differs from its postings");
        }
    }

    private void CheckCard(Guid id, long version, BonusCardEvent happened)
    {
        var before = cards.GetValueOrDefault(id);
        var after = cards[id] = BonusCard.Evolve(before, happened);
        if (after is null)
        {
            Report("I7", id, version, "a bonus card begins with something else than being issued");
            return;
        }

        foreach (var finding in BonusCardInvariants.Check(before, happened, after)) Report("I7", id, version, finding);
        if (balances.GetValueOrDefault(Accounts.Points(id)) != after.Balance * 100) Report("I7", id, version, "the card's points differ from its postings");
    }

    private void CheckOrder(Guid id, long version, OrderEvent happened)
    {
        var before = orders.GetValueOrDefault(id);
        var after = orders[id] = Order.Evolve(before, happened);
        foreach (var (invariant, finding) in OrderInvariants.Check(before, happened, after)) Report(invariant, id, version, finding);
        if (after is null) return;
        if (!refunds.TryGetValue(id, out var refunded)) refunds[id] = refunded = new RefundTally();
        foreach (var (invariant, finding) in refunded.Add(happened, after)) Report(invariant, id, version, finding);
    }

    // Whatever is said of a person after the erasure is one thing too many, even if it cannot be read.
    private void CheckCustomer(Guid id, long version, CustomerEvent happened)
    {
        if (erased.Contains(id) && happened is not ErasureCompleted) Report("I14", id, version, $"{happened.GetType().Name} follows an erasure");
        if (happened is CustomerErased) erased.Add(id);
    }

    private void Report(string invariant, Guid streamId, long version, string finding) =>
        violations.Add(new Violation(invariant, streamId, version, finding));
}
