using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class InstalmentTests
{
    /// <summary>500 ₽ from the wallet, 100 points, and 999 ₽ in three parts of 333 ₽.</summary>
    private static Order OnInstalments => Placed.Then(o => Take(o, 3));

    private static Order DeliveredOnInstalments => OnInstalments
        .Then(o => OrderDecisions.StartAssembly(o, Noon)).Then(o => OrderDecisions.Ship(o, Noon)).Then(o => OrderDecisions.Deliver(o, 12, Policy, Noon));

    [Fact]
    public void S72_what_wallet_and_points_leave_is_owed_and_the_order_is_paid()
    {
        var events = Take(Placed, 3).Events;
        var paid = events[0].Should().BeOfType<OrderPaid>().Subject;
        (paid.WalletAmount, paid.Points, paid.CardAmount, paid.InstalmentAmount).Should().Be((500_00, 100, 0, 999_00));
        paid.Shares.Sum(s => s.Instalments).Should().Be(999_00);
        events[1].Should().BeEquivalentTo(new InstalmentPlanOpened(
            OrderId, CustomerId, 999_00,
            [new(1, 333_00, new DateOnly(2026, 12, 9)), new(2, 333_00, new DateOnly(2027, 1, 9)), new(3, 333_00, new DateOnly(2027, 2, 9))], "2026-11", Noon));
        (OnInstalments.Status, OnInstalments.Card).Should().Be((OrderStatus.Paid, null), "there is nothing to authorise");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(12)]
    public void P13_parts_are_equal_and_the_last_takes_the_remainder(int parts)
    {
        var plan = (InstalmentPlanOpened)Take(Placed, parts, wallet: 500_01).Events[1];
        plan.Parts.Should().HaveCount(parts);
        plan.Parts.Sum(p => p.Amount).Should().Be(998_99);
        plan.Parts.SkipLast(1).Select(p => p.Amount).Distinct().Should().ContainSingle().Which.Should().Be(998_99 / parts);
        plan.Parts[^1].Amount.Should().BeInRange(998_99 / parts, 998_99 / parts + parts - 1);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(13)]
    public void P13_other_numbers_of_parts_are_refused(int parts) => Placed.When(o => Take(o, parts)).ThenRefused("order.instalments-invalid");

    [Fact]
    public void P13_each_part_is_a_kopeck_at_least()
    {
        Placed.When(o => Take(o, 12, wallet: 1_499_00 - 11)).ThenRefused("order.instalments-too-small");
        Placed.When(o => Take(o, 12, wallet: 1_499_00 - 12)).Decision.Events.Should().HaveCount(2);
        Placed.When(o => Take(o, 3, wallet: 1_499_00)).ThenRefused("order.instalments-too-small");
    }

    [Fact]
    public void P13_a_part_that_would_be_due_on_a_31st_is_due_on_the_last_day_of_its_month()
    {
        var january = new DateTimeOffset(2027, 1, 30, 21, 30, 0, TimeSpan.Zero);
        var plan = (InstalmentPlanOpened)PaymentDecisions.Pay(Placed, Id(Attempt), Money.Zero, 0, false, Policy, january, 3).Events[1];
        plan.Parts.Select(p => p.DueOn).Should().Equal(new DateOnly(2027, 2, 28), new DateOnly(2027, 3, 31), new DateOnly(2027, 4, 30));
    }

    [Fact]
    public void S72_a_card_and_instalments_do_not_share_the_rest() =>
        Placed.When(o => PaymentDecisions.Pay(o, Id(Attempt), Money.Zero, 0, true, Policy, Noon, 3)).ThenRefused("order.card-or-instalments");

    [Fact]
    public void S72_the_next_part_or_all_of_it_is_paid_once()
    {
        var next = OnInstalments.Then(o => InstalmentDecisions.Pay(o, Id("first"), false, Noon));
        next.Plan!.Due.Select(p => p.Number).Should().Equal(2, 3);
        next.When(o => InstalmentDecisions.Pay(o, Id("first"), false, Noon)).ThenNothing();
        next.When(o => InstalmentDecisions.Pay(o, Id("rest"), true, Noon)).Then(new InstalmentPaid(OrderId, CustomerId, Id("rest"), 666_00, Noon));
        var settled = next.Then(o => InstalmentDecisions.Pay(o, Id("rest"), true, Noon));
        settled.When(o => InstalmentDecisions.Pay(o, Id("more"), false, Noon)).ThenRefused("order.instalments-settled");
        Paid.When(o => InstalmentDecisions.Pay(o, Id("more"), false, Noon)).ThenRefused("order.no-instalments");
    }

    [Fact]
    public void P13_a_refund_lowers_the_debt_first_from_the_last_part_on()
    {
        // One book of two is 150 ₽: with 46.03 from the wallet and 12 points, 91.97 was owed for it.
        var removed = OrderDecisions.RemoveUnits(OnInstalments, Id("removal"), BookLine, 1, Noon);
        var share = ((OrderLineRemoved)removed.Events[0]).GivenBack;
        removed.Events[1].Should().Be(new InstalmentsRefunded(OrderId, CustomerId, Id("removal"), share.Instalments, 0, Noon));
        var after = After(OnInstalments, removed).Plan!;
        after.Outstanding.Kopecks.Should().Be(999_00 - share.Instalments);
        after.Due.Select(p => p.Amount).Should().Equal(333_00, 333_00, 333_00 - share.Instalments);
    }

    [Fact]
    public void P13_what_exceeds_the_debt_was_paid_and_goes_to_the_wallet()
    {
        var paidOff = DeliveredOnInstalments.Then(o => InstalmentDecisions.Pay(o, Id("1"), false, Noon)).Then(o => InstalmentDecisions.Pay(o, Id("2"), false, Noon));
        var events = Count(
            paidOff.Then(o => Announce(o, "return", (KettleLine, 1))).Then(o => ReturnDecisions.Approve(o, Id("return"), Noon)), "return", (KettleLine, 1)).Events;
        var owed = ((ReturnRefunded)events[1]).GivenBack.Sum(s => s.Instalments);
        owed.Should().BeGreaterThan(333_00);
        events[2].Should().Be(new InstalmentsRefunded(OrderId, CustomerId, Id("return"), 333_00, owed - 333_00, Noon));
    }

    [Fact]
    public void P13_cancelling_ends_the_debt_and_gives_back_what_was_paid_of_it()
    {
        var paid = OnInstalments.Then(o => InstalmentDecisions.Pay(o, Id("1"), false, Noon));
        paid.When(o => OrderDecisions.Cancel(o, Noon)).Decision.Events[1].Should().Be(new InstalmentsRefunded(OrderId, CustomerId, OrderId, 666_00, 333_00, Noon));
        paid.Then(o => OrderDecisions.Cancel(o, Noon)).Plan!.Due.Should().BeEmpty();
    }

    [Fact]
    public void P13_I6_whatever_is_paid_and_sent_back_in_any_order_the_customer_gets_back_exactly_what_was_paid() =>
        Gen.Select(RandomOrders.Placed, Gen.OneOf(3, 6, 12), Gen.Int[0, 100], Gen.Int[0, 9].Array[1, 40]).Sample((placed, parts, wallet, steps) =>
        {
            var taken = PaymentDecisions.Pay(placed, Id(Attempt), new Money(placed.Total.Kopecks * wallet / 200), 0, false, Policy, Noon, parts);
            if (taken.IsRefused) return;
            var order = After(placed, taken);
            var debt = order.Plan!.Outstanding.Kopecks;
            var (paid, lowered, back, n) = (0L, 0L, 0L, 0);
            foreach (var step in steps.Append(10))
            {
                var decision = step switch
                {
                    < 3 => InstalmentDecisions.Pay(order, Id($"step {++n}"), step == 0, Noon),
                    10 => OrderDecisions.Cancel(order, Noon),
                    _ => OrderDecisions.RemoveUnits(order, Id($"step {++n}"), order.Lines[step % order.Lines.Count].LineId, 1, Noon),
                };
                if (decision.IsRefused) continue;
                order = After(order, decision);
                paid += decision.Events.OfType<InstalmentPaid>().Sum(e => e.Amount);
                lowered += decision.Events.OfType<InstalmentsRefunded>().Sum(e => e.DebtLowered);
                back += decision.Events.OfType<InstalmentsRefunded>().Sum(e => e.ToWallet);
                order.Plan!.Outstanding.Kopecks.Should().Be(debt - paid - lowered).And.BeGreaterThanOrEqualTo(0);
            }

            (back, order.Plan!.Outstanding.Kopecks).Should().Be((paid, 0L), "all of it went back");
        });

    private static Decision<OrderEvent> Take(Order order, int parts, long wallet = 500_00) =>
        PaymentDecisions.Pay(order, Id(Attempt), new Money(wallet), 100, false, Policy, Noon, parts);
}
