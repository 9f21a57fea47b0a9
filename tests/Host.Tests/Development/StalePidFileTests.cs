using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using Marketplace.Tests.Shared;
using Xunit;
using static Marketplace.Host.Tests.Development.ClusterTestFolder;

namespace Marketplace.Host.Tests.Development;

public sealed class StalePidFileTests
{
    [Fact]
    public async Task A_pid_file_of_a_dead_server_does_not_keep_it_from_starting()
    {
        await using var folder = new ClusterTestFolder();
        await LeavePidFileAsync(folder, pid: null);
        await using var cluster = await folder.StartAsync();
        (await AskAsync(cluster, "SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task A_half_written_pid_file_does_not_keep_it_from_starting()
    {
        await using var folder = new ClusterTestFolder();
        await LeavePidFileAsync(folder, pid: null);
        await File.WriteAllTextAsync(folder.PidFile, "");
        await using var cluster = await folder.StartAsync();
        (await AskAsync(cluster, "SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task A_pid_file_whose_number_another_program_has_now_neither_stops_the_start_nor_harms_the_program()
    {
        await using var folder = new ClusterTestFolder();
        await (await folder.StartAsync()).DisposeAsync();
        // Of the server's own user: PostgreSQL itself takes only such a process for a living server.
        using var bystander = Process.Start(new ProcessStartInfo("sleep", ["600"])
        {
            WorkingDirectory = "/",
            UserName = Environment.IsPrivilegedProcess ? OwnerOf(Path.GetDirectoryName(folder.PidFile)!) : "",
        })!;
        try
        {
            await LeavePidFileAsync(folder, bystander.Id);
            await using (var cluster = await folder.StartAsync())
                (await AskAsync(cluster, "SELECT 1")).Should().Be(1);
            bystander.HasExited.Should().BeFalse();
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Fact]
    public async Task A_pid_file_whose_number_the_server_of_another_folder_has_now_neither_stops_the_start_nor_harms_that_server()
    {
        await using var folder = new ClusterTestFolder();
        var other = await ThrowAwayCluster.GetAsync();
        await LeavePidFileAsync(folder, other.ServerProcessId);
        await using (var cluster = await folder.StartAsync())
        {
            (await AskAsync(cluster, "SELECT 1")).Should().Be(1);
            cluster.Port.Should().NotBe(other.Port);
        }

        (await AskAsync(other, "SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task A_killed_server_comes_back_on_its_port_with_what_was_committed()
    {
        await using var folder = new ClusterTestFolder();
        await using var cluster = await folder.StartAsync(o => o with { Durable = true });
        await AskAsync(cluster, "CREATE TABLE kept AS SELECT 42 AS answer");
        var (before, port) = (cluster.ServerProcessId, cluster.Port);
        using (var server = Process.GetProcessById(before))
            server.Kill();
        (await BecomesTrueAsync(() => !IsAlive(before))).Should().BeTrue();
        await cluster.StartServerAsync();
        cluster.Port.Should().Be(port);
        (await AskAsync(cluster, "SELECT answer FROM kept")).Should().Be(42);
    }

    [Fact]
    public async Task After_an_outage_of_the_server_the_connection_string_holds_again()
    {
        await using var folder = new ClusterTestFolder();
        await using var cluster = await folder.StartAsync();
        await cluster.StopServerAsync();
        var asking = () => AskAsync(cluster, "SELECT 1");
        await asking.Should().ThrowAsync<Npgsql.NpgsqlException>();
        await cluster.StartServerAsync();
        (await AskAsync(cluster, "SELECT 1")).Should().Be(1);
    }

    /// <summary>What a server leaves when the machine goes down, with another process number when one is given.</summary>
    private static async Task LeavePidFileAsync(ClusterTestFolder folder, int? pid)
    {
        string[] lines;
        await using (await folder.StartAsync())
            lines = await File.ReadAllLinesAsync(folder.PidFile);
        if (pid is { } other)
            lines[0] = other.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(folder.PidFile, lines);
        if (Environment.IsPrivilegedProcess)
            Run("chown", [OwnerOf(Path.GetDirectoryName(folder.PidFile)!), folder.PidFile]);
    }

    private static string OwnerOf(string path) => Run("stat", ["-c", "%U", path]);

    private static string Run(string program, string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        var printed = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
        return printed;
    }
}
