using System.Net;
using FluentAssertions;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Host.Development.Postgres;
using Marketplace.Host.Tests.Faults;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>
/// The other way to restore, a dump into another server. There transactions are counted anew, so that new leaves would stand before
/// old ones: the signing stops, and the way out of docs/operations.md lets it go on.
/// </summary>
[Collection(nameof(Faults))]
public sealed class DumpRestoreTests : IAsyncLifetime
{
    private readonly string place = Directory.CreateTempSubdirectory("marketplace-dump-").FullName;
    private readonly string first = ThrowAwayCluster.NewFolder();
    private readonly string second = ThrowAwayCluster.NewFolder();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var folder in (string[])[first, second]) if (Directory.Exists(folder)) await PrivateCluster.TryDeleteAsync(folder);
        Directory.Delete(place, recursive: true);
    }

    [Fact]
    public async Task U3_after_the_restore_of_a_dump_signing_stops_until_the_servers_counter_is_raised()
    {
        var from = await DrillServer.StartAsync(first);
        var host = await StartAsync(null, from);
        // A server of some age: the new one is far behind it.
        await DrillServer.AskAsync(from, "do $$ begin for i in 1..20000 loop perform pg_current_xact_id(); commit; end loop; end $$");
        var customer = await host.CustomerAsync(100_00);
        await DrillServer.SignAsync(host);
        await host.DisposeAsync();
        await using var to = await DumpAndRestoreAsync(from);

        var stopped = await StartAsync(host.Settings, to);
        (await TopUpAsync(customer, stopped)).Expect(HttpStatusCode.Created);
        var signing = FluentActions.Awaiting(() => stopped.Services.GetRequiredService<Checkpoints>().SignAsync(1, CancellationToken.None));
        (await signing.Should().ThrowAsync<HistoryStoppedException>()).Which.Message.Should().Contain("counts transactions anew");
        DrillServer.Verify(stopped, Anchors(host)).Should().Match<(int Code, string Said)>(v => v.Code == 0, "the history itself is whole");
        await stopped.DisposeAsync();

        await RaiseAsync(to);
        await using var after = await StartAsync(host.Settings, to);
        (await TopUpAsync(customer, after)).Expect(HttpStatusCode.Created);
        await DrillServer.SignAsync(after);
        DrillServer.Verify(after, Anchors(host)).Should().Match<(int Code, string Said)>(v => v.Code == 0);
        (await DrillServer.AskAsync(to, "select (count(*) - max(size))::text from marketplace_audit.leaves, (select max(size) as size from marketplace_audit.checkpoints) c"))
            .Should().Be("0", "every leaf is signed, those of before the raise too");
        (await customer.MovedTo(after.Url).WalletAsync()).Should().Be((102_00, 102_00));
    }

    private static string Anchors(RunningHost host) => Path.Combine(host.Folder, "audit", "checkpoints.txt");

    private static Task<RunningHost> StartAsync(IReadOnlyDictionary<string, string?>? others, PrivateCluster cluster) => RunningHost.StartAsync(
        others, null, ("ConnectionStrings:Marketplace", cluster.ConnectionString), ("ConnectionStrings:Vault", cluster.ConnectionStringFor("vault")));

    private static Task<Answer> TopUpAsync(Api customer, RunningHost host) =>
        customer.MovedTo(host.Url).PostAsync("/api/wallet/top-ups", new { amount = 1_00, cardToken = "tok_ok" });

    private async Task<PrivateCluster> DumpAndRestoreAsync(PrivateCluster from)
    {
        var (programs, databases) = (await DrillServer.ProgramsAsync(from), new[] { "marketplace", "vault" });
        foreach (var name in databases) await DrillServer.RunAsync(Path.Combine(programs, "pg_dump"), null, DrillServer.Way(from), "-Fc", "-f", Path.Combine(place, name), name);
        await from.DisposeAsync();
        var to = await DrillServer.StartAsync(second);
        foreach (var name in databases) await DrillServer.RunAsync(Path.Combine(programs, "pg_restore"), null, DrillServer.Way(to), "--exit-on-error", "-d", name, Path.Combine(place, name));
        return to;
    }

    // The command of docs/operations.md, «When history does not verify».
    private static async Task RaiseAsync(PrivateCluster cluster)
    {
        var (programs, data) = (await DrillServer.ProgramsAsync(cluster), Path.Combine(cluster.DataFolder, "cluster"));
        var epoch = (await DrillServer.AskAsync(cluster, "select (max(last_place) / 4294967296 + 1)::text from marketplace_audit.checkpoints"))!;
        await cluster.StopServerAsync();
        // It refuses to work for root.
        var owner = Environment.IsPrivilegedProcess ? await DrillServer.RunAsync("stat", null, null, "-c", "%U", data) : null;
        await DrillServer.RunAsync(Path.Combine(programs, "pg_resetwal"), owner, null, $"--epoch={epoch}", data);
        await cluster.StartServerAsync();
    }
}
