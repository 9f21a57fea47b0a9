using Marketplace.Domain.Promotions;
using Marketplace.Domain.Tests.Promotions;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Machines.Machines;

namespace Marketplace.Domain.Tests.Machines;

/// <summary>What takes something off an order: promo codes, the first-order discount, and friends.</summary>
internal static class PromotionMachines
{
    private static readonly Guid Discount = Id("first order");
    private static readonly Guid Friend = Id("friend");
    private static readonly Guid Inviting = Domain.Promotions.Referrals.IdOf(CustomerId);

    private static IEnumerable<(string Name, Promotion? State)> Codes =>
    [
        ("none", null),
        ("valid", PromoLife.Autumn),
        ("used by the order", PromoLife.Autumn.Used("order", "customer")),
        ("used by another order of the customer", PromoLife.Autumn.Used("another", "customer")),
        ("used up by others", PromoLife.Autumn.Used("a", "a").Used("b", "b").Used("c", "c")),
        ("over", PromoLife.With(PromoLife.Terms with { ValidFrom = Noon.AddDays(-1), ValidUntil = Noon })),
        ("not yet valid", PromoLife.With(PromoLife.Terms with { ValidFrom = Noon.AddDays(1) })),
        ("of somebody else", PromoLife.With(PromoLife.Terms with { IssuedTo = Friend })),
        ("for larger orders", PromoLife.With(PromoLife.Terms with { MinimumSum = 2_000_00 })),
    ];

    public static Machine Promotion { get; } = Machine.Of<Promotion, PromotionEvent>("promo code", Codes, new()
    {
        ["code"] = "AUTUMN-20",
        ["terms"] = PromoLife.Terms,
        ["use"] = PromoLife.Use(),
        ["orderId"] = OrderId,
    });

    private static FirstOrderDiscount Granted => After<FirstOrderDiscount, FirstOrderEvent>(null, Domain.Promotions.FirstOrderDiscount.Evolve, FirstOrderDecisions.Grant(null, Discount, CustomerId, new PromotionPolicy(), Noon));

    private static FirstOrderDiscount UsedBy(string order) => After(Granted, Domain.Promotions.FirstOrderDiscount.Evolve, FirstOrderDecisions.Use(Granted, Id(order), Noon));

    private static IEnumerable<(string Name, FirstOrderDiscount? State)> FirstOrders =>
        [("none", null), ("granted", Granted), ("used by the order", UsedBy("order")), ("used by another order", UsedBy("another"))];

    public static Machine FirstOrderDiscount { get; } = Machine.Of<FirstOrderDiscount, FirstOrderEvent>("first-order discount", FirstOrders, new()
    {
        ["discountId"] = Discount,
        ["customerId"] = CustomerId,
        ["orderId"] = OrderId,
    });

    private static Referrals Issued => After<Referrals, ReferralEvent>(null, Domain.Promotions.Referrals.Evolve, ReferralDecisions.IssueCode(null, CustomerId, new PromotionPolicy(), Noon));

    private static Referrals Invited => After(Issued, Domain.Promotions.Referrals.Evolve, ReferralDecisions.Invite(Issued, Newcomer, Noon));

    private static NewFriend Newcomer => new(Friend, OrderId, true, false, false, false);

    private static IEnumerable<(string Name, Referrals? State)> Friends =>
    [
        ("none", null),
        ("with a code", Issued),
        ("with a referrer", After(Issued, Domain.Promotions.Referrals.Evolve, ReferralDecisions.NameReferrer(Issued, Id("referrer"), OrderId, Noon))),
        ("with an invited friend", Invited),
        ("rewarded as often as a month allows", Folded<Referrals, ReferralEvent>(
            Domain.Promotions.Referrals.Evolve,
            [
                new ReferralCodeIssued(Inviting, CustomerId, Domain.Promotions.Referrals.CodeOf(CustomerId), Noon),
                .. Enumerable.Range(0, 10).SelectMany(n => (ReferralEvent[])[new FriendInvited(Inviting, Id($"{n}"), Id($"{n}"), Noon), new FriendRewarded(Inviting, Id($"{n}"), Id($"{n}"), "A", "B", Noon)]),
                new FriendInvited(Inviting, Friend, OrderId, Noon),
            ])),
    ];

    public static Machine Referrals { get; } = Machine.Of<Referrals, ReferralEvent>("referrals", Friends, new()
    {
        ["customerId"] = CustomerId,
        ["friend"] = Newcomer,
        ["referrerId"] = Id("referrer"),
        ["orderId"] = OrderId,
        ["order"] = new FirstOrderStanding(IsUndone: false, MayStillComeBack: false, ReferrerIsProtected: true, FriendIsProtected: true, SharesCard: false),
    });
}
