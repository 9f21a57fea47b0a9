using Marketplace.Application.Idempotency;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Wallets;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Xunit;

namespace Marketplace.Host.Tests.Http;

/// <summary>One host for all tests of the conventions: they never share a wallet or a key.</summary>
public sealed class HttpFixture : IAsyncLifetime
{
    internal string Database { get; private set; } = "";

    internal string Vault { get; private set; } = "";

    internal HttpHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await ThrowAwayCluster.CreateDatabaseAsync("http");
        Vault = await ThrowAwayCluster.CreateDatabaseAsync("http_vault");
        Host = await HttpHost.StartAsync(Database, Vault);
        await Host.Services.GetRequiredService<IDataKeys>().CreateAsync(TrialEndpoints.Customer, CancellationToken.None);
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    internal async Task<Guid> WalletAsync(long balance)
    {
        var id = Guid.NewGuid();
        var now = DateTimeOffset.UtcNow;
        await using var session = Host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        session.Events.StartStream<Wallet>(
            id, new WalletOpened(id, TrialEndpoints.Customer, now), new WalletCredited(id, Guid.NewGuid(), balance, CreditSource.TopUp, Guid.NewGuid(), null, now));
        await session.SaveChangesAsync();
        return id;
    }

    internal async Task ForgetAsync()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new ForgetOldAnswers());
    }

    internal async Task<Wallet> ReadAsync(Guid wallet)
    {
        await using var session = Host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return (await session.LoadAsync<Wallet>(wallet))!;
    }
}

[CollectionDefinition(Name)]
public sealed class HttpTests : ICollectionFixture<HttpFixture>
{
    public const string Name = "HTTP conventions";
}
