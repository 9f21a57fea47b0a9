using Marketplace.Bench.Measuring;

namespace Marketplace.Bench.Limits;

/// <summary>What the machine can do at most (a).</summary>
internal sealed class LimitWorkload(PgBench bench, string name, string title, string script, double sampled) : Workload
{
    public const string Append = "limit-append";

    public const string Select = "limit-select";

    public override string Name => name;

    public override string Title => title;

    public override int Callers => LimitSql.Clients;

    public override Task<Sample> RunAsync(TimeSpan time) => bench.RunAsync(script, Callers, time, sampled);

    /// <summary>Both of them, on a database of their own.</summary>
    public static async Task<IReadOnlyList<Workload>> AllAsync(BenchDatabase database)
    {
        var way = await database.CreateAsync("limits");
        await using (var source = Npgsql.NpgsqlDataSource.Create(way))
        await using (var command = source.CreateCommand(LimitSql.Schema)) await command.ExecuteNonQueryAsync();
        var bench = new PgBench(database, way);
        return
        [
            new LimitWorkload(bench, Append, "pgbench: one function call appends, bumps, upserts", LimitSql.Append, sampled: 0.25),
            new LimitWorkload(bench, Select, "pgbench: select one row by key", LimitSql.Select, sampled: 0.05),
        ];
    }
}
