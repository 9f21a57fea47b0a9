using JasperFx;
using Marketplace.Application;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.Audit.WhatIf;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Certificates;
using Marketplace.Application.Erasure;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views.Stored;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Marketplace.Host.Account;
using Marketplace.Host.Adapters;
using Marketplace.Host.Adapters.KeyService;
using Marketplace.Host.Admin;
using Marketplace.Host.Audit;
using Marketplace.Host.Auth;
using Marketplace.Host.BonusCards;
using Marketplace.Host.Callbacks;
using Marketplace.Host.Catalogue;
using Marketplace.Host.Database;
using Marketplace.Host.Development;
using Marketplace.Host.Development.Simulators;
using Marketplace.Host.Fulfilment;
using Marketplace.Host.Http;
using Marketplace.Host.Links;
using Marketplace.Host.Orders;
using Marketplace.Host.Promotions;
using Marketplace.Host.Reviews;
using Marketplace.Host.Stock;
using Marketplace.Host.Support;
using Marketplace.Host.Wallets;
using Marten;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Wolverine;

namespace Marketplace.Host;

/// <summary>Puts the host together; tests do the same with other settings.</summary>
public static class HostApp
{
    /// <summary>Whether a host makes and changes its own schema at the start; by default in Development only.</summary>
    public const string AppliesSchema = "Database:AppliesSchema";

    /// <summary>A builder that finds its settings beside the program, wherever it is started from.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = DataFolder.IsSourceTree && !NamesEnvironment(args) ? Environments.Development : null,
        });
        builder.Configuration["DataFolder"] = DataFolder.Of(builder.Configuration);
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls("http://127.0.0.1:5080");
        return builder;
    }

    // Whoever runs the sources is a developer. (A launch profile would say the same, but it also writes to standard output.)
    private static bool NamesEnvironment(string[] args) =>
        args.Any(a => a.StartsWith("--environment", StringComparison.OrdinalIgnoreCase))
        || Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is { Length: > 0 };

    /// <summary>The whole application on the configured databases.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        AddServices(builder);
        var app = builder.Build();
        app.UseMarketplaceHttp();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMarketplaceBodies();
        MapEndpoints(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var database = ConnectionPools.Pooled(Required(configuration, "Marketplace"));
        var appliesSchema = configuration.GetValue<bool?>(AppliesSchema) ?? builder.Environment.IsDevelopment();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(WalletLimits.PolicyOf(configuration)).AddSingleton(new OrderPolicy()).AddSingleton(new BonusCardPolicy()).AddSingleton(new StockPolicy()).AddSingleton<HeldIdentities>();
        services.AddSingleton(new CertificatePolicy()).AddSingleton<CertificateCodes>().AddSingleton<CertificateGuesses>();
        services.AddSingleton(_ => NpgsqlDataSource.Create(database));
        using (var logging = LoggerFactory.Create(l => l.AddConfiguration(configuration.GetSection("Logging")).AddConsole()))
        {
            var secrets = HouseSecretsSource.Load(configuration, builder.Environment, DataFolder.Of(configuration), logging.CreateLogger(typeof(HostApp)));
            services.AddPrivacy(secrets, ConnectionPools.Pooled(Required(configuration, "Vault")), KeyServices.From(configuration, builder.Environment));
        }

        services.AddMarketplaceStore(database, configuration.GetValue<DateTimeOffset?>("Notices:Since"), appliesSchema);
        services.AddSingleton<StoredAccounts>().AddSingleton<StoredOrders>();
        services.AddHostedService<ServerLogCheck>();
        services.AddErasure(ErasureJournalOf(configuration, builder.Environment));
        AddAudit(builder);
        services.AddGuests(configuration);
        services.AddProviderAdapters(configuration);
        services.AddNotifications(configuration);
        // It logs whole addresses, and those of our pages carry tokens.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        services.AddCustomerAuth(configuration);
        services.AddMarketplaceHttp(configuration, builder.Environment);
        services.AskForPagesBeforeListening();
        if (builder.Environment.IsDevelopment())
        {
            services.AddSimulators(configuration);
            services.InitializeMartenWith<CatalogueSeed>();
        }

        builder.Host.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(HostApp).Assembly;
            options.UseMarketplace();
            GeneratedCode.Use(options);
            if (!appliesSchema) options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
            options.Durability.Mode = Enum.Parse<DurabilityMode>(configuration["Messaging:Durability"] ?? nameof(DurabilityMode.Balanced));
        });
        // Hosted services start in their order, and the store's put themselves first.
        if (!appliesSchema) services.Insert(0, ServiceDescriptor.Singleton<IHostedService, SchemaCheck>());
    }

    private static void AddAudit(WebApplicationBuilder builder)
    {
        var (configuration, folder) = (builder.Configuration, DataFolder.Of(builder.Configuration));
        var options = configuration.GetSection("Audit").Get<AuditOptions>() ?? new AuditOptions();
        var key = CheckpointKeySource.Load(configuration, builder.Environment, folder);
        var anchor = options.AnchorFile is { Length: > 0 } named ? Path.GetFullPath(named) : Path.Combine(folder, "audit", "checkpoints.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(anchor)!);
        builder.Services.AddCheckpoints(options with { AnchorFile = anchor }, key);
        builder.Services.AddSingleton<WhatIfReplay>();
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapMarketplaceHealth();
        app.MapMarketplaceOpenApi();
        app.MapAuth();
        app.MapRecovery();
        app.MapAccount();
        app.MapProtection();
        app.MapContacts();
        app.MapDeletion();
        app.MapCatalogue();
        app.MapCatalogueAdmin();
        app.MapReservations();
        app.MapWaitlist();
        app.MapStock();
        app.MapOrders();
        app.MapOrderExplanation();
        app.MapInstalments();
        app.MapGuests();
        app.MapReviews();
        app.MapWallets();
        app.MapCertificateActivation();
        app.MapCertificates();
        app.MapBonusCards();
        app.MapPromotions();
        app.MapFulfilment();
        app.MapSupport();
        app.MapSupportQuestions();
        app.MapCallbacks();
        app.MapLinkPages();
        app.MapAudit();
        app.MapAccountTrail();
        app.MapReconciliation();
        app.MapRefusals();
        app.MapPromises();
        app.MapWhatIf();
        if (app.Environment.IsDevelopment()) app.MapSimulators();
    }

    // Beside the databases and not in them, because it is for the day on which they are restored.
    private static string? ErasureJournalOf(ConfigurationManager configuration, IHostEnvironment environment) =>
        configuration["Erasure:Journal"] is { Length: > 0 } folder ? Path.GetFullPath(folder)
        : environment.IsDevelopment() ? Path.Combine(DataFolder.Of(configuration), "erasures") : null;

    private static string Required(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) is { Length: > 0 } found
            ? found
            : throw new InvalidOperationException($"ConnectionStrings:{name} is missing. Set ConnectionStrings__{name}, or run in Development without any.");
}
