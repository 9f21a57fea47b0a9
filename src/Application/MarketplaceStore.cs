using JasperFx;
using JasperFx.Events.Projections;
using Marketplace.Application.Audit.Refusals;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.External;
using Marketplace.Application.Customers.Passkeys;
using Marketplace.Application.Customers.Sessions;
using Marketplace.Application.Erasure;
using Marketplace.Application.GroupCommits;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Json;
using Marketplace.Application.Notifications;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Views;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Favourites;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Reviews;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Support;
using Marketplace.Domain.Wallets;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weasel.Core;
using Wolverine.Marten;

namespace Marketplace.Application;

/// <summary>The event store and its documents.</summary>
public static class MarketplaceStore
{
    /// <summary>The schema of events and documents.</summary>
    public const string Schema = "marketplace";

    /// <summary>The schema of queued and scheduled messages.</summary>
    public const string MessageSchema = "marketplace_messages";

    /// <summary>Adds the store on that database.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="noticesSince">Events recorded before ask for no notice; null when all do.</param>
    /// <param name="appliesSchema">Whether its tables are made and changed at the start; else another role did that before.</param>
    public static IServiceCollection AddMarketplaceStore(
        this IServiceCollection services, string connectionString, DateTimeOffset? noticesSince = null, bool appliesSchema = true)
    {
        services.AddSingleton(provider => new RebuiltViews(provider.GetRequiredService<IDocumentStore>(), () => OptionsOf(provider, connectionString, RebuiltViews.Schema)));
        var store = services.AddMarten(provider =>
        {
            var options = OptionsOf(provider, connectionString, Schema);
            // At the start or never: a transaction that first used some kind of change would ask for a second connection to look whether
            // its tables are there, and whoever waits for its locks may have all that are left.
            options.AutoCreateSchemaObjects = AutoCreate.None;
            return options;
        })
        .IntegrateWithWolverine(m =>
        {
            m.MessageStorageSchemaName = MessageSchema;
            if (appliesSchema) m.AutoCreate = AutoCreate.CreateOrUpdate;
            m.UseWolverineManagedEventSubscriptionDistribution = true;
        })
        .SubscribeToEvents(new NoticeSubscription(noticesSince));
        services.TryAddSingleton(new SessionCacheOptions());
        services.TryAddSingleton<SessionCache>();
        services.TryAddSingleton(new GroupCommitOptions());
        services.AddSingleton<GroupCommit>().AddHostedService(provider => provider.GetRequiredService<GroupCommit>());
        services.AddSingleton<RefusalJournal>();
        if (!appliesSchema) return services;
        store.ApplyAllDatabaseChangesOnStartup();
        // Behind the store's own start, which makes the schema and the tables that this puts its triggers on.
        services.AddHostedService<SchemaAtStart>();
        return services;
    }

    /// <summary>The store with its documents in that schema; the events are where they always are.</summary>
    private static StoreOptions OptionsOf(IServiceProvider provider, string connectionString, string documents)
    {
        var options = new StoreOptions { DatabaseSchemaName = documents };
        options.Events.DatabaseSchemaName = Schema;
        options.Connection(connectionString);
        ConfigureEvents(options, provider.GetRequiredService<TimeProvider>());
        ConfigureDocuments(options);
        options.Listeners.Add(new SessionsEndedHere(provider.GetRequiredService<SessionCache>()));
        // The casing is said twice: queries ask the store for it, not the serializer. Enums are written by our own converter
        // («AsString» would put another before it), so a query must not compare them: it would fail, and loudly.
        options.UseSystemTextJsonForSerialization(EnumStorage.AsInteger, Casing.CamelCase, json => MarketplaceJson.Configure(json, provider));
        return options;
    }

