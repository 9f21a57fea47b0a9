using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Notifications;

/// <summary>How a notice stands.</summary>
public enum NoticeStatus
{
    /// <summary>It is to be sent, or being tried.</summary>
    Waiting,

    /// <summary>The post office or the gateway has taken it.</summary>
    Sent,

    /// <summary>There is nobody to tell, or nothing to tell any more; <see cref="Notice.Reason"/> says which.</summary>
    Skipped,

    /// <summary>Nobody would take it; a person must look. Sending its message again tries anew.</summary>
    Failed,
}

/// <summary>
/// A notice that an event asked for. The row is what makes it happen once: its id follows from the event, and it is written
/// together with the progress of reading the events. It holds ids only; contacts, sums and links are read when it is sent.
/// </summary>
/// <param name="Id">Follows from the event, the kind and the route; the id of the letter or SMS.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Route">Whom.</param>
/// <param name="CustomerId">Whose notice it is.</param>
/// <param name="SubjectId">What it is about.</param>
/// <param name="StreamId">The stream of the event.</param>
/// <param name="StreamVersion">The event's place in it.</param>
/// <param name="AskedAt">When the event was recorded.</param>
public sealed record Notice(
    Guid Id, NoticeKind Kind, NoticeRoute Route, Guid CustomerId, Guid SubjectId, Guid StreamId, long StreamVersion, DateTimeOffset AskedAt)
{
    /// <summary>How it stands.</summary>
    public NoticeStatus Status { get; init; }

    /// <summary>How it went, once it was sent.</summary>
    public ContactKind? SentTo { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>A short word that says why it was not sent.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of the notice that an event asks for.</summary>
    public static Guid IdOf(Guid eventId, NoticeKind kind, NoticeRoute route) => DeterministicId.Of(eventId, $"notice:{kind}:{route}");

    /// <summary>It has been taken.</summary>
    public Notice Sent(ContactKind to, DateTimeOffset now) => this with { Status = NoticeStatus.Sent, SentTo = to, EndedAt = now, Reason = null };

    /// <summary>It is not to be sent.</summary>
    public Notice Skipped(string reason, DateTimeOffset now) => this with { Status = NoticeStatus.Skipped, EndedAt = now, Reason = reason };

    /// <summary>It could not be sent.</summary>
    public Notice Failed(string reason, DateTimeOffset now) => this with { Status = NoticeStatus.Failed, EndedAt = now, Reason = reason };

    /// <summary>Whether there is still something to do.</summary>
    public bool IsOpen() => Status is NoticeStatus.Waiting or NoticeStatus.Failed;
}
