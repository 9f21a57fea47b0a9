using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Promotions;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marten;
using Xunit;

namespace Marketplace.Application.Tests.Promotions;

[Collection(nameof(PromoShop))]
public class ReferralTests(PromoShop shop)
{
    [Fact]
    public async Task P12_S83_both_are_rewarded_after_the_return_window_and_no_sooner()
    {
        var (referrer, friend) = (await shop.ReferrerAsync(), await shop.ReferrerAsync(2_000_00));
        var order = await PlaceAsync(friend, referrer);
        order.Discounts.Should().ContainSingle("a friend's code takes nothing off").Which.Kind.Should().Be(ReductionKind.FirstOrder);
        await DeliverAsync(friend, order);
        await SettleAsync(referrer, friend, order.OrderId);
        (await CodesOfAsync(referrer)).Should().BeEmpty();

        shop.Clock.Advance(TimeSpan.FromDays(7));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SettleAsync(referrer, friend, order.OrderId)));
        var reward = (await CodesOfAsync(referrer)).Should().ContainSingle().Subject;
        (await CodesOfAsync(friend)).Should().ContainSingle().Which.AmountOff.Should().Be(300_00);
        (await shop.PlaceAsync(referrer, reward.Code, null, ("kettle", 1))).Discounts.Should().Contain(d => d.Source == reward.Code && d.Amount == 300_00);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S83_an_order_that_is_cancelled_ends_the_referral()
    {
        var (referrer, friend) = (await shop.ReferrerAsync(), await shop.ReferrerAsync());
        var order = await PlaceAsync(friend, referrer);
        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(friend, order.OrderId, null));
        await Shop.EventuallyAsync(async () => (await ReferralsAsync(referrer)).Open.IsEmpty, "the referral ends");
        (await ReferralsAsync(referrer)).RewardedAt.Should().BeEmpty();
    }

    [Fact]
    public async Task X10_S83_an_order_that_nobody_paid_frees_the_friends_code_when_its_time_is_over()
    {
        var (referrer, friend) = (await shop.ReferrerAsync(), await shop.ReferrerAsync());
        var lapsed = await PlaceAsync(friend, referrer);
        shop.Clock.Advance(TimeSpan.FromHours(24));
        await shop.InvokeAsync(new LapseUnpaidOrder(lapsed.OrderId));
        await Shop.EventuallyAsync(async () => (await ReferralsAsync(referrer)).Open.IsEmpty, "the referral ends");

        var again = await PlaceAsync(friend, referrer);

        (await ReferralsAsync(referrer)).Open.Should().ContainSingle().Which.OrderId.Should().Be(again.OrderId);
        (await ReferralsAsync(friend)).InvitedBy!.OrderId.Should().Be(again.OrderId);
    }

    [Fact]
    public async Task S83_P12_a_phone_that_the_referrer_once_had_is_refused()
    {
        var (referrer, friend, stranger) = (await shop.ReferrerAsync(), await shop.ReferrerAsync(), await shop.ReferrerAsync());
        var given = await PhoneAsync(referrer);
        await ChangePhoneAsync(referrer, "+79160000099");
        await ChangePhoneAsync(friend, given);

        await RefusedAsync(() => PlaceAsync(friend, referrer));
        await RefusedAsync(() => shop.QuoteAsync(friend, Referrals.CodeOf(referrer), ("kettle", 1)));
        await PlaceAsync(stranger, referrer);
        (await ReferralsAsync(referrer)).Open.Should().ContainSingle().Which.FriendId.Should().Be(stranger);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public async Task S83_P12_a_circle_of_friends_is_refused_when_it_would_close_over_as_many_as_are_followed(int others, bool closes)
    {
        var first = await shop.ReferrerAsync();
        var last = first;
        for (var i = 0; i < others; i++)
        {
            var next = await shop.ReferrerAsync();
            await PlaceAsync(next, last);
            last = next;
        }

        if (closes) await PlaceAsync(first, last);
        else await RefusedAsync(() => PlaceAsync(first, last));
    }

    [Fact]
    public async Task S83_nobody_names_their_own_code_or_that_of_a_friend_they_brought_or_one_with_a_second_order()
    {
        var (referrer, friend) = (await shop.ReferrerAsync(), await shop.ReferrerAsync());
        await RefusedAsync(() => PlaceAsync(referrer, referrer));
        await PlaceAsync(friend, referrer);
        await RefusedAsync(() => PlaceAsync(referrer, friend));
        await RefusedAsync(() => PlaceAsync(friend, referrer));
        await RefusedAsync(() => shop.QuoteAsync(friend, Referrals.CodeOf(referrer), ("kettle", 1)));
    }

    [Fact]
    public async Task S83_two_who_name_each_other_at_once_do_not_both_succeed()
    {
        var (one, other) = (await shop.ReferrerAsync(), await shop.ReferrerAsync());
        var outcomes = await Task.WhenAll(NamedAsync(one, other), NamedAsync(other, one));
        outcomes.Count(named => named).Should().Be(1);
    }

    [Fact]
    public async Task S83_P12_an_address_that_the_referrer_had_goods_brought_to_is_refused()
    {
        var (referrer, friend) = (await shop.ReferrerAsync(), await shop.ReferrerAsync());
        await PlaceAsync(referrer, null, "Тверская, 1");
        await RefusedAsync(() => PlaceAsync(friend, Referrals.CodeOf(referrer), "тверская 1"));
        await PlaceAsync(friend, Referrals.CodeOf(referrer), "Тверская, 2");
        (await ReferralsAsync(referrer)).Invited.Should().Be(1);
    }

    private Task<OrderView> PlaceAsync(Guid friend, Guid referrer) => shop.PlaceAsync(friend, Referrals.CodeOf(referrer), null, ("kettle", 1));

    private Task<OrderView> PlaceAsync(Guid customer, string? code, string address) => shop.InvokeAsync<OrderView>(new PlaceOrder(
        customer, Guid.NewGuid(), [new Item("kettle", 1)], new DeliveryRequest(DeliveryKind.Courier, null, address), Shop.Key(customer), code));

    private async Task<string> PhoneAsync(Guid customerId)
    {
        await using var session = shop.Store.QuerySession();
        return (await session.LoadAsync<Customer>(customerId))!.Phone.Value!;
    }

    private async Task ChangePhoneAsync(Guid customerId, string phone)
    {
        await using var session = shop.Store.LightweightSession();
        session.Events.Append(customerId, new PhoneChanged(
            customerId, Guid.NewGuid(), new(customerId, "phone", phone), new(customerId, "phone", await PhoneAsync(customerId)), ContactChangeReason.BothProved, shop.Clock.GetUtcNow()));
        await session.SaveChangesAsync();
    }

    private async Task<bool> NamedAsync(Guid friend, Guid referrer)
    {
        try
        {
            await PlaceAsync(friend, referrer);
            return true;
        }
        catch (RefusedException e) when (e.Rejection.Code == "promo.referral-not-applicable")
        {
            return false;
        }
    }

    private async Task DeliverAsync(Guid customer, OrderView order)
    {
        await shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, Guid.NewGuid(), order.Total, 0, false, Shop.Key(customer)));
        await shop.DeliverAsync(customer, order.OrderId);
    }

    private Task SettleAsync(Guid referrer, Guid friend, Guid orderId) => shop.InvokeAsync(new SettleReferral(referrer, friend, orderId));

    private async Task<IReadOnlyList<PromoCodeView>> CodesOfAsync(Guid customerId)
    {
        Guid? owner = customerId;
        await using var session = shop.Store.QuerySession();
        return await session.Query<PromoCodeView>().Where(v => v.IssuedTo == owner).ToListAsync();
    }

    private async Task<Referrals> ReferralsAsync(Guid customerId)
    {
        await using var session = shop.Store.QuerySession();
        return (await session.LoadAsync<Referrals>(Referrals.IdOf(customerId)))!;
    }

    private static async Task RefusedAsync(Func<Task> deed) =>
        (await FluentActions.Awaiting(deed).Should().ThrowAsync<RefusedException>()).Which.Rejection.Code.Should().Be("promo.referral-not-applicable");
}
