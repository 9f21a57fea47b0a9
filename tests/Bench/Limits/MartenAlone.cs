using JasperFx.Events;
using JasperFx.Events.Projections;
using Marketplace.Application;
using Marketplace.Application.Json;
using Marketplace.Bench.Measuring;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Npgsql;
using Weasel.Core;

namespace Marketplace.Bench.Limits;

/// <summary>
/// Marten without anything of ours around it (b): load a wallet for writing, append one event, save it with its inline state.
/// Prepared statements and a pool of 8 make it about as fast as it gets.
/// </summary>
internal sealed class MartenAlone(BenchDatabase database, MartenAlone.Wallets wallets, int callers) : Workload
{
    public override string Name => $"marten-{callers}";

    public override string Title => $"Marten alone: fetch for writing, inline state, append; {callers} callers";

    public override int Callers => callers;

    public override string ComparedWith => LimitWorkload.Append;

    public override async Task<Sample> RunAsync(TimeSpan time)
    {
        var (own, theirs, allocated) = (ProcessorTime.OfThis(), database.ProcessorTime(), GC.GetTotalAllocatedBytes());
        // Each caller has wallets of its own: what is measured is the way, not how races end.
        var done = await Crowd.RunAsync(callers, time, (caller, turn) => CreditAsync(Product.Distinct.Of(wallets.Ids, callers, caller, turn)));
        return Samples.Of(done, ProcessorTime.OfThis() - own, database.ProcessorTime() - theirs, GC.GetTotalAllocatedBytes() - allocated);
    }

    private async ValueTask<bool> CreditAsync(Guid id)
    {
        await using var session = wallets.Store.LightweightSession();
        var stream = await session.Events.FetchForWriting<Wallet>(id);
        stream.Append(WalletDecisions.Credit(stream.Aggregate!, Guid.NewGuid(), new Money(150_00), CreditSource.ReturnRefunded, Guid.NewGuid(), Guid.NewGuid(), DateTimeOffset.UtcNow));
        await session.SaveChangesAsync();
        return true;
    }

    /// <summary>A store with nothing but wallets.</summary>
    internal sealed class Wallets(DocumentStore store, IReadOnlyList<Guid> ids) : IAsyncDisposable
    {
        public DocumentStore Store => store;

        public IReadOnlyList<Guid> Ids => ids;

        public static async Task<Wallets> OpenAsync(BenchDatabase database, int count)
        {
            var way = new NpgsqlConnectionStringBuilder(await database.CreateAsync("marten_alone")) { NoResetOnClose = true, MaxAutoPrepare = 100, MaxPoolSize = 8 };
            var store = DocumentStore.For(options =>
            {
                options.Connection(way.ConnectionString);
                options.Events.UseMandatoryStreamTypeDeclaration = true;
                options.Events.EventNamingStyle = EventNamingStyle.SmarterTypeName;
                options.Projections.Add(new OnlyWallets(), ProjectionLifecycle.Inline);
                options.UseSystemTextJsonForSerialization(EnumStorage.AsInteger, Casing.CamelCase, json => MarketplaceJson.Configure(json));
            });
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToList();
            await using var session = store.LightweightSession();
            foreach (var id in ids) session.Events.StartStream<Wallet>(id, new WalletOpened(id, Guid.NewGuid(), DateTimeOffset.UtcNow));
            await session.SaveChangesAsync();
            return new Wallets(store, ids);
        }

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }

    private sealed class OnlyWallets() : StateProjection<Wallet, WalletEvent>(Wallet.Evolve);
}
