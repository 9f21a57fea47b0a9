using FluentAssertions;
using Marketplace.Domain.Promotions;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Promotions;

public class FirstOrderTests
{
    private static readonly Guid DiscountId = Id("discount");
    private static readonly FirstOrderDiscount Granted = FirstOrderDiscount.Evolve(null, new FirstOrderDiscountGranted(DiscountId, CustomerId, 10_00, 500_00, Noon))!;
    private static readonly FirstOrderDiscount Used = FirstOrderDiscount.Evolve(Granted, new FirstOrderDiscountUsed(DiscountId, OrderId, Noon))!;

    [Fact]
    public void S81_registration_grants_it_once_at_the_terms_of_that_day()
    {
        Grant(null, new PromotionPolicy()).Then(new FirstOrderDiscountGranted(DiscountId, CustomerId, 10_00, 500_00, Noon));
        Grant(Granted, new PromotionPolicy()).ThenNothing();
        Grant(null, PromotionPolicy.None).ThenNothing();
    }

    [Fact]
    public void X8_one_order_uses_it_and_no_second_one()
    {
        Outcome(FirstOrderDecisions.Use(Granted, OrderId, Noon)).Then(new FirstOrderDiscountUsed(DiscountId, OrderId, Noon));
        Outcome(FirstOrderDecisions.Use(Used, Id("second"), Noon)).ThenNothing();
        Outcome(FirstOrderDecisions.Use(null, OrderId, Noon)).ThenNothing();
        FirstOrderDecisions.IsFor(Used, Id("second")).Should().BeFalse();
        FirstOrderDecisions.IsFor(Used, OrderId).Should().BeTrue();
        FirstOrderDecisions.IsFor(Granted, OrderId).Should().BeTrue();
        FirstOrderDecisions.IsFor(null, OrderId).Should().BeFalse();
    }

    [Fact]
    public void S81_the_order_that_used_it_restores_it_and_no_other()
    {
        Outcome(FirstOrderDecisions.Restore(Used, OrderId, Noon)).Then(new FirstOrderDiscountRestored(DiscountId, OrderId, Noon));
        Outcome(FirstOrderDecisions.Restore(Used, Id("second"), Noon)).ThenNothing();
        Outcome(FirstOrderDecisions.Restore(Granted, OrderId, Noon)).ThenNothing();
        FirstOrderDiscount.Evolve(Used, new FirstOrderDiscountRestored(DiscountId, OrderId, Noon)).Should().Be(Granted);
    }

    private static Outcome<FirstOrderEvent> Grant(FirstOrderDiscount? discount, PromotionPolicy policy) =>
        Outcome(FirstOrderDecisions.Grant(discount, DiscountId, CustomerId, policy, Noon));

    private static Outcome<FirstOrderEvent> Outcome(Decision<FirstOrderEvent> decision) => new(decision);
}
