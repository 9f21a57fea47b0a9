using Marten;
using Wolverine.ErrorHandling;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace Marketplace.Application.Notifications;

/// <summary>Sends a notice. The message carries its id only: it is kept in a queue.</summary>
public sealed record DeliverNotice(Guid NoticeId);

/// <summary>Notes that a notice has been tried for the last time.</summary>
public sealed record GiveNoticeUp(Guid NoticeId);

/// <summary>Handles <see cref="DeliverNotice"/> and <see cref="GiveNoticeUp"/>.</summary>
public static class DeliverNoticeHandler
{
    /// <summary>
    /// A post office that is away for a day delays a notice. After that the message lies among the dead letters, and the notice
    /// shows as failed (I17). A database that is away is waited for like everywhere.
    /// </summary>
    public static void Configure(HandlerChain chain) => chain.OnException(e => e is not JasperFx.ConcurrencyException && !DatabaseAway.Caused(e))
        .RetryWithCooldown(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1))
        .Then.ScheduleRetry(
            TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
            TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(18))
        .Then.MoveToErrorQueue().And(async (runtime, lifecycle, _) =>
        {
            if (lifecycle.Envelope?.Message is DeliverNotice message) await new MessageBus(runtime).PublishAsync(new GiveNoticeUp(message.NoticeId));
        });

    /// <summary>
    /// Sends it unless that is done. When the host dies between the hand-over and the commit it is handed over again, under the
    /// same id: the gateway sends one message an id, and a mailbox shows one letter a Message-ID.
    /// </summary>
    public static async Task Handle(DeliverNotice message, IDocumentSession session, NoticeDelivery delivery, CancellationToken cancellation)
    {
        if (await session.LoadAsync<Notice>(message.NoticeId, cancellation) is not { } notice || !notice.IsOpen()) return;
        session.Store(await delivery.DeliverAsync(session, notice, cancellation));
    }

    /// <summary>Shows it as failed, unless it was sent after all.</summary>
    public static async Task Handle(GiveNoticeUp message, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<Notice>(message.NoticeId, cancellation) is { Status: NoticeStatus.Waiting } notice)
        {
            session.Store(notice.Failed("nobody-took-it", clock.GetUtcNow()));
        }
    }
}
