using Marketplace.Application.Notifications;

namespace Marketplace.Host.Callbacks;

/// <summary>The gateway tells what became of an SMS. It may tell it twice, late, and in any order.</summary>
/// <param name="EventId">The same in every delivery of one fact.</param>
/// <param name="MessageId">Ours.</param>
/// <param name="Status">What became of it.</param>
/// <param name="At">When that happened, not when it is told.</param>
public sealed record SmsCallback(Guid EventId, Guid MessageId, DeliveryStatus Status, DateTimeOffset At);
