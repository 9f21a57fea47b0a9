using System.Collections.Immutable;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Views;

/// <summary>Something that a customer agreed to, and when (S5, S57, S78).</summary>
/// <param name="Kind">terms, personal-data or newsletter.</param>
/// <param name="Version">The version of the text; the news have none.</param>
/// <param name="Source">Where that was said; known of the news only.</param>
/// <param name="GivenAt">When.</param>
/// <param name="RevokedAt">When it was taken back; null when it was not.</param>
/// <param name="InForce">Whether it counts: it was not taken back, and no newer version took its place.</param>
public sealed record ConsentView(string Kind, string? Version, string? Source, DateTimeOffset GivenAt, DateTimeOffset? RevokedAt, bool InForce);

/// <summary>All that a customer ever agreed to, the newest first.</summary>
public sealed record ConsentsView(Guid Id, ImmutableList<ConsentView> Items)
{
    /// <summary>The news' kind of consent.</summary>
    public const string News = "newsletter";

    private const string Terms = "terms";
    private const string PersonalData = "personal-data";

    /// <summary>The events that it is made of; the others of the stream leave it alone.</summary>
    public static IReadOnlyList<Type> Events { get; } =
        [typeof(TermsAccepted), typeof(PersonalDataConsentGiven), typeof(PersonalDataConsentRevoked), typeof(NewsletterSubscribed), typeof(NewsletterUnsubscribed)];

    /// <summary>The view after one more event. (Not named Evolve: the store's source generator claims that name in this assembly.)</summary>
    public static ConsentsView? Fold(ConsentsView? view, CustomerEvent happened) => happened switch
    {
        TermsAccepted e => Given(view, e.CustomerId, new ConsentView(Terms, e.Version, null, e.AcceptedAt, null, true)),
        PersonalDataConsentGiven e => Given(view, e.CustomerId, new ConsentView(PersonalData, e.Version, null, e.GivenAt, null, true)),
        NewsletterSubscribed e => Given(view, e.CustomerId, new ConsentView(News, null, e.Source, e.SubscribedAt, null, true)),
        PersonalDataConsentRevoked e => view?.Without(PersonalData, e.RevokedAt),
        NewsletterUnsubscribed e => view?.Without(News, e.UnsubscribedAt),
        _ => view,
    };

    private static ConsentsView Given(ConsentsView? view, Guid customerId, ConsentView given) =>
        (view ?? new ConsentsView(customerId, [])).Without(given.Kind, revokedAt: null).WithNewest(given);

    private ConsentsView WithNewest(ConsentView given) => this with { Items = Items.Insert(0, given) };

    /// <summary>What was in force of that kind is so no more; without a time it was overtaken, not revoked.</summary>
    private ConsentsView Without(string kind, DateTimeOffset? revokedAt) => Items.Find(c => c.Kind == kind && c.InForce) is { } last
        ? this with { Items = Items.Replace(last, last with { InForce = false, RevokedAt = revokedAt }) }
        : this;
}
