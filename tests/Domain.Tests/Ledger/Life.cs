using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>
/// Plays steps on one customer's streams. After each, every invariant holds, the model of the money agrees, and what had an
/// effect has none when it comes again, at once or at any later time (X19).
/// </summary>
internal sealed partial class Life
{
    /// <summary>The friend whose code the customer may name with the first order.</summary>
    private static readonly Guid Anna = Known.Id("anna");

    private static readonly DateTimeOffset CalendarIsKnownUntil = new(2027, 12, 10, 0, 0, 0, TimeSpan.Zero);

    private static readonly Product[] Catalogue =
    [
        new("fridge", "Холодильник", "appliances", new Money(45_678_90), null, true),
        new("kettle", "Чайник", "appliances", new Money(1_999_99), new Money(1_799_33), true),
        new("book", "Букварь", "books", new Money(333_33), null, true),
        new("pen", "Ручка", "books", new Money(1), null, true),
        new("sticker", "Наклейка", "books", Money.Zero, null, true),
    ];

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20), TimeSpan.FromHours(7), TimeSpan.FromDays(1),
        TimeSpan.FromDays(3), TimeSpan.FromDays(7), TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1), TimeSpan.FromDays(60), TimeSpan.FromDays(366),
    ];

    private readonly Streams streams;
    private readonly MoneyModel model = new();
    private readonly ReferralModel invitations = new();
    private readonly List<Action<Transaction>> effective = [];
    private readonly List<Guid> orders = [];
    private readonly List<(Guid Order, Guid Attempt, long Card)> attempts = [];
    private readonly List<(Guid Order, Guid Return)> returns = [];
    private readonly List<(Guid TopUp, long Amount, bool Taken)> topUps = [];
    private readonly List<(Guid Withdrawal, long Amount)> withdrawals = [];
    private readonly List<Guid> certificates = [];
    private readonly Dictionary<Guid, bool> bank = [];
    private readonly HashSet<Guid> settled = [];
    private DateTimeOffset now = Known.Noon;
    private int ids;

    /// <summary>The life of a customer who has a wallet, a discount on the first order and two promo codes: one for some goods, twice; one for a single order that is dear enough.</summary>
    /// <param name="fault">A defect that the checks must find.</param>
    internal Life(Fault? fault = null)
    {
        streams = new Streams(fault);
        Do(t => t.Append(Known.WalletId, WalletDecisions.Open(t.Wallet, Known.WalletId, Known.CustomerId, now)));
        foreach (var customer in new[] { Known.CustomerId, Anna }) Do(t => t.Append(Referrals.IdOf(customer), ReferralDecisions.IssueCode(t.Referrals(customer), customer, Commands.PromotionPolicy, now)));
        Do(t => t.Append(Known.Id("first order"), FirstOrderDecisions.Grant(t.FirstOrder, Known.Id("first order"), Known.CustomerId, new PromotionPolicy(), now)));
        Define("BOOKS", new PromoTerms(33_33, 0, 150_00, now, now.AddDays(90), 2, null, 0, ["books"], null));
        Define("ANY", new PromoTerms(0, 777_77, null, now, now.AddDays(90), 1, 1, 100_00, [], Known.CustomerId));
    }

    internal IReadOnlySet<string> Seen => streams.Seen;

    internal IReadOnlyList<(Guid Stream, object Happened)> History => streams.History;

    internal DateTimeOffset Now => now;

    internal void Play(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            Take(step);
            if (streams.Violations is [var violation, ..]) throw new BrokenPromiseException($"after {step}: {violation}");
            if (model.Broken(streams) is { } broken) throw new BrokenPromiseException($"after {step}: {broken}");
            if (streams.Lineage.Total != streams.Wallet.Balance) throw new BrokenPromiseException($"after {step}: the lots hold {streams.Lineage.Total}, the wallet {streams.Wallet.Balance}");
            if (streams.Lineage.Lots.Exists(l => l.Left.Kopecks < 0 || l.Left > l.Amount)) throw new BrokenPromiseException($"after {step}: a lot is below zero or above what came");
            if (invitations.Broken is { } undeserved) throw new BrokenPromiseException($"after {step}: {undeserved}");
            if (PaidButNotHeld() is { } lost) throw new BrokenPromiseException($"after {step}: the bank paid {lost}, and its money can be spent again");
        }
    }

    private void Take(Step step)
    {
        switch (step.Ask)
        {
            case Ask.Place: Place(step); break;
            case Ask.Pay: Pay(step); break;
            case Ask.Claim: Claim(step); break;
            case Ask.PayInstalment: PayInstalment(step); break;
            case Ask.AnswerCard: AnswerCard(step); break;
            case Ask.Remove: Remove(step); break;
            case Ask.Cancel: Cancel(step); break;
            case Ask.Lapse: Lapse(step); break;
            case Ask.Fulfil: Fulfil(step); break;
            case Ask.Carrier: Carrier(step); break;
            case Ask.Acquirer: Acquirer(step); break;
            case Ask.RequestReturn: RequestReturn(step); break;
            case Ask.DecideReturn: DecideReturn(step); break;
            case Ask.CountReturn: CountReturn(step); break;
            case Ask.SettleReferral: SettleReferral(step); break;
            case Ask.Wait: now = Earlier(now + Waits[step.A % Waits.Length], CalendarIsKnownUntil); break;
            case Ask.Again when effective.Count > 0: Expect(effective[step.A * effective.Count / 100]); break;
            default: TakeOfWalletOrCard(step); break;
        }
    }

    /// <summary>Runs a command, and once more when it had an effect.</summary>
    private Answer Do(Action<Transaction> command)
    {
        var answer = streams.Run(command);
        if (!answer.HadEffect) return answer;
        effective.Add(command);
        Learn(answer);
        Expect(command);
        return answer;
    }

    private void Expect(Action<Transaction> repeated)
    {
        var answer = streams.Run(repeated);
        if (answer.HadEffect) throw new BrokenPromiseException($"a repeated command appended {string.Join(", ", answer.Events)}");
    }

    private void Learn(Answer answer)
    {
        foreach (var happened in answer.Events)
        {
            invitations.Learn(happened, now);
            switch (happened)
            {
                case OrderPaymentRequested e: attempts.Add((e.OrderId, e.AttemptId, e.CardAmount)); break;
                case OrderPaid e: model.Paid(e.OrderId); break;
                case OrderShipped e: model.Charged(e.OrderId, e.CardAmount); break;
                case ReturnRefunded e: model.RefundedToCard(e.OrderId, e.ToCard); break;
                case Domain.BonusCards.PointsAccrued e: model.Granted(e.OrderId, e.Points); break;
                case Domain.BonusCards.PointsExpired e: model.Lost(e.Points); break;
                case Domain.BonusCards.BonusCardClosed e: model.Lost(e.PointsForfeited); break;
                case Domain.BonusCards.PointsClawedBack e: model.Granted(e.OrderId, -e.Points); break;
            }
        }
    }

    private Guid NewId(string kind) => Known.Id($"{kind} {++ids}");

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static T? Pick<T>(IReadOnlyList<T> from, int number) => from.Count == 0 ? default : from[number * from.Count / 100];
}

/// <summary>A step broke what must always hold.</summary>
internal sealed class BrokenPromiseException(string what) : Exception(what);
