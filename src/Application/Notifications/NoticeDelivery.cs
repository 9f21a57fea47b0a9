using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Notifications;

/// <summary>Sends one notice: finds the contact and the words, and hands them over under the notice's own id.</summary>
public sealed class NoticeDelivery(ISmsGateway sms, IMailer mailer, NoticeContent content, TimeProvider clock)
{
    private const NoticeLanguage Language = NoticeLanguage.Russian;

    /// <summary>Tries it, and says how the notice stands then. Silence is thrown, so that the message comes back; a refusal for good is an end.</summary>
    public async Task<Notice> DeliverAsync(IDocumentSession session, Notice notice, CancellationToken cancellation)
    {
        var customer = await session.LoadAsync<Customer>(notice.CustomerId, cancellation);
        var happened = await EventOfAsync(session, notice, cancellation);
        var recipient = customer is null
            ? NoticeRecipients.OfGuest(notice.Route, await session.LoadAsync<GuestOrder>(notice.StreamId, cancellation))
            : NoticeRecipients.Of(notice.Route, customer, happened);
        if (recipient.To is not { } to) return notice.Skipped(recipient.Nobody!, clock.GetUtcNow());
        if (await content.OfAsync(session, notice, customer, happened, to.Kind, Language, cancellation) is not { } facts)
        {
            return notice.Skipped(NoticeRecipients.Over, clock.GetUtcNow());
        }

        try
        {
            await SendAsync(notice, to, facts, cancellation);
            return notice.Sent(to.Kind, clock.GetUtcNow());
        }
        catch (ProviderRefusedException)
        {
            return notice.Failed("refused", clock.GetUtcNow());
        }
    }

    private Task SendAsync(Notice notice, Contact to, NoticeFacts facts, CancellationToken cancellation) => HandOver.QuietlyAsync(
        "notice",
        () => to.Kind == ContactKind.Email
            ? mailer.SendAsync(notice.Id, to.Value, NoticeTexts.Letter(notice.Kind, Language, facts), cancellation)
            : sms.SendAsync(notice.Id, to.Value, NoticeTexts.Sms(notice.Kind, Language, facts)!, cancellation),
        cancellation);

    private static async Task<object?> EventOfAsync(IQuerySession session, Notice notice, CancellationToken cancellation) =>
        (await session.Events.FetchStreamAsync(notice.StreamId, version: notice.StreamVersion, fromVersion: notice.StreamVersion, token: cancellation))
            .SingleOrDefault()?.Data;
}
