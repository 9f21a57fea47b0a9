using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>One customer's streams in memory, and the invariants of all that was ever appended to them.</summary>
/// <param name="fault">What is wrong with its decisions and folds; nothing unless the checks themselves are tested.</param>
internal sealed class Streams(Fault? fault = null)
{
    private readonly Dictionary<Guid, object?> states = [];
    private readonly Dictionary<Guid, long> versions = [];
    private readonly InvariantCheck check = new();
    private readonly Dictionary<Guid, long> givenBack = [];
    private readonly List<WalletEvent> walletHistory = [];

    internal Wallet Wallet => StateOf<Wallet>(Known.WalletId)!;

    /// <summary>Every event of the wallet.</summary>
    internal IReadOnlyList<WalletEvent> WalletHistory => walletHistory;

    /// <summary>Where the wallet's money came from, folded as it happened.</summary>
    internal Lineage Lineage { get; private set; } = Lineage.Empty;

    internal BonusCard? Card => StateOf<BonusCard>(Known.CardId);

    internal FirstOrderDiscount? FirstOrder => StateOf<FirstOrderDiscount>(Known.Id("first order"));

    /// <summary>Every event of every stream, in order.</summary>
    internal List<(Guid Stream, object Happened)> History { get; } = [];

    /// <summary>The names of the events that happened and the codes of the refusals that were given.</summary>
    internal HashSet<string> Seen { get; } = [];

    internal Order? Order(Guid id) => StateOf<Order>(id);

    internal Promotion? Promotion(Guid id) => StateOf<Promotion>(id);

    internal Certificate? Certificate(Guid id) => StateOf<Certificate>(id);

    internal IReadOnlyList<Violation> Violations => check.Finish();

    /// <summary>Runs a command as one transaction: every event of it is appended, or none.</summary>
    internal Answer Run(Action<Transaction> command)
    {
        var transaction = new Transaction(this);
        command(transaction);
        if (transaction.Refusal is { } refusal)
        {
            Seen.Add(refusal.Code);
            return new Answer([]);
        }

        foreach (var given in transaction.Appended.Select(a => a.Happened).OfType<OrderEvent>().Select(GivenBackToWallet.Of).OfType<(Guid EntryId, long Amount)>())
        {
            givenBack[given.EntryId] = givenBack.GetValueOrDefault(given.EntryId) + given.Amount;
        }

        foreach (var (stream, happened) in transaction.Appended)
        {
            var version = versions[stream] = versions.GetValueOrDefault(stream) + 1;
            states[stream] = Fold(StateOf<object>(stream), happened);
            Seen.Add(happened.GetType().Name);
            check.Add(stream, version, happened);
            History.Add((stream, happened));
            if (happened is not WalletEvent e) continue;
            walletHistory.Add(e);
            (Lineage, _) = Lineage.With(e, version, givenBack);
        }

        return new Answer([.. transaction.Appended.Select(a => a.Happened)]);
    }

    /// <summary>The state after one more event, right unless a fault was planted.</summary>
    internal object? Fold(object? state, object happened)
    {
        var after = Evolve(state, happened);
        return fault is null ? after : fault.Fold(state, happened, after);
    }

    /// <summary>What is appended where a decision wants this event.</summary>
    internal IEnumerable<object> Decided(object? state, object happened) => fault is null ? [happened] : fault.Decide(state, happened);

    private static object? Evolve(object? state, object happened) => happened switch
    {
        WalletEvent e => Domain.Wallets.Wallet.Evolve((Wallet?)state, e),
        CertificateEvent e => Domain.Certificates.Certificate.Evolve((Certificate?)state, e),
        BonusCardEvent e => BonusCard.Evolve((BonusCard?)state, e),
        OrderEvent e => Domain.Orders.Order.Evolve((Order?)state, e),
        PromotionEvent e => Domain.Promotions.Promotion.Evolve((Promotion?)state, e),
        FirstOrderEvent e => FirstOrderDiscount.Evolve((FirstOrderDiscount?)state, e),
        _ => state,
    };

    internal TState? StateOf<TState>(Guid stream) where TState : class => (TState?)states.GetValueOrDefault(stream);
}

/// <summary>What came of a command.</summary>
/// <param name="Events">What was appended; nothing after a refusal.</param>
internal sealed record Answer(IReadOnlyList<object> Events)
{
    internal bool HadEffect => Events.Count > 0;
}

/// <summary>What one command appends to several streams. After a refusal nothing of it counts.</summary>
internal sealed class Transaction(Streams streams)
{
    internal List<(Guid Stream, object Happened)> Appended { get; } = [];

    internal Rejection? Refusal { get; private set; }

    internal Wallet Wallet => Pending(Known.WalletId, streams.Wallet);

    internal BonusCard? Card => Pending(Known.CardId, streams.Card);

    internal IReadOnlyList<WalletEvent> WalletHistory => streams.WalletHistory;

    internal Order? Order(Guid id) => Pending(id, streams.Order(id));

    internal Promotion? Promotion(Guid id) => Pending(id, streams.Promotion(id));

    internal FirstOrderDiscount? FirstOrder => Pending(Known.Id("first order"), streams.FirstOrder);

    internal Certificate? Certificate(Guid id) => Pending(id, streams.Certificate(id));

    /// <summary>Appends what was decided and says whether anything was.</summary>
    internal bool Append<TEvent>(Guid stream, Decision<TEvent> decision) where TEvent : class
    {
        Refusal ??= decision.Rejection;
        foreach (var happened in decision.Events) Appended.AddRange([.. streams.Decided(Pending(stream, streams.StateOf<object>(stream)), happened).Select(e => (stream, e))]);
        return Refusal is null && decision.Events.Count > 0;
    }

    /// <summary>The events of this kind, oldest first.</summary>
    internal IEnumerable<TEvent> All<TEvent>() => Appended.Select(a => a.Happened).OfType<TEvent>();

    /// <summary>The latest of these events.</summary>
    internal TEvent Last<TEvent>() => All<TEvent>().Last();

    internal void Refuse(Rejection refusal) => Refusal ??= refusal;

    // A command that decides twice on one stream decides the second time on what the first has made of it.
    private TState Pending<TState>(Guid stream, TState state) =>
        (TState)Appended.Where(a => a.Stream == stream).Aggregate((object?)state, (folded, a) => streams.Fold(folded, a.Happened))!;
}
