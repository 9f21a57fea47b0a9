using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>Steps about orders. Most are sensible where the order stands; a few are not, and must be refused.</summary>
internal sealed partial class Life
{
    private const int MostOrders = 4;

    private void Place(Step step)
    {
        if (orders.Count >= MostOrders) return;
        var id = NewId("order");
        var kind = step.C % 2 == 0 ? DeliveryKind.Courier : DeliveryKind.PickupPoint;
        var items = Catalogue.Where((_, i) => (step.A % 31 + 1 >> i) % 2 == 1).Select((p, i) => new QuotedItem(p, (step.B / (i + 1) % 4) + 1)).ToList();
        // Now and then before signing in: without promotions, and by card alone.
        var guest = step.C >= 90;
        var discounts = guest ? [] : DiscountsOf(step, id);
        var quote = Quote.For(id, items, kind, Commands.OrderPolicy, discounts, guest);
        var delivery = kind == DeliveryKind.Courier
            ? new DeliveryChoice(kind, null, new Pii<string>(Known.CustomerId, "address", "Тверская, 1"))
            : new DeliveryChoice(kind, "msk-1", null);
        var referrer = step.B % 2 == 1 ? Anna : (Guid?)null;
        if (!Do(t => Commands.Place(t, id, quote, discounts, delivery with { Guest = guest }, now, referrer)).HadEffect) return;
        orders.Add(id);
        model.Placed(id, quote);
    }

    private void Pay(Step step)
    {
        if (OrderOf(step, o => o.Status == OrderStatus.Placed) is not { } order) return;
        var (attempt, hasCard) = (NewId("attempt"), step.B % 4 != 0);
        var spendable = streams.Card?.Spendable(now).Sum(l => l.Active) ?? 0;
        if (order.Guest && step.B % 4 != 0)
        {
            Do(t => Commands.Pay(t, order.Id, attempt, Money.Zero, 0, true, now));
            return;
        }

        var points = Part(Math.Min(Tenders.MostPoints(order, Commands.OrderPolicy), spendable), step.B);
        var wallet = Part(Math.Min(order.Total.Kopecks - points * 100, streams.Wallet.Available.Kopecks), step.C);
        (wallet, points) = step.C switch
        {
            >= 97 => (Math.Min(order.Total.Kopecks, streams.Wallet.Available.Kopecks + 1), 0),
            >= 95 => (0, Math.Min(Tenders.MostPoints(order, Commands.OrderPolicy), spendable + 1)),
            >= 93 => (-wallet - 1, -points - 1),
            _ => (wallet, points),
        };
        // Without a card every fifth is bought on instalments, now and then in a number of parts that there is not.
        var instalments = hasCard ? 0 : (step.B % 5, step.C % 10) switch { (0, 9) => 5, (0, var c) => Commands.OrderPolicy.Instalments[c % 3], _ => 0 };
        Do(t => Commands.Pay(t, order.Id, attempt, new Money(wallet), points, hasCard, now, instalments));
    }

    private void Claim(Step step)
    {
        if (OrderOf(step, o => o.Guest) is { } order) Do(t => t.Append(order.Id, GuestDecisions.Claim(t.Order(order.Id)!, Known.CustomerId, null, now)));
    }

    private void PayInstalment(Step step)
    {
        if (OrderOf(step, o => o.Plan is { Due.IsEmpty: false }) is not { } order) return;
        var payment = NewId("instalment");
        Do(t => Commands.PayInstalment(t, order.Id, payment, all: step.B >= 80, now));
    }

    // All that the customer has, one of them, or none; now and then a code that is used up or over.
    private List<Discount> DiscountsOf(Step step, Guid order)
    {
        List<Discount> discounts = [];
        var kinds = step.C / 2 % 5;
        if (kinds is 2 or 4 && streams.Card is { } card) discounts.Add(new Discount(ReductionKind.CardDiscount, "", card.Id, 3_00, 0, null, []));
        if (kinds == 4 && FirstOrderDecisions.IsFor(streams.FirstOrder, order)) discounts.Add(streams.FirstOrder!.Discount);
        var reward = step.B % 3 == 0 ? invitations.FriendCode : null;
        if (kinds >= 3) discounts.Add(streams.Promotion(Promotion.IdOf(reward ?? (step.B % 2 == 0 ? "BOOKS" : "ANY")))!.Discount);
        return discounts;
    }

