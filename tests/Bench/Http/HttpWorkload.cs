using Marketplace.Bench.Limits;
using Marketplace.Bench.Measuring;
using Marketplace.Bench.Product;

namespace Marketplace.Bench.Http;

/// <summary>One thing that customers do over HTTP.</summary>
/// <param name="connection">Theirs.</param>
/// <param name="shop">Where.</param>
/// <param name="caller">Who.</param>
/// <param name="turn">For the how manieth time.</param>
internal delegate ValueTask<bool> Deed(LeanConnection connection, Shop shop, int caller, int turn);

/// <summary>64 connections, each of which asks again as soon as it was answered.</summary>
internal sealed class HttpWorkload(
    string name, string title, string comparedWith, BenchDatabase database, MeasuredHost host, Shop shop, Deed deed) : Workload, IDisposable
{
    private LeanConnection[]? connections;

    public override string Name => name;

    public override string Title => title;

    public override int Callers => Shop.Callers;

    public override string ComparedWith => comparedWith;

    public Deed Deed => deed;

    public override async Task<Sample> RunAsync(TimeSpan time)
    {
        connections ??= await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => LeanConnection.OpenAsync(host.Url)));
        var (before, theirs) = (await host.CountersAsync(), database.ProcessorTime());
        var done = await Crowd.RunAsync(Callers, time, (caller, turn) => deed(connections[caller], shop, caller, turn));
        var after = await host.CountersAsync();
        return Samples.Of(
            done, TimeSpan.FromMilliseconds(after.ProcessorMilliseconds - before.ProcessorMilliseconds), database.ProcessorTime() - theirs,
            after.AllocatedBytes - before.AllocatedBytes, after.WorkingSetBytes);
    }

    public void Dispose()
    {
        foreach (var connection in connections ?? []) connection.Dispose();
    }
}