    private static void ConfigureEvents(StoreOptions options, TimeProvider clock)
    {
        var events = options.Events;
        events.TimeProvider = clock;
        events.UseExclusiveLockOnConcurrentAppends = true;
        events.UseMandatoryStreamTypeDeclaration = true;
        events.EventNamingStyle = JasperFx.Events.EventNamingStyle.SmarterTypeName;
        events.AddEventTypes(EventTypes.All);
        events.MetadataConfig.CorrelationIdEnabled = true;
        events.MetadataConfig.CausationIdEnabled = true;
        events.MetadataConfig.HeadersEnabled = true;
        events.MetadataConfig.UserNameEnabled = true;
        // By default a view skips what it cannot read and goes on, wrong for ever; here it stops and is seen.
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;
        // How soon what follows events follows them: a customer expects the message while the page is still open.
        options.Projections.FastPollingTime = TimeSpan.FromMilliseconds(100);
        options.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);
        options.Projections.Add(new CustomerProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ErasureProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new WalletProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new BonusCardProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new FavouritesProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ConsentsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new OrderProjection(), ProjectionLifecycle.Live);
        options.Projections.Add(new CertificateProjection(), ProjectionLifecycle.Live);
        options.Projections.Add(new OrderViewProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ReturnViewProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PromotionProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PromoCodeViewProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new FirstOrderDiscountProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ReferralsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ProductStockProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ReservationViewProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new WaitlistEntryProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ReviewProjection(), ProjectionLifecycle.Live);
        options.Projections.Add(new ReviewViewProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new SupportQuestionProjection(), ProjectionLifecycle.Live);
        options.Projections.Add(new SupportQuestionViewProjection(), ProjectionLifecycle.Inline);
    }

    private static readonly string[] Columns =
        [nameof(OrderView.CustomerId), nameof(OrderView.PlacedAt), nameof(OrderView.Open), nameof(OrderView.Owes), nameof(OrderView.Json), nameof(OrderView.JsonShape)];

    private static void ConfigureDocuments(StoreOptions options)
    {
        options.Schema.For<Domain.Catalogue.Product>().Identity(p => p.Sku);
        options.Schema.For<Domain.Catalogue.PickupPoint>().Identity(p => p.PickupPointId);
        options.Schema.For<ReturnView>().Identity(v => v.ReturnId).Index(v => v.CustomerId);
        options.Schema.For<ReservationView>().Identity(v => v.ReservationId).Duplicate(v => v.CustomerId).Duplicate(v => v.ReservedAt)
            .Index(v => new { v.CustomerId, v.ReservedAt });
        options.Schema.For<WaitlistEntryView>().Duplicate(v => v.CustomerId).Duplicate(v => v.Since).Index(v => new { v.CustomerId, v.Since });
        options.Schema.For<GuestOrder>().Duplicate(g => g.GuestId);
        options.Schema.For<ReviewView>().Index(v => v.CustomerId);
        options.Schema.For<OrderView>().Identity(v => v.OrderId).Index(v => new { v.CustomerId, v.PlacedAt, v.OrderId })
            .Index(v => new { v.CustomerId, v.PlacedAt }, i => (i.Name, i.Predicate) = ("mt_doc_orderview_idx_open", "open"))
            .Index(v => new { v.CustomerId, v.PlacedAt }, i => (i.Name, i.Predicate) = ("mt_doc_orderview_idx_owes", "owes"));
        options.Policies.ForAllDocuments(m =>
        {
            // «Duplicate» would put an index on each, which nobody asks.
            if (m.DocumentType == typeof(OrderView)) foreach (var column in Columns) m.DuplicateField(column);
        });
        options.Schema.For<PromoCodeView>().Identity(v => v.PromotionId).Duplicate(v => v.IssuedTo);
        options.Schema.For<StoredAnswer>().Identity(a => a.Id).Duplicate(a => a.AnsweredAt, notNull: true);
        options.Schema.For<Challenge>().Index(c => c.ContactHash).UseNumericRevisions(true).Metadata(m => m.Revision.MapTo(c => c.Revision));
        options.Schema.For<CodeTally>().Duplicate(t => t.LastAt, notNull: true);
        options.Schema.For<GuessTally>().Duplicate(t => t.LastAt, notNull: true);
        options.Schema.For<Session>().Index(s => s.CustomerId);
        options.Schema.For<PasskeyCredential>().Index(c => c.CustomerId);
        options.Schema.For<AnsweredCeremony>().Duplicate(c => c.ExpiresAt, notNull: true);
        options.Schema.For<LinkTarget>().Index(t => t.CustomerId);
        options.Schema.For<DeliveryReport>();
        options.Schema.For<Notice>().Index(n => n.CustomerId).Index(n => n.SubjectId);
        options.Schema.For<ContactClaim>().Index(c => c.CustomerId);
        options.Schema.For<ExportTally>();
        options.Schema.For<LinkedIdentity>().Index(i => i.CustomerId);
        options.Schema.For<ExternalAttempt>().Duplicate(a => a.ExpiresAt, notNull: true);
        options.Schema.For<LookupTally>();
        options.Schema.For<SeenCard>().Index(c => c.CustomerId);
        options.Schema.For<HeldIdentity>().Index(h => h.CustomerId);
        options.Schema.For<SupportQuestionView>().Identity(v => v.QuestionId).Duplicate(v => v.CustomerId).Duplicate(v => v.Open).Duplicate(v => v.AskedAt)
            .Index(v => new { v.CustomerId, v.AskedAt });
    }

    private sealed class CustomerProjection() : StateProjection<Customer, CustomerEvent>(Customer.Evolve);

    private sealed class ErasureProjection() : StateProjection<ErasureRecord, CustomerEvent>(ErasureRecord.Fold, ErasureRecord.Events);

    private sealed class WalletProjection() : StateProjection<Wallet, WalletEvent>(Wallet.Evolve);

    private sealed class BonusCardProjection() : StateProjection<BonusCard, BonusCardEvent>(BonusCard.Evolve);

    private sealed class FavouritesProjection() : StateProjection<FavouriteList, FavouriteEvent>(FavouriteList.Evolve);

    private sealed class ConsentsProjection() : StateProjection<ConsentsView, CustomerEvent>(ConsentsView.Fold, ConsentsView.Events);

    private sealed class CertificateProjection() : StateProjection<Certificate, CertificateEvent>(Certificate.Evolve);

    private sealed class OrderViewProjection() : StateProjection<OrderView, OrderEvent>(OrderView.Fold);

    private sealed class ProductStockProjection() : StateProjection<ProductStock, StockEvent>(ProductStock.Evolve);

    private sealed class ReviewProjection() : StateProjection<Review, ReviewEvent>(Review.Evolve);

    private sealed class ReviewViewProjection() : StateProjection<ReviewView, ReviewEvent>(ReviewView.Fold);

    private sealed class SupportQuestionProjection() : StateProjection<SupportQuestion, SupportQuestionEvent>(SupportQuestion.Evolve);

    private sealed class SupportQuestionViewProjection() : StateProjection<SupportQuestionView, SupportQuestionEvent>(SupportQuestionView.Fold);

    private sealed class PromotionProjection() : StateProjection<Promotion, PromotionEvent>(Promotion.Evolve);

    private sealed class PromoCodeViewProjection() : StateProjection<PromoCodeView, PromotionEvent>(PromoCodeView.Fold);

    private sealed class FirstOrderDiscountProjection() : StateProjection<FirstOrderDiscount, FirstOrderEvent>(FirstOrderDiscount.Evolve);

    private sealed class ReferralsProjection() : StateProjection<Referrals, ReferralEvent>(Referrals.Evolve);

    private sealed class OrderProjection() : StateProjection<Order, OrderEvent>(Order.Evolve);
}
