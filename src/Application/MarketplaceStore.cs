using JasperFx.Events.Projections;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Json;
using Marketplace.Application.Views;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Marten;
using Microsoft.Extensions.DependencyInjection;
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
    public static IServiceCollection AddMarketplaceStore(this IServiceCollection services, string connectionString)
    {
        services.AddMarten(provider =>
        {
            var options = new StoreOptions { DatabaseSchemaName = Schema };
            options.Connection(connectionString);
            ConfigureEvents(options, provider.GetRequiredService<TimeProvider>());
            ConfigureDocuments(options);
            // The casing is said twice: queries ask the store for it, not the serializer. Enums are written by our own converter
            // («AsString» would put another before it), so a query must not compare them: it would fail, and loudly.
            options.UseSystemTextJsonForSerialization(EnumStorage.AsInteger, Casing.CamelCase, json => MarketplaceJson.Configure(json, provider));
            return options;
        })
        .IntegrateWithWolverine(m =>
        {
            m.MessageStorageSchemaName = MessageSchema;
            m.UseWolverineManagedEventSubscriptionDistribution = true;
        })
        .ApplyAllDatabaseChangesOnStartup();
        // Behind the store's own start, which makes the table that this puts its triggers on.
        services.AddHostedService<AuditAtStart>();
        return services;
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
        options.Projections.Add(new CustomerProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new WalletProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new BonusCardProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new OrderProjection(), ProjectionLifecycle.Live);
        options.Projections.Add(new OrderViewProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ReturnViewProjection(), ProjectionLifecycle.Inline);
    }

    private static void ConfigureDocuments(StoreOptions options)
    {
        options.Schema.For<Domain.Catalogue.Product>().Identity(p => p.Sku);
        options.Schema.For<Domain.Catalogue.PickupPoint>().Identity(p => p.PickupPointId);
        options.Schema.For<ReturnView>().Identity(v => v.ReturnId);
        options.Schema.For<OrderView>().Identity(v => v.OrderId).Duplicate(v => v.CustomerId).Duplicate(v => v.PlacedAt).Index(v => new { v.CustomerId, v.PlacedAt });
        options.Schema.For<StoredAnswer>().Identity(a => a.Id).Duplicate(a => a.AnsweredAt, notNull: true);
        options.Schema.For<Challenge>().Index(c => c.ContactHash).UseNumericRevisions(true).Metadata(m => m.Revision.MapTo(c => c.Revision));
        options.Schema.For<CodeTally>().Duplicate(t => t.LastAt, notNull: true);
        options.Schema.For<Session>().Index(s => s.CustomerId);
        options.Schema.For<LinkTarget>().Index(t => t.CustomerId);
        options.Schema.For<ContactClaim>().Index(c => c.CustomerId);
    }

    private sealed class CustomerProjection() : StateProjection<Customer, CustomerEvent>(Customer.Evolve);

    private sealed class WalletProjection() : StateProjection<Wallet, WalletEvent>(Wallet.Evolve);

    private sealed class BonusCardProjection() : StateProjection<BonusCard, BonusCardEvent>(BonusCard.Evolve);

    private sealed class OrderViewProjection() : StateProjection<OrderView, OrderEvent>(OrderView.Fold);

    private sealed class OrderProjection() : StateProjection<Order, OrderEvent>(Order.Evolve);
}
