using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Application.Notifications;
using Marketplace.Application.Orders;
using Marketplace.Application.Ports;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Application.Tests.Notifications;

/// <summary>What customers are told, from the event to the mailbox.</summary>
[Collection(nameof(NoticeShop))]
public class TellingTests(NoticeShop world)
{
    [Fact]
    public async Task S52_letters_carry_the_way_of_an_order_and_the_newsletter_has_no_part_in_it()
    {
        var person = await world.PersonAsync(100_00);
        await world.AppendAsync(person.Id, new NewsletterUnsubscribed(person.Id, "account", world.Now));
        var order = await world.Shop.PlaceAsync(person.Id, ("tea", 1));
        await world.Shop.InvokeAsync<PaymentAnswer>(new PayOrder(person.Id, order.OrderId, Guid.NewGuid(), order.Total, 0, false, Shop.Key(person.Id)));
        await world.Shop.InvokeAsync<FulfilmentAnswer>(new StartAssembly(order.OrderId, null));
        await world.Shop.InvokeAsync<FulfilmentAnswer>(new ShipOrder(order.OrderId, null));
        await world.Shop.InvokeAsync<FulfilmentAnswer>(new RecordArrival(order.OrderId, null));
        await world.Shop.InvokeAsync<FulfilmentAnswer>(new DeliverOrder(person.Id, order.OrderId, null));

        (await world.SettledAsync(person.Id, 4)).Should().OnlyContain(n => n.Status == NoticeStatus.Sent);
        var letters = world.Mailbox.To(person.Email).Select(d => d.Text).ToList();
        letters.Should().HaveCount(4);
        foreach (var subject in (string[])["Чек об оплате", "Заказ передан в доставку", "Заказ ждёт вас", "Заказ получен"])
        {
            letters.Should().ContainSingle(l => l.StartsWith(subject, StringComparison.Ordinal)).Which.Should().Contain($"{order.OrderId}");
        }

        world.Mailbox.To(person.Phone).Should().BeEmpty();
    }

