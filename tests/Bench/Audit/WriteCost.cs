using Marketplace.Bench.Limits;
using Marketplace.Bench.Measuring;
using Marketplace.Bench.Product;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Marketplace.Bench.Audit;

/// <summary>
/// What the audit costs those who write: the same done in two databases of one server, one with the trigger that writes leaves and
/// with signing, the other with neither.
/// </summary>
internal sealed class WriteCost : IAsyncDisposable
{
    private readonly Side audited;
    private readonly Side plain;

    private WriteCost(Side audited, Side plain) => (this.audited, this.plain) = (audited, plain);

    public static async Task<WriteCost> StartAsync(BenchDatabase database, string folder, BenchOptions options) => new(
        await Side.StartAsync(database, Path.Combine(folder, "audited"), "audited", options, isAudited: true),
        await Side.StartAsync(database, Path.Combine(folder, "plain"), "plain", options, isAudited: false));

    /// <summary>Both sides in turn, round after round; whoever comes first in one round comes second in the next.</summary>
    public async Task<IReadOnlyList<CostResult>> MeasureAsync(BenchOptions options, Action<FormattableString> tell)
    {
        var results = new List<CostResult>();
        for (var kind = 0; kind < audited.Workloads.Count; kind++)
        {
            var (with, without, rounds) = (audited.Workloads[kind], plain.Workloads[kind], new List<(double, double)>());
            foreach (var warm in (Workload[])[with, without]) await warm.RunAsync(TimeSpan.FromSeconds(options.WarmUpSeconds));
            for (var round = 0; round < options.Rounds; round++)
            {
                var (first, second) = round % 2 == 0 ? (with, without) : (without, with);
                var (a, b) = (await RateAsync(first, options), await RateAsync(second, options));
                rounds.Add(round % 2 == 0 ? (a, b) : (b, a));
                tell($"{with.Name}: {rounds[^1].Item1:#,0}/s with the audit, {rounds[^1].Item2:#,0}/s without it");
            }

            results.Add(new CostResult(with.Name, with.Title, with.Callers, rounds));
        }

        return results;
    }

    public async ValueTask DisposeAsync()
    {
        await audited.App.DisposeAsync();
        await plain.App.DisposeAsync();
    }

    private static async Task<double> RateAsync(Workload workload, BenchOptions options)
    {
        var sample = await workload.RunAsync(TimeSpan.FromSeconds(options.Seconds));
        return sample.Failures == 0 ? sample.PerSecond : throw new InvalidOperationException($"{workload.Name}: {sample.Failures} failed.");
    }

    private sealed record Side(WebApplication App, IReadOnlyList<Workload> Workloads)
    {
        public static async Task<Side> StartAsync(BenchDatabase database, string folder, string name, BenchOptions options, bool isAudited)
        {
            var settings = BenchHost.Settings(await database.CreateAsync($"cost_{name}"), await database.CreateAsync($"cost_{name}_vault"), folder);
            var app = await BenchHost.StartAsync(settings);
            var customers = await NewCustomers.RegisterAsync(app.Services, options.Wallets, 0, CancellationToken.None);
            var way = settings["ConnectionStrings:Marketplace"]!;
            await using (var source = NpgsqlDataSource.Create(way))
            {
                await using var streams = source.CreateCommand(PaymentSql.Streams);
                await streams.ExecuteNonQueryAsync();
                await using var without = source.CreateCommand("alter table marketplace.mt_events disable trigger history_has_leaves");
                if (!isAudited) await without.ExecuteNonQueryAsync();
            }

            return new Side(app, [new Payments(new PgBench(database, way)), new InProcessWorkload(database, app, customers, options.Callers)]);
        }
    }

    private sealed class Payments(PgBench bench) : Workload
    {
        public override string Name => "payment-in-sql";

        public override string Title => "The statements of a payment from a wallet alone (pgbench): two events, the balance, the kept answer";

        public override int Callers => LimitSql.Clients;

        public override Task<Sample> RunAsync(TimeSpan time) => bench.RunAsync(PaymentSql.Script, Callers, time, sampled: 0.25);
    }
}
