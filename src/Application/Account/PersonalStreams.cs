using JasperFx.Events;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Wallets;
using Marten;
using Marten.Events;

namespace Marketplace.Application.Account;

/// <summary>A stream that is about one person.</summary>
/// <param name="Name">What it is: customer, wallet, bonus-card, favourites, first-order-discount, referrals, certificate, support-question, order, review.</param>
/// <param name="Id">The stream.</param>
public sealed record PersonalStream(string Name, Guid Id);

/// <summary>Finds everything that happened to one person. Whoever adds a stream about a customer adds it here.</summary>
public static class PersonalStreams
{
    private const int AtATime = 200;

    /// <summary>The person's streams; one that does not exist yet has no events. The orders and their reviews come last, the oldest first.</summary>
    public static async Task<IReadOnlyList<PersonalStream>> OfAsync(IQuerySession session, Guid customerId, CancellationToken cancellation)
    {
        var orders = await session.Query<OrderView>().Where(o => o.CustomerId == customerId).OrderBy(o => o.PlacedAt).Select(o => o.OrderId).ToListAsync(cancellation);
        var questions = await session.Query<SupportQuestionView>().Where(q => q.CustomerId == customerId).OrderBy(q => q.AskedAt).Select(q => q.QuestionId).ToListAsync(cancellation);
        var reviews = await session.Query<ReviewView>().Where(r => r.CustomerId == customerId).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellation);
        var certificates = await CertificatesAsync(session, AccountIds.WalletId(customerId), cancellation);
        return
        [
            new("customer", customerId),
            new("wallet", AccountIds.WalletId(customerId)),
            new("bonus-card", AccountIds.BonusCardId(customerId)),
            new("favourites", AccountIds.FavouritesId(customerId)),
            new("first-order-discount", AccountIds.FirstOrderDiscountId(customerId)),
            new("referrals", Referrals.IdOf(customerId)),
            .. certificates.Select(id => new PersonalStream("certificate", id)),
            .. questions.Select(id => new PersonalStream("support-question", id)),
            .. orders.Select(id => new PersonalStream("order", id)),
            .. reviews.Select(id => new PersonalStream("review", id)),
        ];
    }

    /// <summary>The gift certificates that the person activated: each is behind a credit of the wallet.</summary>
    private static async Task<IReadOnlyList<Guid>> CertificatesAsync(IQuerySession session, Guid walletId, CancellationToken cancellation)
    {
        var credits = await session.Events.QueryAllRawEvents().Where(e => e.StreamId == walletId && e.EventTypesAre(typeof(WalletCredited))).OrderBy(e => e.Version).ToListAsync(cancellation);
        return [.. credits.Select(e => (WalletCredited)e.Data).Where(e => e.Source == CreditSource.Certificate).Select(e => e.SourceId)];
    }

    /// <summary>
    /// The events of a stream, the oldest first, read some at a time: nothing but these few is in memory, and no connection to
    /// the database waits for a slow reader.
    /// </summary>
    public static async IAsyncEnumerable<IEvent> EventsAsync(
        IDocumentStore store, Guid streamId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var from = 1L; ; from += AtATime)
        {
            await using var session = store.QuerySession();
            var some = await session.Events.FetchStreamAsync(streamId, version: from + AtATime - 1, fromVersion: from, token: cancellation);
            foreach (var happened in some) yield return happened;
            if (some.Count < AtATime) yield break;
        }
    }
}
