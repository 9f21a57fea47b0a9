using CsCheck;
using Marketplace.Domain.Stock;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Stock;

/// <summary>Random lives of a product: whatever customers, orders, the warehouse and the clock do, units are neither lost nor made.</summary>
public class StockProperties
{
    private const string Sku = "tea";
    private static readonly StockPolicy Numbers = new();
    private static readonly Guid[] Customers = [Id("a"), Id("b"), Id("c")];

    private static readonly Gen<Step> Steps = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 2], Gen.Int[1, 4], Gen.Int[0, 30], (what, who, units, hours) => new Step(what, who, units, hours));

    [Fact]
    public void S74_units_are_conserved_and_nobody_has_what_is_not_there() => Steps.Array[1, 60].Sample(steps =>
    {
        var life = new Life();
        foreach (var step in steps)
        {
            life.Do(step);
            if (life.Came != life.Stock.Free + life.Stock.Reserved + life.Stock.Taken) return false;
            if (life.Stock is not { Free: >= 0, Taken: >= 0 } || life.Stock.Taken != life.InOrders.Sum(o => (long)o.Units)) return false;
            // Whoever waits could not have one, and whoever was told could.
            if (life.Stock.Waiting.Count > 0 && life.Stock.Free > 0) return false;
        }

        return true;
    }, iter: 5_000);

    [Fact]
    public void S76_each_stay_in_the_queue_ends_with_one_notice_or_none() => Steps.Array[1, 60].Sample(steps =>
    {
        var life = new Life();
        foreach (var step in steps) life.Do(step);
        return Customers.All(c => life.Joined(c) == life.Told(c) + life.Left(c) + (life.Stock.Waiting.Contains(c) ? 1 : 0));
    }, iter: 2_000);

    private sealed record Step(int What, int Who, int Units, int Hours);

    /// <summary>One product, the orders that took units of it, and all that was decided.</summary>
    private sealed class Life
    {
        private readonly List<StockEvent> history = [];
        private DateTimeOffset now = Noon;
        private int ids;

        public ProductStock Stock { get; private set; } = ProductStock.Evolve(null, new StockOpened(StockIds.Of(Sku), Sku, Noon))!;

        public List<(Guid Order, int Units)> InOrders { get; } = [];

        /// <summary>Units that came, by the warehouse's word.</summary>
        public long Came => history.Sum(e => e switch { StockReceived r => r.Quantity, StockCounted c => c.Difference, _ => 0 });

        public int Joined(Guid customer) => history.OfType<WaitlistJoined>().Count(e => e.CustomerId == customer);

        public int Told(Guid customer) => history.OfType<WaitlistNotified>().Count(e => e.CustomerId == customer);

        public int Left(Guid customer) => history.OfType<WaitlistLeft>().Count(e => e.CustomerId == customer);

        public void Do(Step step)
        {
            now = now.AddHours(step.Hours);
            var customer = Customers[step.Who];
            switch (step.What)
            {
                case 0: Apply(StockDecisions.Receive(Stock, Sku, step.Units, Numbers, now)); break;
                case 1: Apply(StockDecisions.Count(Stock, Sku, step.Units - 1, Numbers, now)); break;
                case 2 or 3: Order(customer, step.Units); break;
                case 4: Cancel(); break;
                case 5: Apply(ReservationDecisions.Reserve(Stock, Sku, Id($"r{ids++}"), customer, step.Units, 0, Numbers, now)); break;
                case 6:
                    Apply(step.Who == 0 || Stock.Reservations.IsEmpty
                    ? ReservationDecisions.Expire(Stock, now)
                    : ReservationDecisions.Release(Stock, Stock.Reservations[0].ReservationId, now)); break;
                default: Apply(Stock.Waiting.Contains(customer) ? WaitlistDecisions.Leave(Stock, customer, now) : WaitlistDecisions.Join(Stock, Sku, customer, now)); break;
            }
        }

        private void Order(Guid customer, int units)
        {
            var order = Id($"o{ids++}");
            if (Apply(StockDecisions.Take(Stock, Sku, customer, order, units, now))) InOrders.Add((order, units));
        }

        private void Cancel()
        {
            if (InOrders.Count == 0) return;
            var (order, units) = InOrders[0];
            if (Apply(StockDecisions.GiveBack(Stock, order, order, units, now))) InOrders.RemoveAt(0);
        }

        private bool Apply(Decision<StockEvent> decision)
        {
            history.AddRange(decision.Events);
            Stock = decision.Events.Aggregate(Stock, (s, e) => ProductStock.Evolve(s, e)!);
            return !decision.IsRefused;
        }
    }
}
