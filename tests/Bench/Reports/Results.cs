using Marketplace.Bench.Http;
using Marketplace.Bench.Limits;
using Marketplace.Bench.Measuring;

namespace Marketplace.Bench.Reports;

/// <summary>All that was measured in one run.</summary>
internal sealed record Results(BenchOptions Options, IReadOnlyList<Series> Series, string PostgresVersion, TimeSpan Elapsed, Peer? Peer)
{
    public Series? Find(string name) => Series.FirstOrDefault(s => s.Workload.Name == name);

    /// <summary>The rate of one workload by that of another; null when one of them was not measured.</summary>
    public double? Ratio(string name, string? other) => other is not null && Find(name) is { } a && Find(other) is { } b ? a.PerSecond / b.PerSecond : null;

    /// <summary>The named figures: by the limit of the same run, and for orders and history by a peer when there is one, else a second.</summary>
    public IReadOnlyDictionary<string, double?> Ratios => new Dictionary<string, double?>
    {
        ["commandOverHttp"] = Ratio(HttpWorkloads.Command, LimitWorkload.Append),
        ["commandInProcess"] = Ratio("command-in-process", LimitWorkload.Append),
        ["hotWallet"] = Ratio(HttpWorkloads.Hot, HttpWorkloads.Command),
        ["accountPage"] = Ratio(HttpWorkloads.Account, LimitWorkload.Select),
        ["ordersPerSecond"] = Find(HttpWorkloads.Orders)?.PerSecond / (Peer?.OrdersPerSecond ?? 1),
        ["historyPerSecond"] = Find(HttpWorkloads.History)?.PerSecond / (Peer?.HistoryPerSecond ?? 1),
    };
}
