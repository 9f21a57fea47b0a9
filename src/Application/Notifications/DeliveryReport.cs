using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Notifications;

/// <summary>What became of an SMS after the gateway had taken it (S38).</summary>
public enum DeliveryStatus
{
    /// <summary>The phone has it.</summary>
    Delivered,

    /// <summary>The network would not take it: the phone is off for good, or there is no such number.</summary>
    Undelivered,

    /// <summary>The phone was off or out of reach for too long.</summary>
    Expired,
}

/// <summary>The gateway's last word on a message. It is kept beside the message, so that a late word meets no writer of the message itself.</summary>
/// <param name="Id">The message: a challenge or a notice.</param>
/// <param name="Status">What became of it.</param>
/// <param name="At">When, by the gateway's clock.</param>
/// <param name="ReportedAt">When we were told.</param>
public sealed record DeliveryReport(Guid Id, DeliveryStatus Status, DateTimeOffset At, DateTimeOffset ReportedAt)
{
    /// <summary>Whether the message never came.</summary>
    public bool IsLost() => Status != DeliveryStatus.Delivered;
}

/// <summary>The gateway reports on a message.</summary>
public sealed record RecordDelivery(Guid MessageId, DeliveryStatus Status, DateTimeOffset At);

/// <summary>Handles <see cref="RecordDelivery"/>.</summary>
public static class RecordDeliveryHandler
{
    /// <summary>Keeps the latest word, however often and in whatever order words come. What is said of a message that is not ours is not kept.</summary>
    public static async Task Handle(RecordDelivery command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<DeliveryReport>(command.MessageId, cancellation) is { } known && known.At >= command.At) return;
        var isOurs = await session.LoadAsync<Challenge>(command.MessageId, cancellation) is not null
            || await session.LoadAsync<Notice>(command.MessageId, cancellation) is not null;
        if (isOurs) session.Store(new DeliveryReport(command.MessageId, command.Status, command.At, clock.GetUtcNow()));
    }
}
