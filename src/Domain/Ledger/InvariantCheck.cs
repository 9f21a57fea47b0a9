using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
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
                CheckWallet(streamId, version, wallets[streamId] = Wallet.Evolve(wallets.GetValueOrDefault(streamId), e));
                break;
            case BonusCardEvent e:
                CheckCard(streamId, version, cards[streamId] = BonusCard.Evolve(cards.GetValueOrDefault(streamId), e));
                break;
            case OrderEvent e:
                var before = orders.GetValueOrDefault(streamId);
                var after = orders[streamId] = Order.Evolve(before, e);
                violations.AddRange(OrderInvariants.Check(before, e, after, version));
                break;
        }
    }

    /// <summary>Ends the fold: what must hold of the ledger as a whole is added to what was found on the way.</summary>
    public IReadOnlyList<Violation> Finish()
    {
        var whole = balances.Values.Sum();
        if (whole != 0) Report("I1", Guid.Empty, 0, $"the ledger sums to {whole} kopecks");
        foreach (var (id, order) in orders)
        {
            if (order is null) continue;
            var expected = order.Pending is { } pending ? pending.Points * 100 : 0;
            var clearing = balances.GetValueOrDefault(Accounts.Clearing(id));
            if (clearing != expected) Report("I4", id, 0, $"{clearing - expected} kopecks are neither with the order nor with its tenders");
            if (order.Card is { Captured: true } && balances.GetValueOrDefault(Accounts.CardDue(id)) is not 0 and var due)
            {
                Report("I4", id, 0, $"the card part captured differs from the card part due by {due} kopecks");
            }
        }

        return violations;
    }

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
        if (wallet.Available.Kopecks < 0 || wallet.Held.Kopecks < 0) Report("I2", id, version, "the wallet is below zero");
        if (available != wallet.Available.Kopecks || held != wallet.Held.Kopecks)
        {
            Report("I3", id, version, "the wallet's state differs from its postings");
        }
    }

    private void CheckCard(Guid id, long version, BonusCard? card)
    {
        if (card is null)
        {
            Report("I7", id, version, "a bonus card begins with something else than being issued");
            return;
        }

        if (card.Debt < 0 || card.Lots.Exists(l => l.Active < 0 || l.Pending < 0)) Report("I7", id, version, "points are below zero");
        if (balances.GetValueOrDefault(Accounts.Points(id)) != (card.Pending + card.Active - card.Debt) * 100)
        {
            Report("I7", id, version, "the card's points differ from its postings");
        }
    }

    private void Report(string invariant, Guid streamId, long version, string finding) =>
        violations.Add(new Violation(invariant, streamId, version, finding));
}