    // Whenever it is asked, too early and too late as well, and of any order; mostly both sides are protected.
    private void SettleReferral(Step step)
    {
        if (OrderOf(step, o => streams.Referrals(Anna)!.Open.Exists(i => i.OrderId == o.Id)) is not { } order) return;
        var sharesCard = step.C % 7 == 6;
        var answer = Do(t => Commands.SettleReferral(t, Anna, order.Id, referrerIsProtected: step.B % 5 != 0, friendIsProtected: step.C % 5 != 0, sharesCard, now));
        if (sharesCard && answer.Events.OfType<FriendRewarded>().Any()) throw new BrokenPromiseException("two are rewarded whom one card pays for");
    }

    private void Define(string code, PromoTerms terms) =>
        Do(t => t.Append(Promotion.IdOf(code), PromotionDecisions.Define(t.Promotion(Promotion.IdOf(code)), code, terms, now)));

    // Mostly the youngest attempt is answered, now and then an old one, late.
    private void AnswerCard(Step step)
    {
        if (attempts.Count == 0) return;
        var (order, attempt, card) = step.A < 80 ? attempts[^1] : Pick(attempts, step.B);
        if (step.B < 60) Do(t => Commands.ApproveCard(t, order, attempt, new Money(card), now));
        else if (step.B < 95) Do(t => Commands.DeclineCard(t, order, attempt, now));
        else Do(t => Commands.ApproveCard(t, order, attempt, new Money(card + 1), now));
    }

    private void Remove(Step step)
    {
        if (OrderOf(step, o => o.Status is OrderStatus.Placed or OrderStatus.Paid) is not { } order) return;
        var (removal, line) = (NewId("removal"), Pick(order.Lines, step.B)!);
        var units = (step.C % Math.Max(1, line.Remaining)) + (step.C == 99 ? line.Remaining : 1);
        if (!Do(t => Commands.Remove(t, order.Id, removal, line.LineId, units, now)).HadEffect) return;
        if (streams.Order(order.Id)!.Status == OrderStatus.Cancelled) model.Cancelled(order.Id);
        else model.Removed(order.Id, line.LineId, units);
    }

    private void Cancel(Step step)
    {
        if (OrderOf(step, _ => true) is { } order && Do(t => Commands.Cancel(t, order.Id, now)).HadEffect) model.Cancelled(order.Id);
    }

    // Mostly one that nobody has paid, when its day is over or sooner.
    private void Lapse(Step step)
    {
        if (OrderOf(step, o => o.Status == OrderStatus.Placed) is not { } order) return;
        if (step.B < 60) now = Earlier(now + TimeSpan.FromDays(1), CalendarIsKnownUntil);
        if (!Do(t => Commands.Lapse(t, order.Id, now)).HadEffect) return;
        model.Cancelled(order.Id);
    }

    private void Fulfil(Step step)
    {
        if (OrderOf(step, o => o.Status is > OrderStatus.Placed and < OrderStatus.Delivered) is not { } order) return;
        var next = order.Status switch
        {
            OrderStatus.Paid => 0,
            OrderStatus.Assembling => 1,
            OrderStatus.Shipped when step.C % 2 == 0 => 2,
            _ => 3,
        };
        Do((step.B < 90 ? next : step.C % 4) switch
        {
            0 => t => t.Append(order.Id, OrderDecisions.StartAssembly(t.Order(order.Id)!, now)),
            1 => t => t.Append(order.Id, OrderDecisions.Ship(t.Order(order.Id)!, now)),
            2 => t => t.Append(order.Id, OrderDecisions.Arrive(t.Order(order.Id)!, now)),
            _ => t => Commands.Deliver(t, order.Id, now),
        });
    }

    private void Carrier(Step step)
    {
        if (OrderOf(step, o => o.Status is > OrderStatus.Paid and < OrderStatus.Cancelled) is not { } order) return;
        var (report, status, at) = (NewId("report"), (ShipmentStatus)(step.B % 6), now - TimeSpan.FromHours(step.C));
        Do(t => t.Append(order.Id, TrackingDecisions.Report(t.Order(order.Id)!, report, status, at, now)));
        if (TrackingDecisions.IsDelivered(streams.Order(order.Id)!)) Do(t => Commands.Deliver(t, order.Id, now));
    }

