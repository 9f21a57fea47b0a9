using Marketplace.Application.GroupCommits;
using Marketplace.Application.Idempotency;
using Marketplace.Bench.Limits;
using Marketplace.Bench.Measuring;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Bench.Product;

/// <summary>The wallet command in process (c): no HTTP, but everything that is done for a request behind it.</summary>
internal sealed class InProcessWorkload(BenchDatabase database, WebApplication app, IReadOnlyList<BenchCustomer> customers, int callers) : Workload
{
    public override string Name => "command-in-process";

    public override string Title => "Wallet command in process, idempotency key, distinct wallets";

    public override int Callers => callers;

    public override string ComparedWith => LimitWorkload.Append;

    public override async Task<Sample> RunAsync(TimeSpan time)
    {
        var (before, theirs) = (Counters.Now(), database.ProcessorTime());
        var done = await Crowd.RunAsync(Callers, time, (caller, turn) => CreditAsync(Distinct.Of(customers, Callers, caller, turn)));
        var after = Counters.Now();
        return Samples.Of(
            done, TimeSpan.FromMilliseconds(after.ProcessorMilliseconds - before.ProcessorMilliseconds), database.ProcessorTime() - theirs,
            after.AllocatedBytes - before.AllocatedBytes, after.WorkingSetBytes);
    }

    private async ValueTask<bool> CreditAsync(BenchCustomer customer)
    {
        var id = Guid.NewGuid();
        // As long as the hashes of real requests.
        var key = new RequestKey($"{id:N}{id:N}", $"{id:N}{id:N}", customer.CustomerId);
        var done = await app.Services.GetRequiredService<GroupCommit>().InvokeAsync<CreditAnswer>(
            new CreditWallet(customer.CustomerId, id, 150_00, id, key), CancellationToken.None);
        return done.Answer?.Amount == 150_00;
    }
}

/// <summary>Gives each caller customers of its own, one after the other, so that no two ever meet.</summary>
internal static class Distinct
{
    public static T Of<T>(IReadOnlyList<T> all, int callers, int caller, int turn) => all[caller + turn % (all.Count / callers) * callers];
}
