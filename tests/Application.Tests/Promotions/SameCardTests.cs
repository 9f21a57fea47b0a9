using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Application.Promotions;
using Marketplace.Application.Views;
using Marketplace.Application.Wallets;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marten;
using Xunit;

namespace Marketplace.Application.Tests.Promotions;

/// <summary>Whoever pays for a friend's first order with the own card is no friend (P12).</summary>
[Collection(nameof(PromoShop))]
public class SameCardTests(PromoShop shop)
{
    private readonly string card = $"tok_ok_{Guid.NewGuid():N}";
    private readonly string another = $"tok_ok_{Guid.NewGuid():N}";

    private string Hash => card["tok_ok_".Length..];

    [Fact]
    public async Task P12_S83_a_first_order_that_the_referrers_card_paid_brings_nobody_a_reward()
    {
        var (referrer, friend) = (await shop.ReferrerAsync(), await shop.ReferrerAsync());
        await TopUpAsync(referrer, card);
        await BuyAsync(friend, referrer, card);
        (await EndAsync(referrer)).Should().BeOfType<FriendRewardRevoked>().Which.Reason.Should().Be(ReferralEnd.SameCard);
        (await CodesAsync(referrer, friend)).Should().BeEmpty();
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task P12_S83_a_card_of_ones_own_brings_both_their_rewards()
    {
        var (referrer, friend) = (await shop.ReferrerAsync(), await shop.ReferrerAsync());
        await TopUpAsync(referrer, card);
        await BuyAsync(friend, referrer, another);
        (await EndAsync(referrer)).Should().BeOfType<FriendRewarded>();
        (await CodesAsync(referrer, friend)).Should().HaveCount(2);
    }

    [Fact]
    public async Task P12_S83_cards_that_the_acquirer_does_not_tell_apart_are_unknown_and_not_the_same()
    {
        var (referrer, friend) = (await shop.ReferrerAsync(), await shop.ReferrerAsync());
        await TopUpAsync(referrer, "tok_ok");
        await BuyAsync(friend, referrer, "tok_ok");
        (await EndAsync(referrer)).Should().BeOfType<FriendRewarded>();
        (await SeenAsync(referrer)).Should().BeEmpty();
    }

    [Fact]
    public async Task P12_S83_a_friend_whose_wallet_the_referrers_card_has_filled_is_refused_at_once()
    {
        var (referrer, friend) = (await shop.ReferrerAsync(), await shop.ReferrerAsync());
        await TopUpAsync(referrer, card);
        await TopUpAsync(friend, card);
        await TopUpAsync(friend, card);
        await RefusedAsync(() => shop.PlaceAsync(friend, Referrals.CodeOf(referrer), null, ("kettle", 1)));
        await RefusedAsync(() => shop.QuoteAsync(friend, Referrals.CodeOf(referrer), ("kettle", 1)));
        (await SeenAsync(friend)).Should().ContainSingle();
    }

    [Fact]
    public async Task P12_X4_a_card_is_seen_by_a_callback_too_and_not_by_one_that_changes_nothing()
    {
        var customer = await shop.CustomerAsync();
        var order = await shop.PlaceAsync(customer, ("kettle", 1));
        var pending = await PayAsync(customer, order, "tok_silent");
        await shop.InvokeAsync(Told(customer, order, pending.AttemptId, Hash));
        await shop.InvokeAsync(Told(customer, order, pending.AttemptId, another["tok_ok_".Length..]));
        (await SeenAsync(customer)).Should().ContainSingle().Which.Hash.Should().Be(Hash, "what is told of a payment that has ended is not believed");
    }

    [Fact]
    public async Task D1_P12_the_card_of_a_guest_goes_with_the_order_or_is_forgotten_with_the_guest()
    {
        var customer = await shop.CustomerAsync();
        var phone = await PhoneAsync(customer);
        var (claimed, forgotten) = (await GuestAsync(phone), await GuestAsync(phone));
        await shop.InvokeAsync<ClaimAnswer>(new ClaimGuestOrder(customer, await SessionAsync(customer), claimed));
        (await SeenAsync(customer)).Should().ContainSingle().Which.Hash.Should().Be(Hash);
        (await SeenAsync(GuestDecisions.OwnerOf(claimed))).Should().BeEmpty();
        await shop.InvokeAsync<GivenBackAnswer>(new CancelOrder(GuestDecisions.OwnerOf(forgotten), forgotten, null));
        shop.Clock.Advance(TimeSpan.FromDays(30));
        await shop.InvokeAsync(new ForgetGuest(forgotten));
        (await SeenAsync(GuestDecisions.OwnerOf(forgotten))).Should().BeEmpty();
    }

    private async Task<string> PhoneAsync(Guid customerId)
    {
        await using var session = shop.Store.QuerySession();
        return (await session.LoadAsync<Customer>(customerId))!.Phone.Value!;
    }

    /// <summary>Somebody has just proved the phone.</summary>
    private async Task<Guid> SessionAsync(Guid customerId)
    {
        var (id, now) = (Guid.NewGuid(), shop.Clock.GetUtcNow());
        await using var session = shop.Store.LightweightSession();
        session.Store(new Session(SessionTokens.IdOf(SessionTokens.New().Reveal()), id, customerId, SignInMethod.PhoneCode, null, now, now));
        await session.SaveChangesAsync();
        return id;
    }

    private async Task<Guid> GuestAsync(string phone)
    {
        var id = Guid.NewGuid();
        var owner = GuestDecisions.OwnerOf(id);
        var placing = new PlaceOrder(owner, id, [new Item("kettle", 1)], new DeliveryRequest(DeliveryKind.PickupPoint, "pvz-1", null), null);
        await PayAsync(owner, await shop.InvokeAsync<OrderView>(placing with { GuestPhone = new Secret(phone) }), card);
        (await SeenAsync(owner)).Should().ContainSingle();
        return id;
    }

    private async Task TopUpAsync(Guid customer, string token) => (await shop.InvokeAsync<TopUpAnswer>(
        new TopUpWallet(customer, Guid.NewGuid(), 100_00, new Secret(token), Shop.Key(customer)))).Status.Should().Be(TopUpStatus.Succeeded);

    private Task<PaymentAnswer> PayAsync(Guid customer, OrderView order, string token) =>
        shop.InvokeAsync<PaymentAnswer>(new PayOrderByCard(customer, order.OrderId, Guid.NewGuid(), 0, 0, new Secret(token), Shop.Key(customer)));

    private static RecordCardPayment Told(Guid customer, OrderView order, Guid attempt, string hash) =>
        new(customer, order.OrderId, attempt, new CardAnswer(CardOutcome.Approved, "4242", CardKey: hash), order.Total, null);

    /// <summary>The friend's first order, paid with that card, and its return window over.</summary>
    private async Task BuyAsync(Guid friend, Guid referrer, string token)
    {
        var order = await shop.PlaceAsync(friend, Referrals.CodeOf(referrer), null, ("kettle", 1));
        (await PayAsync(friend, order, token)).Status.Should().Be(PaymentStatus.Paid);
        await shop.DeliverAsync(friend, order.OrderId);
        shop.Clock.Advance(TimeSpan.FromDays(7));
        await shop.InvokeAsync(new SettleReferral(referrer, friend, order.OrderId));
    }

    private async Task<object> EndAsync(Guid referrer)
    {
        await using var session = shop.Store.QuerySession();
        return (await session.Events.FetchStreamAsync(Referrals.IdOf(referrer))).Select(e => e.Data).Last();
    }

    private async Task<IReadOnlyList<PromoCodeView>> CodesAsync(params Guid?[] owners)
    {
        await using var session = shop.Store.QuerySession();
        return await session.Query<PromoCodeView>().Where(v => v.IssuedTo.IsOneOf(owners)).ToListAsync();
    }

    private async Task<IReadOnlyList<SeenCard>> SeenAsync(Guid customer)
    {
        await using var session = shop.Store.QuerySession();
        return await session.Query<SeenCard>().Where(c => c.CustomerId == customer).ToListAsync();
    }

    private static async Task RefusedAsync(Func<Task> deed) =>
        (await FluentActions.Awaiting(deed).Should().ThrowAsync<RefusedException>()).Which.Rejection.Code.Should().Be("promo.referral-not-applicable");
}
