using FluentAssertions;
using Marketplace.Application.Audit;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Certificates;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.Contacts;
using Marketplace.Application.Customers.Passkeys;
using Marketplace.Application.Erasure;
using Marketplace.Application.GroupCommits;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Notifications;
using Marketplace.Application.Orders;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Application.Support;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Support;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Wolverine;
using Xunit;

namespace Marketplace.Application.Tests;

/// <summary>The application without HTTP on a real PostgreSQL, with loopback providers and a clock that the test moves.</summary>
public class Shop : IAsyncLifetime
{
    private IHost host = null!;

    /// <summary>Replaces parts of it before it starts.</summary>
    public Action<IServiceCollection>? Configure { get; init; }

    /// <summary>The database of its store.</summary>
    public string Connection { get; private set; } = "";

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public LoopbackAcquirer Acquirer { get; } = new();

    public LoopbackBank Bank { get; } = new();

    public RecordingSms Sms { get; } = new();

    public RecordingMailer Mail { get; } = new();

    public IDocumentStore Store => host.Services.GetRequiredService<IDocumentStore>();

    public IServiceProvider Services => host.Services;

    /// <summary>Most tests reckon with list prices.</summary>
    protected virtual PromotionPolicy Promotions => PromotionPolicy.None;

    /// <summary>Where it keeps everything, and its keys.</summary>
    public (string Store, string Vault) Databases { get; private set; }

    public async Task InitializeAsync() =>
        await StartAsync((await ThrowAwayCluster.CreateDatabaseAsync("shop"), await ThrowAwayCluster.CreateDatabaseAsync("vault")));

    /// <summary>Another host over the same databases: beside one that runs, or after one that has stopped.</summary>
    public static async Task<Shop> OverAsync((string Store, string Vault) databases)
    {
        var shop = new Shop();
        await shop.StartAsync(databases);
        return shop;
    }

