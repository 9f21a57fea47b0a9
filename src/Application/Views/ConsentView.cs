using Marketplace.Domain.Customers;
using Marten;
using Marten.Events;

namespace Marketplace.Application.Views;

/// <summary>What a customer agreed to, and when (S5, S57, S78).</summary>
/// <param name="Kind">terms, personal-data or newsletter.</param>
/// <param name="Version">The version of the text; the news have none.</param>
/// <param name="Source">Where that was said; known of the news only.</param>
/// <param name="GivenAt">When.</param>
/// <param name="RevokedAt">When it was taken back; null when it was not.</param>
/// <param name="InForce">Whether it counts: it was not taken back, and no newer version took its place.</param>
public sealed record ConsentView(string Kind, string? Version, string? Source, DateTimeOffset GivenAt, DateTimeOffset? RevokedAt, bool InForce)
{
    private const string Terms = "terms";
    private const string PersonalData = "personal-data";
    private const string News = "newsletter";

    /// <summary>Whether this is about the news.</summary>
    public bool IsNewsletter() => Kind == News;

    /// <summary>All consents of a customer, the newest first, read off the events.</summary>
    public static IReadOnlyList<ConsentView> Of(IEnumerable<CustomerEvent> history)
    {
        List<ConsentView> all = [];
        foreach (var happened in history)
        {
            switch (happened)
            {
                case TermsAccepted e: Give(all, new ConsentView(Terms, e.Version, null, e.AcceptedAt, null, true)); break;
                case PersonalDataConsentGiven e: Give(all, new ConsentView(PersonalData, e.Version, null, e.GivenAt, null, true)); break;
                case PersonalDataConsentRevoked e: Revoke(all, PersonalData, e.RevokedAt); break;
                case NewsletterSubscribed e: Give(all, new ConsentView(News, null, e.Source, e.SubscribedAt, null, true)); break;
                case NewsletterUnsubscribed e: Revoke(all, News, e.UnsubscribedAt); break;
                default: break;
            }
        }

        return all;
    }

    /// <summary>The same off the stream as it was at a moment, or is now. Only these few events are read, however long the stream.</summary>
    public static async Task<IReadOnlyList<ConsentView>> OfAsync(IQuerySession session, Guid customerId, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        var query = session.Events.QueryAllRawEvents().Where(e => e.StreamId == customerId && e.EventTypesAre(
            typeof(TermsAccepted), typeof(PersonalDataConsentGiven), typeof(PersonalDataConsentRevoked), typeof(NewsletterSubscribed), typeof(NewsletterUnsubscribed)));
        if (asOf is { } at) query = query.Where(e => e.Timestamp <= at);
        return Of((await query.OrderBy(e => e.Version).ToListAsync(cancellation)).Select(e => (CustomerEvent)e.Data));
    }

    private static void Give(List<ConsentView> all, ConsentView given)
    {
        Change(all, given.Kind, c => c with { InForce = false });
        all.Insert(0, given);
    }

    private static void Revoke(List<ConsentView> all, string kind, DateTimeOffset at) => Change(all, kind, c => c with { InForce = false, RevokedAt = at });

    private static void Change(List<ConsentView> all, string kind, Func<ConsentView, ConsentView> change)
    {
        var at = all.FindIndex(c => c.Kind == kind && c.InForce);
        if (at >= 0) all[at] = change(all[at]);
    }
}
