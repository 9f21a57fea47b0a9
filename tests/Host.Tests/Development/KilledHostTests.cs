using FluentAssertions;
using Marketplace.Tests.Shared;
using Xunit;
using static Marketplace.Host.Tests.Development.ClusterTestFolder;

namespace Marketplace.Host.Tests.Development;

public sealed class KilledHostTests
{
    [Fact]
    public async Task A_server_that_a_killed_host_left_is_taken_over_and_stopped_with_the_new_host()
    {
        await using var folder = new ClusterTestFolder();
        using var killed = await HeldCluster.StartAsync(folder.Path, delete: false, watched: false);
        killed.Kill();
        await using (var next = await folder.StartAsync(o => o with { StopWhenKilled = false }))
        {
            next.ServerProcessId.Should().Be(killed.ServerProcess);
            next.Port.Should().Be(killed.Port);
            (await AskAsync(next, "SELECT 1")).Should().Be(1);
        }

        IsAlive(killed.ServerProcess).Should().BeFalse();
    }

    [Fact]
    public async Task A_left_server_with_other_settings_is_restarted_with_the_wanted_ones()
    {
        await using var folder = new ClusterTestFolder();
        using var killed = await HeldCluster.StartAsync(folder.Path, delete: false, watched: false);
        killed.Kill();
        await using var next = await folder.StartAsync(o => o with { MaxConnections = 50 });
        next.ServerProcessId.Should().NotBe(killed.ServerProcess);
        (await AskAsync(next, "SELECT current_setting('max_connections')")).Should().Be("50");
    }

    [Fact]
    public async Task A_watched_server_ends_with_its_killed_host_and_the_next_host_finds_the_data()
    {
        await using var folder = new ClusterTestFolder();
        using var killed = await HeldCluster.StartAsync(folder.Path, delete: false, watched: true);
        killed.Kill();
        (await BecomesTrueAsync(() => !IsAlive(killed.ServerProcess))).Should().BeTrue();
        await using var next = await folder.StartAsync();
        (await AskAsync(next, "SELECT count(*) FROM pg_database WHERE datname = 'vault'")).Should().Be(1L);
    }

    [Fact]
    public async Task A_host_that_is_quicker_than_the_watch_of_the_killed_one_keeps_its_server()
    {
        await using var folder = new ClusterTestFolder();
        using var killed = await HeldCluster.StartAsync(folder.Path, delete: false, watched: true);
        // So that the new host is the first to act.
        HeldCluster.SignalWatch(folder.Path, "STOP").Should().Be(OperatingSystem.IsLinux() ? 1 : 0);
        killed.Kill();
        await using var next = await folder.StartAsync(o => o with { StopWhenKilled = false });
        HeldCluster.SignalWatch(folder.Path, "CONT");
        // Long enough for a watching process that did not heed the lock.
        await Task.Delay(2000);
        next.ServerProcessId.Should().Be(killed.ServerProcess);
        (await AskAsync(next, "SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task The_folder_of_a_killed_test_process_is_deleted_at_once_by_its_watch()
    {
        await using var folder = new ClusterTestFolder();
        using var killed = await HeldCluster.StartAsync(folder.Path, delete: true, watched: true);
        killed.Kill();
        (await BecomesTrueAsync(() => !Directory.Exists(folder.Path) && !IsAlive(killed.ServerProcess))).Should().BeTrue();
    }

    [Fact]
    public async Task The_folder_of_an_unwatched_killed_test_process_is_deleted_by_the_sweep_and_no_living_one()
    {
        await using var folder = new ClusterTestFolder();
        using var killed = await HeldCluster.StartAsync(folder.Path, delete: true, watched: false);
        await using var living = new ClusterTestFolder();
        await using var cluster = await living.StartAsync();
        killed.Kill();
        Directory.SetLastWriteTimeUtc(folder.Path, DateTime.UtcNow.AddHours(-1));
        Directory.SetLastWriteTimeUtc(living.Path, DateTime.UtcNow.AddHours(-1));
        await ThrowAwayCluster.SweepAsync(TimeSpan.FromMinutes(30));
        Directory.Exists(folder.Path).Should().BeFalse();
        IsAlive(killed.ServerProcess).Should().BeFalse();
        (await AskAsync(cluster, "SELECT 1")).Should().Be(1);
    }
}