    private async Task StartAsync((string Store, string Vault) databases)
    {
        Databases = databases;
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IAcquirer>(Acquirer).AddSingleton<IBank>(Bank).AddSingleton<ISmsGateway>(Sms).AddSingleton<ICallGateway>(Sms).AddSingleton<IMailer>(Mail);
        builder.Services.AddSingleton(new WalletPolicy()).AddSingleton(new OrderPolicy()).AddSingleton(new CheckoutPolicy { AllowGuests = true }).AddSingleton<GuestTokens>().AddSingleton(new BonusCardPolicy()).AddSingleton(Promotions).AddSingleton(new StockPolicy());
        builder.Services.AddSingleton<HeldIdentities>();
        builder.Services.AddSingleton(new CodePolicy()).AddSingleton<OneTimeCodes>().AddSingleton<CodeGateways>().AddSingleton<LinkTokens>();
        builder.Services.AddSingleton<IPublicLinks, LoopbackLinks>().AddNotices();
        builder.Services.AddSingleton(new SessionPolicy()).AddSingleton(new TermsOfUse()).AddSingleton(new PersonalDataConsentText()).AddSingleton<LiveSessions>().AddSingleton<Accounts>();
        builder.Services.AddSingleton(new ProtectionPolicy()).AddSingleton(new ContactPolicy()).AddSingleton<ContactMoves>().AddSingleton<DueContactChanges>();
        builder.Services.AddSingleton(new CertificatePolicy()).AddSingleton<CertificateCodes>().AddSingleton<CertificateGuesses>();
        builder.Services.AddSingleton(new RecoveryPolicy()).AddSingleton(new SupportPolicy()).AddSingleton<SupportLookups>();
        builder.Services.AddSingleton(new PasskeyPolicy()).AddSingleton<PasskeyCeremonies>();
        builder.Services.AddPrivacy(Secrets(), databases.Vault);
        Connection = databases.Store + ";Maximum Pool Size=40;Timeout=120";
        builder.Services.AddMarketplaceStore(Connection);
        builder.Services.AddErasure();
        builder.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(Shop).Assembly;
            options.UseMarketplace();
            options.Durability.Mode = DurabilityMode.Solo;
        });
        Configure?.Invoke(builder.Services);
        host = builder.Build();
        await host.StartAsync();
        await using var session = Store.LightweightSession();
        // A second host over the same databases finds the goods that are there.
        if (await session.LoadAsync<Product>("tea") is not null) return;
        session.Store(new Product("tea", "Чай", "food", new Money(10_01), null, true), new Product("kettle", "Чайник", "appliances", new Money(999_99), null, true));
        session.Store(new PickupPoint("pvz-1", "Москва", "Тверская, 1", true));
        Stock(session, "tea", 1_000_000);
        Stock(session, "kettle", 1_000_000);
        await session.SaveChangesAsync();
    }

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>A new product of which there are so many units.</summary>
    public async Task<string> ProductAsync(long units)
    {
        var sku = $"p-{Guid.NewGuid():N}";
        await using var session = Store.LightweightSession();
        session.Store(new Product(sku, "Кружка", "toys", new Money(10_00), null, true));
        Stock(session, sku, units);
        await session.SaveChangesAsync();
        return sku;
    }

    /// <summary>How many units of a product there are.</summary>
    public async Task<ProductStock> StockAsync(string sku)
    {
        await using var session = Store.QuerySession();
        return (await session.LoadAsync<ProductStock>(StockIds.Of(sku)))!;
    }

    private void Stock(IDocumentSession session, string sku, long units)
    {
        var (id, now) = (StockIds.Of(sku), Clock.GetUtcNow());
        session.Events.StartStream<ProductStock>(id, new StockOpened(id, sku, now));
        if (units > 0) session.Events.Append(id, new StockReceived(id, units, now));
    }

    /// <summary>A new customer with that much in the wallet.</summary>
    public async Task<Guid> CustomerAsync(long kopecks = 0, bool verified = true)
    {
        var customerId = Guid.NewGuid();
        await Services.GetRequiredService<IDataKeys>().CreateAsync(customerId, CancellationToken.None);
        await using (var session = Store.LightweightSession())
        {
            session.Events.StartStream<Wallet>(AccountIds.WalletId(customerId), new WalletOpened(AccountIds.WalletId(customerId), customerId, Clock.GetUtcNow()));
            session.Events.StartStream<Customer>(customerId, verified ? Protected(customerId) : Protected(customerId)[..1]);
            await session.SaveChangesAsync();
        }

        if (kopecks > 0) await InvokeAsync<TopUpAnswer>(new TopUpWallet(customerId, Guid.NewGuid(), kopecks, new Secret("tok_ok"), Key(customerId)));
        return customerId;
    }

    /// <summary>The history of an account with a proven phone and a proven e-mail.</summary>
    private object[] Protected(Guid customerId)
    {
        var (now, emailId, linkId) = (Clock.GetUtcNow(), Guid.NewGuid(), Guid.NewGuid());
        return
        [
            new CustomerRegistered(customerId, new Pii<string>(customerId, "phone", $"+79{Random.Shared.NextInt64(100000000, 999999999)}"), now),
            new EmailAdded(customerId, emailId, new Pii<string>(customerId, "email", $"{customerId:N}@example.com"), now),
            new EmailVerified(customerId, emailId, linkId, now),
            new AccountProtected(customerId, now),
        ];
    }

    /// <summary>A key as a request has it.</summary>
    public static RequestKey Key(Guid customerId, string? name = null) => new(name ?? Guid.NewGuid().ToString("N"), "body", customerId);

    public async Task<T> InvokeAsync<T>(object command)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command);
    }

    public async Task InvokeAsync(object command)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(command);
    }

    /// <summary>As the host carries out a request: together with others, if its handler is grouped.</summary>
    public async Task<T> SendAsync<T>(object command) => GroupCommit.Takes(command)
        ? (await Services.GetRequiredService<GroupCommit>().InvokeAsync<T>(command, CancellationToken.None)).Answer!
        : await InvokeAsync<T>(command);

    /// <summary>Places an order of so many units.</summary>
    public async Task<Views.OrderView> PlaceAsync(Guid customerId, params (string Sku, int Quantity)[] items) => await SendAsync<Views.OrderView>(new PlaceOrder(
        customerId, Guid.NewGuid(), [.. items.Select(i => new Item(i.Sku, i.Quantity))], new DeliveryRequest(DeliveryKind.PickupPoint, "pvz-1", null), Key(customerId)));

    /// <summary>Carries a paid order to its customer.</summary>
    public async Task DeliverAsync(Guid customerId, Guid orderId)
    {
        await InvokeAsync<FulfilmentAnswer>(new StartAssembly(orderId, null));
        await InvokeAsync<FulfilmentAnswer>(new ShipOrder(orderId, null));
        await InvokeAsync<FulfilmentAnswer>(new DeliverOrder(customerId, orderId, null));
    }

    public async Task<Wallet> WalletAsync(Guid customerId)
    {
        await using var session = Store.QuerySession();
        return (await session.LoadAsync<Wallet>(AccountIds.WalletId(customerId)))!;
    }

    public async Task<Order> OrderAsync(Guid orderId)
    {
        await using var session = Store.QuerySession();
        return (await session.Events.AggregateStreamAsync<Order>(orderId))!;
    }

    /// <summary>Everything that was ever written still adds up.</summary>
    public async Task InvariantsHoldAsync() => (await Invariants.CheckAsync(Store, CancellationToken.None)).Violations.Should().BeEmpty();

    /// <summary>Waits for what follows from a command by message.</summary>
    public static Task EventuallyAsync(Func<Task<bool>> happened, string what) => Eventually.HappensAsync(happened, what);

    private static HouseSecrets Secrets() => new(Bytes(1), Bytes(2), Bytes(3));

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, 32)];
}

[CollectionDefinition(nameof(Shop))]
public sealed class ShopCollection : ICollectionFixture<Shop>;