    [Fact]
    public async Task S52_without_a_verified_e_mail_only_the_arrival_goes_by_sms_and_the_rest_is_skipped_visibly()
    {
        var person = await world.PersonAsync(100_00, verified: false);
        var order = await world.Shop.PlaceAsync(person.Id, ("tea", 1));
        await world.Shop.InvokeAsync<PaymentAnswer>(new PayOrder(person.Id, order.OrderId, Guid.NewGuid(), order.Total, 0, false, Shop.Key(person.Id)));
        await world.Shop.InvokeAsync<FulfilmentAnswer>(new StartAssembly(order.OrderId, null));
        await world.Shop.InvokeAsync<FulfilmentAnswer>(new ShipOrder(order.OrderId, null));
        await world.Shop.InvokeAsync<FulfilmentAnswer>(new RecordArrival(order.OrderId, null));

        var notices = await world.SettledAsync(person.Id, 3);
        notices.Single(n => n.Kind == NoticeKind.OrderShipped).Should().BeEquivalentTo(new { Status = NoticeStatus.Skipped, Reason = NoticeRecipients.NoVerifiedEmail });
        world.Mailbox.To(person.Phone).Should().HaveCount(2).And.ContainSingle(d => d.Text.Contains("прибыл", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PayoutOutcome.Settled, "выполнен")]
    [InlineData(PayoutOutcome.Rejected, "отклонил")]
    public async Task S91_the_end_of_a_withdrawal_is_told_once_however_often_the_bank_tells_it(PayoutOutcome outcome, string word)
    {
        var person = await world.PersonAsync(500_00);
        var (walletId, withdrawal) = (AccountIds.WalletId(person.Id), Guid.NewGuid());
        await using (var session = world.Shop.Store.LightweightSession())
        {
            session.Events.Append(
                walletId,
                new FundsHeld(walletId, withdrawal, 200_00, HoldPurpose.Withdrawal, withdrawal, null, world.Now),
                new WithdrawalRequested(
                    walletId, withdrawal, 200_00, new(person.Id, "requisites", new PayoutDestination("044525225", "40817810700000000001", "Иван")), Guid.NewGuid(), world.Now.AddMinutes(20), world.Now),
                new WithdrawalConfirmed(walletId, withdrawal, new DateOnly(2026, 11, 24), new DateOnly(2026, 11, 26), world.Now.AddDays(4), world.Now));
            await session.SaveChangesAsync();
        }

        for (var i = 0; i < 3; i++) await world.Shop.InvokeAsync(new RecordPayout(person.Id, withdrawal, new PayoutAnswer(outcome, "account-closed"), 200_00));
        await world.SettledAsync(person.Id, 1);
        world.Mailbox.HandedOver.Where(d => d.To == person.Phone).Should().ContainSingle().Which.Text.Should().Contain("200.00 ₽").And.Contain(word);
    }

    [Fact]
    public async Task S91_an_unknown_outcome_tells_nothing()
    {
        var person = await world.PersonAsync();
        var walletId = AccountIds.WalletId(person.Id);
        await using (var session = world.Shop.Store.LightweightSession())
        {
            session.Events.Append(walletId, new WithdrawalOutcomeUnknown(walletId, Guid.NewGuid(), world.Now));
            await session.SaveChangesAsync();
        }

        await world.AppendAsync(person.Id, new PasskeyEnrolled(person.Id, Guid.NewGuid(), null, world.Now));
        (await world.SettledAsync(person.Id, 1)).Should().ContainSingle().Which.Kind.Should().Be(NoticeKind.PasskeyEnrolled, "events are read in their order");
    }

    [Fact]
    public async Task D11_X26_the_old_phone_and_the_e_mail_are_told_and_can_object()
    {
        var person = await world.PersonAsync();
        var change = Guid.NewGuid();
        var requested = new ContactChangeRequested(person.Id, change, ContactKind.Phone, NoticeShop.Pii(person.Id, "phone", "+79990001122"), Guid.NewGuid(), Guid.NewGuid(), world.Now, world.Now);
        await world.AppendAsync(person.Id, requested, new ContactChangeScheduled(person.Id, change, ContactKind.Phone, world.Now.AddDays(14), world.Now));
        await world.SettledAsync(person.Id, 2);
        await world.AppendAsync(person.Id, new ContactChangeWarned(person.Id, change, ContactKind.Phone, 7, world.Now));
        await world.SettledAsync(person.Id, 4);

        var token = world.Shop.Services.GetRequiredService<LinkTokens>().TokenOf(LinkPurpose.ChangeCancellation, change);
        foreach (var contact in (string[])[person.Phone, person.Email])
        {
            world.Mailbox.To(contact).Should().HaveCount(2).And.OnlyContain(d => d.Text.Contains($"cancel-contact-change?token={token}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task X26_D6_whoever_loses_a_contact_or_is_recovered_is_told_on_all_that_is_known()
    {
        var person = await world.PersonAsync();
        const string newPhone = "+79990003344";
        await world.AppendAsync(
            person.Id,
            new RecoveryStarted(person.Id, Guid.NewGuid(), "agent-7", NoticeShop.Pii(person.Id, "reason", "lost"), Guid.NewGuid(), world.Now.AddHours(1), world.Now));
        await world.SettledAsync(person.Id, 2);
        await world.AppendAsync(
            person.Id,
            new PhoneChanged(person.Id, Guid.NewGuid(), NoticeShop.Pii(person.Id, "phone", newPhone), NoticeShop.Pii(person.Id, "phone", person.Phone), ContactChangeReason.Recovery, world.Now),
            new RecoveryCompleted(person.Id, Guid.NewGuid(), world.Now));

        (await world.SettledAsync(person.Id, 6)).Should().OnlyContain(n => n.Status == NoticeStatus.Sent);
        world.Mailbox.To(person.Phone).Should().HaveCount(2, "that the recovery began, and that the phone is lost");
        world.Mailbox.To(newPhone).Should().ContainSingle();
        world.Mailbox.To(person.Email).Should().HaveCount(3);
    }

    [Fact]
    public async Task S17_S19_an_address_gets_its_link_and_nothing_else_before_it_is_proved()
    {
        var person = await world.PersonAsync(100_00, verified: false);
        var (emailId, link) = (Guid.NewGuid(), Guid.NewGuid());
        await world.AppendAsync(
            person.Id, new EmailAdded(person.Id, emailId, NoticeShop.Pii(person.Id, "email", person.Email), world.Now),
            new EmailVerificationRequested(person.Id, emailId, link, world.Now.AddDays(1), world.Now),
            new PasskeyEnrolled(person.Id, Guid.NewGuid(), null, world.Now));
        await world.SettledAsync(person.Id, 2);
        var token = world.Shop.Services.GetRequiredService<LinkTokens>().TokenOf(LinkPurpose.EmailProof, link);
        world.Mailbox.To(person.Email).Should().ContainSingle().Which.Text.Should().Contain($"confirm-email?token={token}");
    }
}
