using System.Diagnostics;
using System.Net;
using FluentAssertions;
using Marketplace.Host.Development.Postgres;
using Marketplace.Host.Tests.Faults;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>
/// The drill of docs/operations.md with the scripts of ops/backup: a base backup, the archive of the log, and both databases as
/// they were at a moment. What was erased after that moment is erased again.
/// </summary>
[Collection(nameof(Faults))]
public sealed class BackupDrillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string Scripts = Path.Combine(DataFolder(), "ops", "backup");

    private readonly string place = Directory.CreateTempSubdirectory("marketplace-drill-").FullName;
    private readonly string first = ThrowAwayCluster.NewFolder();
    private readonly string second = ThrowAwayCluster.NewFolder();

    private string Archive => Path.Combine(place, "wal");

    private string Backups => Path.Combine(place, "backups");

    public Task InitializeAsync()
    {
        // The drill needs a shell and a server of its own; on Windows there is neither.
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("The scripts of ops/backup run where there is a shell.");
        foreach (var folder in (string[])[place, Archive, Backups])
        {
            Directory.CreateDirectory(folder);
            // The server archives as its own user.
            File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);
        }

        File.Copy(Path.Combine(Scripts, "archive-wal.sh"), Path.Combine(place, "archive-wal.sh"));
        File.SetUnixFileMode(Path.Combine(place, "archive-wal.sh"), (UnixFileMode)0x1ED);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var folder in (string[])[first, second]) if (Directory.Exists(folder)) await PrivateCluster.TryDeleteAsync(folder);
        Directory.Delete(place, recursive: true);
    }

    [Fact]
    public async Task S100_U5_a_restore_to_a_moment_gives_that_moment_and_erases_again_whoever_left_after_it()
    {
        var began = Stopwatch.StartNew();
        var cluster = await DrillServer.StartAsync(first);
        await ArchivingAsync(cluster);
        var host = await RunningHost.StartAsync(null, null, ("ConnectionStrings:Marketplace", cluster.ConnectionString), ("ConnectionStrings:Vault", cluster.ConnectionStringFor("vault")));
        var (stays, leaves) = (await host.CustomerAsync(100_00), await host.CustomerAsync(10_01));
        await BackUpAsync(cluster);
        var old = Directory.GetDirectories(Backups).Single();
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-6).AddHours(-1));
        await BackUpAsync(cluster);
        Directory.GetDirectories(Backups).Should().ContainSingle("by the next day the other would be older than a week").Which.Should().NotBe(old);
        (await TopUpAsync(stays, 50_00)).Expect(HttpStatusCode.Created);
        await DrillServer.SignAsync(host);
        var before = await SumsAsync(host);
        var moment = (await DrillServer.AskAsync(cluster, "select to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.US') || '+00'"))!;

        (await TopUpAsync(stays, 7_00)).Expect(HttpStatusCode.Created);
        var late = await host.CustomerAsync();
        await SpendAndLeaveAsync(host, leaves);
        await DrillServer.SignAsync(host);
        await host.DisposeAsync();
        await DrillServer.AskAsync(cluster, "select pg_switch_wal()::text");
        await cluster.DisposeAsync();

        await RunAsync("restore.sh", null, Directory.GetDirectories(Backups).Single(), Archive, Path.Combine(second, "cluster"), moment);
        File.Copy(Path.Combine(cluster.DataFolder, "password"), Path.Combine(second, "password"));
        await using var restored = await DrillServer.StartAsync(second);
        for (var i = 0; i < 300 && await DrillServer.AskAsync(restored, "select pg_is_in_recovery()::text") == "true"; i++) await Task.Delay(100);
        var (anchors, aside) = (Path.Combine(host.Folder, "audit", "checkpoints.txt"), Path.Combine(host.Folder, "audit", "checkpoints-before.txt"));
        File.Move(anchors, aside);
        await using var after = await RunningHost.StartAsync(
            host.Settings, null, ("ConnectionStrings:Marketplace", restored.ConnectionString), ("ConnectionStrings:Vault", restored.ConnectionStringFor("vault")));

        await ErasedAgainAsync(after, leaves);
        (await after.Staff("auditor").GetAsync("/api/audit/invariants")).Expect(HttpStatusCode.OK).Body["violations"]!.AsArray().Should().BeEmpty();
        (await SumsAsync(after)).Should().Be(before, "not a kopeck of the moment is missing, and none of after it is there");
        (await stays.MovedTo(after.Url).WalletAsync()).Should().Be((150_00, 150_00));
        (await late.MovedTo(after.Url).GetAsync("/api/account")).Status.Should().Be(HttpStatusCode.Unauthorized, "nobody knows that account");
        (await TopUpAsync(stays.MovedTo(after.Url), 1_00)).Expect(HttpStatusCode.Created);
        await VerifiesAsync(after, anchors, aside);
        output.WriteLine($"the drill took {began.Elapsed.TotalSeconds:0} s");
    }

    private static Task<Answer> TopUpAsync(Api customer, long amount) => customer.PostAsync("/api/wallet/top-ups", new { amount, cardToken = "tok_ok" });

    private static async Task SpendAndLeaveAsync(RunningHost host, Api customer)
    {
        var order = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: 10_01)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order);
        await host.LeaveAsync(customer);
    }

    /// <summary>At the moment itself the account was alive, with money in its wallet.</summary>
    private static async Task ErasedAgainAsync(RunningHost after, Api customer)
    {
        var history = await after.Staff("auditor").UntilAsync($"/api/audit/streams/customer/{customer.CustomerId}/events", a => a.Raw.Contains("ErasureCompleted"));
        history.Raw.Should().Contain("CustomerErased").And.NotContain("DeletionConfirmed", "that was after the moment").And.NotContain(customer.Phone[1..]);
        (await customer.MovedTo(after.Url).GetAsync("/api/account")).Status.Should().Be(HttpStatusCode.Unauthorized);
        await using var vault = NpgsqlDataSource.Create(after.Settings["ConnectionStrings:Vault"]!);
        await using var key = vault.CreateCommand($"select wrapped_key is null and destroyed_at is not null from data_keys where subject_id = '{customer.CustomerId}'");
        (await key.ExecuteScalarAsync()).Should().Be(true);
    }

    /// <summary>
    /// What was restored is whole, and goes on under signatures of its own. The anchors of before say what was lost: history was cut, and
    /// who did it, a thief or a restore, they cannot know.
    /// </summary>
    private static async Task VerifiesAsync(RunningHost after, string anchors, string before)
    {
        await DrillServer.SignAsync(after);
        DrillServer.Verify(after, anchors).Should().Match<(int Code, string Said)>(v => v.Code == 0 && v.Said.Contains("OK ", StringComparison.Ordinal));
        DrillServer.Verify(after, before).Should().Match<(int Code, string Said)>(v => v.Code == 1 && v.Said.Contains("BAD ", StringComparison.Ordinal));
    }

    private static async Task<string> SumsAsync(RunningHost host) =>
        (await host.Staff("auditor").GetAsync("/api/audit/invariants")).Expect(HttpStatusCode.OK).Body["accounts"]!.ToJsonString();

    private async Task ArchivingAsync(PrivateCluster cluster)
    {
        await DrillServer.AskAsync(cluster, "alter system set archive_mode = on");
        await DrillServer.AskAsync(cluster, $"alter system set archive_command = '{place}/archive-wal.sh \"%p\" \"%f\" {Archive}'");
        await cluster.StopServerAsync();
        await cluster.StartServerAsync();
    }

    private async Task BackUpAsync(PrivateCluster cluster)
    {
        var environment = DrillServer.Way(cluster);
        environment["PGBIN"] = await DrillServer.ProgramsAsync(cluster);
        await RunAsync("base-backup.sh", environment, Backups, Archive);
    }

    private static Task<string> RunAsync(string script, Dictionary<string, string?>? environment, params string[] words) =>
        DrillServer.RunAsync(Path.Combine(Scripts, script), null, environment, words);

    private static string DataFolder()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Marketplace.sln"))) at = at.Parent!;
        return at.FullName;
    }
}
