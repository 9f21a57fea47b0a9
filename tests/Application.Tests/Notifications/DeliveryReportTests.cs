using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Application.Notifications;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Application.Tests.Notifications;

/// <summary>«Was it delivered?» can be answered (S38).</summary>
[Collection(nameof(NoticeShop))]
public class DeliveryReportTests(NoticeShop world)
{
    [Fact]
    public async Task S38_what_the_gateway_says_of_a_code_and_of_a_notice_is_kept_and_found_by_customer()
    {
        var person = await world.PersonAsync(verified: false);
        var asked = await world.Shop.InvokeAsync<CodeAsked>(new AskForCode(new Secret(person.Phone), null, null, null));
        await world.AppendAsync(person.Id, new RecoveryCompleted(person.Id, Guid.NewGuid(), world.Now));
        var notice = (await world.SettledAsync(person.Id, 2)).Single(n => n.SentTo == ContactKind.Phone);
        await world.Shop.InvokeAsync(new RecordDelivery(asked.ChallengeId, DeliveryStatus.Undelivered, world.Now));
        await world.Shop.InvokeAsync(new RecordDelivery(notice.Id, DeliveryStatus.Delivered, world.Now));

        (await OfAsync(person.Id)).Select(m => (m.MessageId, m.What, m.Delivery)).Should().BeEquivalentTo(
        [
            (asked.ChallengeId, "SignIn", (DeliveryStatus?)DeliveryStatus.Undelivered), (notice.Id, "RecoveryCompleted", DeliveryStatus.Delivered),
        ]);
    }

    [Fact]
    public async Task S38_the_latest_word_counts_whatever_the_order_and_number_of_reports()
    {
        var person = await world.PersonAsync();
        var asked = await world.Shop.InvokeAsync<CodeAsked>(new AskForCode(new Secret(person.Phone), null, null, null));
        RecordDelivery late = new(asked.ChallengeId, DeliveryStatus.Delivered, world.Now.AddSeconds(9)), early = new(asked.ChallengeId, DeliveryStatus.Expired, world.Now);
        foreach (var report in (RecordDelivery[])[late, early, late, early]) await world.Shop.InvokeAsync(report);
        (await OfAsync(person.Id)).Single().Should().BeEquivalentTo(new { Delivery = DeliveryStatus.Delivered, DeliveryAt = late.At });
    }

    [Fact]
    public async Task S38_a_report_on_a_message_that_is_not_ours_is_not_kept()
    {
        var unknown = Guid.NewGuid();
        await world.Shop.InvokeAsync(new RecordDelivery(unknown, DeliveryStatus.Delivered, world.Now));
        await using var session = world.Shop.Store.QuerySession();
        (await session.LoadAsync<DeliveryReport>(unknown)).Should().BeNull();
    }

    [Theory]
    [InlineData(DeliveryStatus.Undelivered, null, CodeChannel.Call)]
    [InlineData(DeliveryStatus.Expired, null, CodeChannel.Call)]
    [InlineData(DeliveryStatus.Undelivered, "sms", CodeChannel.Sms)]
    [InlineData(DeliveryStatus.Delivered, null, CodeChannel.Sms)]
    [InlineData(null, null, CodeChannel.Sms)]
    public async Task S21_after_an_sms_that_never_came_the_next_code_goes_by_call(DeliveryStatus? reported, string? wish, CodeChannel next)
    {
        var person = await world.PersonAsync();
        var first = await world.Shop.InvokeAsync<CodeAsked>(new AskForCode(new Secret(person.Phone), null, null, null));
        first.Channel.Should().Be(CodeChannel.Sms);
        if (reported is { } status) await world.Shop.InvokeAsync(new RecordDelivery(first.ChallengeId, status, world.Now));
        world.Shop.Clock.Advance(TimeSpan.FromSeconds(61));
        (await world.Shop.InvokeAsync<CodeAsked>(new AskForCode(new Secret(person.Phone), null, wish, null))).Channel.Should().Be(next);
    }

    private async Task<IReadOnlyList<SentToPhone>> OfAsync(Guid customerId)
    {
        await using var session = world.Shop.Store.QuerySession();
        return await world.Shop.Services.GetRequiredService<DeliveryReports>().OfAsync(session, customerId, CancellationToken.None);
    }
}