    private void Acquirer(Step step)
    {
        if (OrderOf(step, o => o.Card is not null) is not { Card: { } card } order) return;
        var (due, wrong) = (card.Due, step.B is >= 90 and < 95 ? new Money(1) : Money.Zero);
        var attempt = step.B >= 95 ? NewId("attempt") : card.AttemptId;
        if (order.Returns.Find(r => r is { ToCard.IsPositive: true, CardRefunded: false }) is { } refunded)
        {
            Do(t => t.Append(order.Id, ReturnDecisions.RecordCardRefund(t.Order(order.Id)!, attempt, refunded.ReturnId, refunded.ToCard + wrong, now)));
        }
        else if (due.IsPositive || step.B >= 80)
        {
            Do(t => t.Append(order.Id, OrderDecisions.RecordCapture(t.Order(order.Id)!, attempt, due + wrong, now)));
        }
        else
        {
            Do(t => t.Append(order.Id, OrderDecisions.RecordVoid(t.Order(order.Id)!, card.AttemptId, now)));
        }
    }

    private void RequestReturn(Step step)
    {
        if (OrderOf(step, o => o.Status is OrderStatus.Delivered or OrderStatus.PartlyReturned) is not { } order) return;
        var id = NewId("return");
        List<ReturnedUnits> units =
            [.. order.Lines.Where((_, i) => step.B >= 50 || (step.B >> i) % 2 == 1).Select(l => new ReturnedUnits(l.LineId, Some(l.Remaining, step.C), ReturnReason.Other))];
        var refundTo = step.C % 2 == 0 ? RefundDestination.Wallet : RefundDestination.Original;
        if (Do(t => t.Append(order.Id, ReturnDecisions.RequestReturn(t.Order(order.Id)!, id, units, refundTo, now))).HadEffect) returns.Add((order.Id, id));
    }

    private void DecideReturn(Step step)
    {
        if (ReturnOf(step, ReturnStatus.Requested) is not { } found) return;
        var (order, id) = found;
        if (step.B < 85) Do(t => t.Append(order, ReturnDecisions.Approve(t.Order(order)!, id, now)));
        else Do(t => t.Append(order, ReturnDecisions.Reject(t.Order(order)!, id, "worn", now)));
    }

    private void CountReturn(Step step)
    {
        if (ReturnOf(step, ReturnStatus.Approved) is not { } found) return;
        var (order, id) = found;
        var announced = streams.Order(order)!.Returns.Single(r => r.ReturnId == id).Units;
        // Sometimes less comes than was announced, and sometimes the warehouse miscounts upwards.
        List<CountedUnits> counted =
            [.. announced.Select(u => new CountedUnits(u.LineId, step.B < 60 ? u.Quantity : step.B < 97 ? u.Quantity - (step.C % (u.Quantity + 1)) : u.Quantity + 1))];
        if (!Do(t => Commands.Receive(t, order, id, counted, now)).HadEffect) return;
        foreach (var line in counted) model.Removed(order, line.LineId, line.Quantity);
    }

    /// <summary>Mostly an order that the step fits, else any.</summary>
    private Order? OrderOf(Step step, Func<Order, bool> fits)
    {
        var fitting = orders.Select(id => streams.Order(id)!).Where(o => step.A >= 95 || fits(o)).ToList();
        return Pick(fitting, step.A);
    }

    private (Guid Order, Guid Return)? ReturnOf(Step step, ReturnStatus status)
    {
        var fitting = returns.Where(r => step.A >= 95 || streams.Order(r.Order)!.Returns.Exists(x => x.ReturnId == r.Return && x.Status == status)).ToList();
        return fitting.Count == 0 ? null : Pick(fitting, step.A);
    }

    // All of it as often as none, else some.
    private static long Part(long whole, int number) => number < 20 ? 0 : number < 50 ? whole : whole * number / 100;

    private static int Some(int whole, int number) => number < 40 ? whole : 1 + (number % Math.Max(1, whole));
}
