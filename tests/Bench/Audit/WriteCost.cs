using Marketplace.Bench.Limits;
using Marketplace.Bench.Measuring;
using Marketplace.Bench.Product;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Marketplace.Bench.Audit;

/// <summary>
/// What the audit costs those who write: the same done in three databases of one server. One has neither leaves nor signing, one has the
/// trigger that writes leaves, which is what a write waits for, and one has the signing beside it, which takes processors and disk.
/// </summary>
internal sealed class WriteCost : IAsyncDisposable
{
    private readonly IReadOnlyList<Side> sides;

    private WriteCost(IReadOnlyList<Side> sides) => this.sides = sides;

    public static async Task<WriteCost> StartAsync(BenchDatabase database, string folder, BenchOptions options) => new(
    [
        await Side.StartAsync(database, Path.Combine(folder, "plain"), "plain", options, leaves: false, signing: false),
        await Side.StartAsync(database, Path.Combine(folder, "leaves"), "leaves", options, leaves: true, signing: false),
        await Side.StartAsync(database, Path.Combine(folder, "signed"), "signed", options, leaves: true, signing: true),
    ]);

    /// <summary>All sides in turn, round after round; each round begins with another.</summary>
    public async Task<IReadOnlyList<CostResult>> MeasureAsync(BenchOptions options, Action<FormattableString> tell)
    {
        var results = new List<CostResult>();
        for (var kind = 0; kind < sides[0].Workloads.Count; kind++)
        {
            var (workloads, rounds) = (sides.Select(s => s.Workloads[kind]).ToList(), new List<CostRound>());
            foreach (var warm in workloads) await warm.RunAsync(TimeSpan.FromSeconds(options.WarmUpSeconds));
            for (var round = 0; round < options.Rounds; round++)
            {
                var rates = new double[workloads.Count];
                for (var turn = 0; turn < rates.Length; turn++)
                {
                    var which = (round + turn) % rates.Length;
                    rates[which] = await RateAsync(workloads[which], options);
                }

                rounds.Add(new CostRound(rates[0], rates[1], rates[2]));
                tell($"{workloads[0].Name}: {rates[0]:#,0}/s, with leaves {rates[1]:#,0}/s, with signing {rates[2]:#,0}/s");
            }

            results.Add(new CostResult(workloads[0].Name, workloads[0].Title, workloads[0].Callers, rounds));
        }

        return results;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var side in sides) await side.App.DisposeAsync();
    }

    private static async Task<double> RateAsync(Workload workload, BenchOptions options)
    {
        var sample = await workload.RunAsync(TimeSpan.FromSeconds(options.Seconds));
        return sample.Failures == 0 ? sample.PerSecond : throw new InvalidOperationException($"{workload.Name}: {sample.Failures} failed.");
    }

    private sealed record Side(WebApplication App, IReadOnlyList<Workload> Workloads)
    {
        public static async Task<Side> StartAsync(BenchDatabase database, string folder, string name, BenchOptions options, bool leaves, bool signing)
        {
            var settings = BenchHost.Settings(await database.CreateAsync($"cost_{name}"), await database.CreateAsync($"cost_{name}_vault"), folder);
            if (!signing) (settings["Audit:Every"], settings["Audit:Leaves"]) = ("1.00:00:00", "2000000000");
            var app = await BenchHost.StartAsync(settings);
            var customers = await NewCustomers.RegisterAsync(app.Services, options.Wallets, 0, CancellationToken.None);
            var way = settings["ConnectionStrings:Marketplace"]!;
            await using (var source = NpgsqlDataSource.Create(way))
            {
                await using var streams = source.CreateCommand(PaymentSql.Streams);
                await streams.ExecuteNonQueryAsync();
                await using var without = source.CreateCommand("alter table marketplace.mt_events disable trigger history_has_leaves");
                if (!leaves) await without.ExecuteNonQueryAsync();
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
