using Marketplace.Application.Views;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers.Contacts;

/// <summary>How far a change of a contact has come.</summary>
public enum ContactChangeStatus
{
    /// <summary>Waits for the code from the new contact.</summary>
    Requested,

    /// <summary>Waits for objections (S47).</summary>
    Scheduled,

    /// <summary>The contact has changed.</summary>
    Completed,

    /// <summary>Taken back.</summary>
    Cancelled,

    /// <summary>The new contact was not proved in time, or belongs to another account.</summary>
    Failed,
}

/// <summary>A change of a contact as its customer sees it.</summary>
/// <param name="ChangeId">The change.</param>
/// <param name="Kind">Which contact.</param>
/// <param name="NewContact">What it is to become, masked; null when it is erased.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="ConfirmBy">Until when the new contact must be proved.</param>
/// <param name="EffectiveAt">When it takes effect without a proof of the phone of now; null unless it waits or has waited.</param>
/// <param name="WarnedDays">The days after the schedule of which the old contact was warned.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ContactChangeView(
    Guid ChangeId,
    ContactKind Kind,
    string? NewContact,
    ContactChangeStatus Status,
    DateTimeOffset RequestedAt,
    DateTimeOffset ConfirmBy,
    DateTimeOffset? EffectiveAt,
    IReadOnlyList<int> WarnedDays,
    DateTimeOffset? EndedAt)
{
    /// <summary>One change out of the account's history; null when there is none of that id.</summary>
    public static ContactChangeView? Of(IEnumerable<CustomerEvent> events, Guid changeId) =>
        events.Aggregate((ContactChangeView?)null, (view, happened) => Fold(view, happened, changeId));

    private static ContactChangeView? Fold(ContactChangeView? view, CustomerEvent happened, Guid changeId) => (view, happened) switch
    {
        (null, ContactChangeRequested e) when e.ChangeId == changeId =>
            new(changeId, e.Kind, MaskedContact.Of(e.Kind, e.NewContact), ContactChangeStatus.Requested, e.RequestedAt, e.ProveBy, null, [], null),
        ({ } v, ContactChangeScheduled e) when e.ChangeId == changeId =>
            v with { Status = ContactChangeStatus.Scheduled, EffectiveAt = e.EffectiveAt, WarnedDays = [0] },
        ({ } v, ContactChangeWarned e) when e.ChangeId == changeId => v with { WarnedDays = [.. v.WarnedDays, e.Day] },
        ({ } v, ContactChangeCancelled e) when e.ChangeId == changeId => v with { Status = StatusOf(e.Reason), EndedAt = e.CancelledAt },
        ({ } v, PhoneChanged e) when e.ChangeId == changeId => v with { Status = ContactChangeStatus.Completed, EndedAt = e.ChangedAt },
        ({ } v, EmailChanged e) when e.ChangeId == changeId => v with { Status = ContactChangeStatus.Completed, EndedAt = e.ChangedAt },
        _ => view,
    };

    private static ContactChangeStatus StatusOf(ContactChangeEnd reason) =>
        reason is ContactChangeEnd.NotProved or ContactChangeEnd.ContactTaken ? ContactChangeStatus.Failed : ContactChangeStatus.Cancelled;
}
