using System.Globalization;
using System.Net;
using FluentAssertions;
using Marketplace.Host.Development.Postgres;
using Marketplace.Host.Tests.Development;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Faults;

/// <summary>The program as <c>dotnet run</c> starts it, with its own private server.</summary>
[Collection(nameof(Faults))]
public sealed class StartTests : IAsyncLifetime
{
    private readonly string folder = ThrowAwayCluster.NewFolder();

    private Dictionary<string, string?> Settings => new()
    {
        ["DataFolder"] = folder,
        ["Simulators:EchoDelay"] = "00:00:00.050",
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        var postgres = Path.Combine(folder, "postgres");
        if (Directory.Exists(postgres)) await PrivateCluster.TryDeleteAsync(postgres);
        // A server that is stopping still writes; on a busy machine it is there a little longer than its host.
        for (var tries = 0; Directory.Exists(folder); tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (tries < 40)
            {
                await Task.Delay(250);
            }
        }
    }

    [Fact]
    public async Task Without_a_server_and_a_connection_string_the_program_names_three_ways_out_and_exits_with_2()
    {
        var settings = Settings;
        settings["Postgres:BinFolder"] = Directory.CreateDirectory(Path.Combine(folder, "nothing")).FullName;

        var (code, _, errors) = await HostProcess.RunAsync(settings, "--urls", "http://127.0.0.1:0");

        code.Should().Be(2);
        errors.Should().ContainAll("apt-get install postgresql", "ConnectionStrings__Marketplace", "docker compose up");
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("warehouse")]
    public async Task Staff_token_prints_one_line_and_nothing_else(string role)
    {
        var (code, output, errors) = await HostProcess.RunAsync(Settings, "staff-token", role);

        code.Should().Be(0, errors);
        output.Should().EndWith("\n");
        output.TrimEnd('\n').Should().MatchRegex("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$");
        Directory.Exists(Path.Combine(folder, "postgres")).Should().BeFalse("no server is needed for it");
    }

    [Fact]
    public async Task Staff_token_for_an_unknown_role_says_how_it_is_used_and_fails()
    {
        var (code, output, errors) = await HostProcess.RunAsync(Settings, "staff-token", "emperor");

        code.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain("Usage: staff-token");
    }

    [Fact]
    public async Task The_server_stops_with_the_host_a_second_host_is_refused_and_the_data_are_kept()
    {
        var phone = $"+79{Random.Shared.NextInt64(100_000_000, 999_999_999)}";
        string used;
        await using (var first = await HostProcess.StartAsync(Settings))
        {
            var api = first.Anonymous();
            api.Phone = phone;
            ((bool)(await api.SignInAsync()).Body["isNew"]!).Should().BeTrue();
            used = await api.CodeAsync();
            var server = int.Parse(File.ReadLines(Path.Combine(folder, "postgres", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            ClusterTestFolder.IsAlive(server).Should().BeTrue();

            var (code, _, errors) = await HostProcess.RunAsync(Settings, "--urls", "http://127.0.0.1:0");
            code.Should().NotBe(0);
            errors.Should().Contain("Another host uses the database");
            (await api.GetAsync("/health/ready")).Status.Should().Be(HttpStatusCode.OK, "the first one goes on");

            (await first.TerminateAsync()).Should().Be(0);
            ClusterTestFolder.IsAlive(server).Should().BeFalse("the private server ends with its host");
        }

        await AMinutePassesAsync();
        await using var second = await HostProcess.StartAsync(Settings);
        var again = second.Anonymous();
        again.Phone = phone;
        ((bool)(await again.SignInAsync(used)).Body["isNew"]!).Should().BeFalse();
    }

    // Codes are not sent twice within a minute; forgetting the first one is quicker than waiting.
    private async Task AMinutePassesAsync()
    {
        await using var cluster = await PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataFolder = Path.Combine(folder, "postgres") }, NullLogger.Instance);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var forget = new NpgsqlCommand("truncate marketplace.mt_doc_codetally, marketplace.mt_doc_challenge", connection);
        await forget.ExecuteNonQueryAsync();
    }
}
