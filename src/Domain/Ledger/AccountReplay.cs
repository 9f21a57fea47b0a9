using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// Plays one account's history again under other numbers (U6). What people did is taken from the events: they order, pay, send
/// back and withdraw as they did. What follows from that is decided anew, by the decisions that the shop itself uses: points earned, activated,
/// spent as far as they are there, taken back, expired. Prices and money stay as they were: for points that are not there nobody pays, they are
/// told as missing, and of what is sent back the same part of them is not restored. What would be forbidden is told, and done all the same, for
/// nobody knows what the person would have done instead.
/// </summary>
/// <param name="policies">The other numbers. Under those of the time the card's stream comes out as it was written, event for event.</param>
public sealed class AccountReplay(PoliciesUnderTest policies)
{
    private readonly CardReplay card = new(policies.BonusCards);
    private readonly Dictionary<Guid, Order> orders = [];
    private readonly Dictionary<DateOnly, int> withdrawals = [];
    private readonly List<ForbiddenDeed> forbidden = [];
    private readonly List<BonusCardEvent> recorded = [];
    private readonly Dictionary<Guid, ReplayedRedemption> redemptions = [];
    private readonly Dictionary<Guid, PointsRedeemed> ahead = [];
    private long missing;

    /// <summary>Takes the next event of the account, in the order in which the store numbered them.</summary>
    /// <param name="streamId">Its stream.</param>
    /// <param name="happened">The event; of another kind than a wallet's, an order's or a card's it changes nothing.</param>
    public void Add(Guid streamId, object happened)
    {
        switch (happened)
        {
            case OrderEvent e:
                Add(streamId, e);
                break;
            case BonusCardEvent e:
                recorded.Add(e);
                Add(streamId, e);
                break;
            case TopUpRequested e when e.Amount > policies.Wallets.MaxTopUp.Kopecks:
                Forbid(e.RequestedAt, streamId, WalletErrors.AmountOutOfRange(policies.Wallets.MaxTopUp));
                break;
            case WithdrawalRequested e:
                Withdraw(streamId, e);
                break;
        }
    }

    /// <summary>What it comes to at a moment: the timers until then go off.</summary>
    public ReplayedAccount At(DateTimeOffset now)
    {
        // Of orders that nobody has told of.
        foreach (var alone in ahead.Values) Redeem(alone, alone.Points);
        ahead.Clear();
        card.Until(now);
        return new ReplayedAccount(PointTotals.Of(recorded), PointTotals.Of(card.Events), missing, forbidden, card.Events);
    }

    private void Add(Guid id, OrderEvent happened)
    {
        var order = orders.GetValueOrDefault(id);
        switch (happened)
        {
            case OrderDelivered e when order is not null:
                Deliver(order, e);
                break;
            case ReturnReceived e when order is not null:
                Receive(order, e);
                break;
            // Decided anew together with the receipt.
            case ReturnRefunded:
                break;
            default:
                if (happened is ReturnRequested asked && asked.RequestedAt >= order?.ReturnableUntil) Forbid(asked.RequestedAt, id, OrderErrors.ReturnWindowClosed);
                Evolve(id, happened);
                // One transaction writes to several streams, and the store may number the card's events before the order's.
                if (happened is OrderPlaced && ahead.Remove(id, out var paying)) Redeem(paying);
                break;
        }
    }

    private void Deliver(Order order, OrderDelivered e)
    {
        var rates = order.Lines.ConvertAll(l => new LineRate(l.LineId, policies.BonusCards.RateOf(l.Category)));
        var until = e.DeliveredAt + policies.Orders.ReturnWindow;
        var earned = card.IsActive && !order.Guest ? BonusCardPolicy.Earned(order.Lines.Select(l => (l.PaidInMoney, policies.BonusCards.RateOf(l.Category)))) : 0;
        Evolve(order.Id, e with { PointsEarned = earned, ReturnableUntil = until, Rates = rates });
        card.Do(e.DeliveredAt, c => BonusCardDecisions.Accrue(c, order.Id, earned, until, policies.BonusCards, e.DeliveredAt));
    }

    private void Receive(Order order, ReturnReceived e)
    {
        var decision = ReturnDecisions.Receive(order, e.ReturnId, e.Counted, e.ReceivedAt);
        if (decision.Events is not [ReturnReceived, ReturnRefunded refunded, ..]) return;
        // What follows for instalments is money, and stays as it was written.
        Evolve(order.Id, decision.Events[0]);
        Evolve(order.Id, refunded);
        card.Do(e.ReceivedAt, c => BonusCardDecisions.ClawBack(c, order.Id, e.ReturnId, refunded.PointsTakenBack, e.ReceivedAt));
        if (order.PaidBy is { } redemption) Restore(redemption, e.ReturnId, refunded.GivenBack.Sum(s => s.Points), e.ReceivedAt);
    }

    private void Restore(Guid redemption, Guid causeId, long points, DateTimeOffset at)
    {
        var spent = redemptions.TryGetValue(redemption, out var known) ? known.GiveBack(points) : points;
        if (spent > 0) card.Do(at, c => BonusCardDecisions.Restore(c, redemption, causeId, spent, at));
    }

    private void Add(Guid id, BonusCardEvent happened)
    {
        switch (happened)
        {
            case PointsRedeemed e:
                Redeem(e);
                break;
            // A return's is decided with its receipt.
            case PointsRestored e when orders.GetValueOrDefault(e.OrderId)?.Returns.Exists(r => r.ReturnId == e.CauseId) != true:
                Restore(e.RedemptionId, e.CauseId, e.Points, e.RestoredAt);
                break;
            case BonusCardClosed e:
                if (card.CloseOwing(e.ClosedAt) is { } debt) Forbid(e.ClosedAt, id, BonusCardErrors.HasDebt(debt));
                break;
            default:
                card.Follow(happened);
                break;
        }
    }

    private void Redeem(PointsRedeemed e)
    {
        if (orders.GetValueOrDefault(e.OrderId) is { } order) Redeem(e, Tenders.MostPoints(order, policies.Orders));
        else ahead[e.OrderId] = e;
    }

    private void Redeem(PointsRedeemed e, long most)
    {
        var points = Math.Min(Math.Min(e.Points, most), card.Spendable(e.RedeemedAt));
        redemptions[e.RedemptionId] = new ReplayedRedemption(e.Points, points);
        missing = checked(missing + e.Points - points);
        card.Do(e.RedeemedAt, c => BonusCardDecisions.Redeem(c, e.RedemptionId, points, e.OrderId, e.RedeemedAt));
    }

    private void Withdraw(Guid id, WithdrawalRequested e)
    {
        var (limits, day) = (policies.Wallets, MoscowTime.DateOf(e.RequestedAt));
        var nth = withdrawals[day] = withdrawals.GetValueOrDefault(day) + 1;
        if (e.Amount > limits.MaxWithdrawal.Kopecks) Forbid(e.RequestedAt, id, WalletErrors.AmountOutOfRange(limits.MaxWithdrawal));
        else if (nth > limits.WithdrawalsADay) Forbid(e.RequestedAt, id, WalletErrors.TooManyWithdrawals(limits.WithdrawalsADay, e.RequestedAt));
    }

    private void Evolve(Guid id, OrderEvent happened)
    {
        if (Order.Evolve(orders.GetValueOrDefault(id), happened) is { } order) orders[id] = order;
    }

    private void Forbid(DateTimeOffset at, Guid streamId, Rejection refusal) => forbidden.Add(new ForbiddenDeed(at, streamId, refusal.Code));
}
