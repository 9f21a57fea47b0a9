using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Marketplace.Host.Development.Postgres;
using Xunit;
using static Marketplace.Host.Tests.Development.ClusterTestFolder;

namespace Marketplace.Host.Tests.Development;

public sealed class PrivateClusterTests
{
    [Fact]
    public async Task Both_databases_answer_after_the_start_and_keep_their_data_between_runs()
    {
        await using var folder = new ClusterTestFolder();
        await using (var first = await folder.StartAsync(o => o with { Durable = true }))
        {
            await AskAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
            first.ConnectionStringFor("vault").Should().Contain("Database=vault");
            (await AskAsync(first, "SELECT count(*) FROM pg_database WHERE datname IN ('marketplace', 'vault')")).Should().Be(2L);
        }

        await using var second = await folder.StartAsync(o => o with { Durable = true });
        (await AskAsync(second, "SELECT answer FROM kept")).Should().Be(42);
        second.DataFolder.Should().Be(folder.Path);
    }

    [Fact]
    public async Task The_server_is_durable_discreet_reachable_from_this_machine_only_and_knows_Russian_letters()
    {
        await using var folder = new ClusterTestFolder();
        await using var cluster = await folder.StartAsync(o => o with { Durable = true });
        foreach (var (setting, value) in new[]
                 {
                     ("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"), ("jit", "off"),
                     ("log_error_verbosity", "terse"), ("log_min_error_statement", "panic"),
                     ("idle_in_transaction_session_timeout", "1min"), ("listen_addresses", "127.0.0.1"),
                     ("unix_socket_directories", ""), ("server_encoding", "UTF8"), ("max_connections", "100"),
                 })
            (await AskAsync(cluster, $"SELECT current_setting('{setting}')")).Should().Be(value, setting);
        (await AskAsync(cluster, "SELECT lower('ЖЁЛТЫЙ')")).Should().Be("жёлтый");
        (await AskAsync(cluster, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'")).Should().Be(0L);
        File.GetUnixFileMode(Path.Combine(folder.Path, "password")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_taken_port_is_no_obstacle()
    {
        await using var folder = new ClusterTestFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var cluster = await folder.StartAsync(o => o with { Port = taken });
        cluster.Port.Should().NotBe(taken);
        (await AskAsync(cluster, "SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task Of_two_hosts_started_at_once_on_one_folder_one_runs_and_the_other_is_told()
    {
        await using var folder = new ClusterTestFolder();
        var starts = Enumerable.Range(0, 2)
            .Select(_ => folder.StartAsync(o => o with { PatienceForOtherHost = TimeSpan.FromMilliseconds(300) })).ToList();
        await Task.WhenAll(starts).ContinueWith(_ => { }, TaskScheduler.Default);
        await using var winner = await starts.Single(s => s.IsCompletedSuccessfully);
        var loser = () => starts.Single(s => s.IsFaulted);
        (await loser.Should().ThrowAsync<PrivateClusterException>()).WithMessage($"Another host uses the database in {folder.Path}.*");
        (await AskAsync(winner, "SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task What_is_half_made_by_a_host_killed_during_the_first_start_is_made_anew()
    {
        await using var folder = new ClusterTestFolder();
        var unfinished = Directory.CreateDirectory(Path.Combine(folder.Path, "cluster.unfinished")).FullName;
        await File.WriteAllTextAsync(Path.Combine(unfinished, "PG_VERSION"), "15\n");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "password"), "of the half made");
        await using var cluster = await folder.StartAsync();
        (await AskAsync(cluster, "SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task A_server_that_cannot_start_is_told_with_the_end_of_its_log()
    {
        await using var folder = new ClusterTestFolder();
        await (await folder.StartAsync()).DisposeAsync();
        File.Delete(Path.Combine(folder.Path, "cluster", "global", "pg_control"));
        var start = () => folder.StartAsync();
        (await start.Should().ThrowAsync<PrivateClusterException>()).WithMessage("*did not start*pg_control*");
    }

    [Fact]
    public async Task Without_binaries_the_message_names_the_three_ways_out()
    {
        await using var folder = new ClusterTestFolder();
        var empty = Directory.CreateDirectory(Path.Combine(folder.Path, "empty")).FullName;
        // What a removed package leaves on PATH.
        var dangling = Directory.CreateDirectory(Path.Combine(folder.Path, "dangling")).FullName;
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
            File.CreateSymbolicLink(Path.Combine(dangling, program), Path.Combine(empty, program));
        var searching = () => folder.StartAsync(o => o with { SearchFolders = [empty, dangling] });
        var configured = () => folder.StartAsync(o => o with { BinFolder = empty });
        (await searching.Should().ThrowAsync<PostgresNotFoundException>())
            .WithMessage("*apt-get install postgresql*ConnectionStrings__Marketplace*docker compose up -d*");
        var unfit = Directory.CreateDirectory(Path.Combine(folder.Path, "unfit")).FullName;
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
            File.WriteAllText(Path.Combine(unfit, program), "no program");
        var broken = () => folder.StartAsync(o => o with { BinFolder = unfit });
        (await broken.Should().ThrowAsync<PostgresNotFoundException>()).WithMessage($"*{unfit}*will not do*");
        (await configured.Should().ThrowAsync<PostgresNotFoundException>()).WithMessage($"*{empty}*");
    }

    [Fact]
    public async Task Only_a_root_caller_gets_another_folder_when_the_servers_user_cannot_reach_the_wanted_one()
    {
        await using var folder = new ClusterTestFolder();
        Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var wanted = Path.Combine(folder.Path, "postgres");
        string used;
        await using (var cluster = await folder.StartAsync(o => o with { DataFolder = wanted, DeleteWhenDone = true }))
        {
            used = cluster.DataFolder;
            (await AskAsync(cluster, "SELECT 1")).Should().Be(1);
        }

        used.StartsWith("/var/tmp/marketplace-postgres-", StringComparison.Ordinal).Should().Be(Environment.IsPrivilegedProcess);
        (used == wanted).Should().Be(!Environment.IsPrivilegedProcess);
        Directory.Exists(used).Should().BeFalse();
    }
}
