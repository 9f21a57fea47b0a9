using System.Text.Json;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Views;

/// <summary>Something that concerns the safety of an account, as its owner reads it (S103).</summary>
/// <param name="EventId">The event behind it.</param>
/// <param name="Kind">What happened, in kebab-case.</param>
/// <param name="At">When it took effect.</param>
/// <param name="Details">What else is known of it, by name: a session, a method, a masked contact, a reason. What is not known is left out.</param>
public sealed record SecurityEntry(Guid EventId, string Kind, DateTimeOffset At, IReadOnlyDictionary<string, string> Details);

/// <summary>
/// Reads the log off the customer's own stream. Contacts are masked, because whoever looks over a shoulder reads along, and a
/// contact that is being put in place of another may be a thief's; staff are «support».
/// </summary>
public static class SecurityLog
{
    private const string Support = "support";

    /// <summary>Events that are not shown, because another tells the same at the same time, or because they are nobody's danger.</summary>
    public static IReadOnlySet<Type> NotShown { get; } = new HashSet<Type>
    {
        // The codes and links of a step: the step itself is shown when it is done.
        typeof(ActivationRequested), typeof(EmailVerificationRequested),
        // The owner says more about themselves; it opens nothing.
        typeof(ProfileSaved),
    };

    /// <summary>The log, newest first.</summary>
    /// <param name="history">The customer's events in their order, with their ids.</param>
    public static IReadOnlyList<SecurityEntry> Of(IEnumerable<(Guid EventId, CustomerEvent Happened)> history)
    {
        List<SecurityEntry> entries = [];
        Dictionary<Guid, SessionOpened> sessions = [];
        foreach (var (id, happened) in history)
        {
            if (happened is SessionOpened opened) sessions[opened.SessionId] = opened;
            if (Entry(happened, sessions) is { } entry) entries.Add(entry.ToEntry(id));
        }

        entries.Reverse();
        return entries;
    }

    private static Draft? Entry(CustomerEvent happened, Dictionary<Guid, SessionOpened> sessions) => happened switch
    {
        CustomerRegistered e => new Draft("registered", e.RegisteredAt).With("contact", MaskedContact.Of(ContactKind.Phone, e.Phone)),
        SessionOpened e => new Draft("session-opened", e.OpenedAt).With(e),
        SessionClosed e => new Draft("session-closed", e.ClosedAt)
            .With(sessions.GetValueOrDefault(e.SessionId)).With("sessionId", e.SessionId).With("reason", e.Reason),
        ExternalIdentityLinked e => new Draft("external-identity-linked", e.LinkedAt).With("provider", e.Provider),
        PasskeyEnrolled e => new Draft("passkey-enrolled", e.EnrolledAt).With("passkeyId", e.PasskeyId).With("device", e.Device?.Value),
        PasskeyRemoved e => new Draft("passkey-removed", e.RemovedAt).With("passkeyId", e.PasskeyId),
        AccountActivated e => new Draft("account-activated", e.ActivatedAt),
        EmailAdded e => new Draft("email-added", e.AddedAt).With("contact", MaskedContact.Of(ContactKind.Email, e.Email)),
        EmailVerified e => new Draft("email-verified", e.VerifiedAt),
        AccountProtected e => new Draft("account-protected", e.ProtectedAt),
        SupportViewed e => new Draft("support-viewed", e.ViewedAt).With("topic", e.Topic).With("orderId", e.OrderId).With("by", Support),
        _ => OfContacts(happened) ?? OfRecovery(happened) ?? OfConsents(happened),
    };

    private static Draft? OfContacts(CustomerEvent happened) => happened switch
    {
        ContactChangeRequested e => Change("contact-change-requested", e.RequestedAt, e.ChangeId, e.Kind).With("contact", MaskedContact.Of(e.Kind, e.NewContact)),
        ContactChangeScheduled e => Change("contact-change-scheduled", e.ScheduledAt, e.ChangeId, e.Kind).With("effectiveAt", e.EffectiveAt),
        ContactChangeWarned e => Change("contact-change-warned", e.WarnedAt, e.ChangeId, e.Kind).With("day", e.Day),
        ContactChangeCancelled e => Change("contact-change-cancelled", e.CancelledAt, e.ChangeId, e.Kind).With("reason", e.Reason),
        PhoneChanged e => Change("phone-changed", e.ChangedAt, e.ChangeId, ContactKind.Phone)
            .With("contact", MaskedContact.Of(ContactKind.Phone, e.Phone))
            .With("previousContact", MaskedContact.Of(ContactKind.Phone, e.PreviousPhone)).With("reason", e.Reason),
        EmailChanged e => Change("email-changed", e.ChangedAt, e.ChangeId, ContactKind.Email)
            .With("contact", MaskedContact.Of(ContactKind.Email, e.Email))
            .With("previousContact", MaskedContact.Of(ContactKind.Email, e.PreviousEmail)).With("reason", e.Reason),
        _ => null,
    };

    private static Draft? OfRecovery(CustomerEvent happened) => happened switch
    {
        RecoveryStarted e => new Draft("recovery-started", e.StartedAt).With("recoveryId", e.RecoveryId).With("by", Support).With("expiresAt", e.ExpiresAt),
        RecoveryPhoneNamed e => new Draft("recovery-phone-named", e.NamedAt)
            .With("recoveryId", e.RecoveryId).With("contact", MaskedContact.Of(ContactKind.Phone, e.NewPhone)),
        RecoveryCompleted e => new Draft("recovery-completed", e.CompletedAt).With("recoveryId", e.RecoveryId),
        _ => null,
    };

    private static Draft? OfConsents(CustomerEvent happened) => happened switch
    {
        TermsAccepted e => new Draft("terms-accepted", e.AcceptedAt).With("version", e.Version),
        PersonalDataConsentGiven e => new Draft("personal-data-consent-given", e.GivenAt).With("version", e.Version),
        PersonalDataConsentRevoked e => new Draft("personal-data-consent-revoked", e.RevokedAt).With("version", e.Version),
        NewsletterSubscribed e => new Draft("newsletter-subscribed", e.SubscribedAt).With("source", e.Source),
        NewsletterUnsubscribed e => new Draft("newsletter-unsubscribed", e.UnsubscribedAt).With("source", e.Source),
        _ => null,
    };

    private static Draft Change(string kind, DateTimeOffset at, Guid changeId, ContactKind contact) =>
        new Draft(kind, at).With("changeId", changeId).With("contactKind", contact);

    /// <summary>An entry in the making.</summary>
    private sealed class Draft(string kind, DateTimeOffset at)
    {
        private readonly Dictionary<string, string> details = [];

        public Draft With(string name, string? value)
        {
            if (value is not null) details[name] = value;
            return this;
        }

        public Draft With<T>(string name, T? value) where T : struct => With(name, value is { } known ? Text(known) : null);

        public Draft With<T>(string name, T value) where T : struct => With(name, Text(value));

        public Draft With(SessionOpened? session) => session is null
            ? this
            : With("sessionId", session.SessionId).With("method", session.Method).With("device", session.Client?.Value);

        public SecurityEntry ToEntry(Guid eventId) => new(eventId, kind, at, details);

        // As the API writes the same values elsewhere.
        private static string Text<T>(T value) where T : struct => value switch
        {
            Enum word => JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()),
            _ => JsonSerializer.Serialize(value).Trim('"'),
        };
    }
}
