using System.Net;
using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Marketplace.Host.Adapters;
using Marketplace.Host.Development.Postgres;
using Marketplace.Host.Tests.Auth;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>
/// A whole life over HTTP with a canary in every personal field, on a server of its own. After the erasure none is in a dump of
/// any database, in the log of the host or of PostgreSQL, in a trace or a dead letter.
/// </summary>
[Collection(nameof(Faults))]
public sealed partial class CanaryTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private readonly string folder = ThrowAwayCluster.NewFolder();
    private readonly LogCapture logs = new();
    private readonly TraceCapture traces = new();
    private readonly TalkativeGateway gateway = new();
    private PrivateCluster cluster = null!;
    private RunningHost host = null!;

    /// <summary>All that an operator can switch on by settings.</summary>
    private static readonly (string, string)[] Talkative =
        [.. ((string[])["Default", "Microsoft.AspNetCore", "Microsoft.Hosting.Lifetime", "Wolverine", "JasperFx", "Marten", "Npgsql"]).Select(c => ($"Logging:LogLevel:{c}", "Trace"))];

    public async Task InitializeAsync()
    {
        cluster = await PrivateCluster.StartAsync(new PrivateClusterOptions { DataFolder = folder, Durable = false }, NullLogger.Instance);
        host = await RunningHost.StartAsync(
            null,
            services =>
            {
                services.AddLogging(l => l.AddProvider(logs));
                services.AddHttpClient(ProviderNames.Sms).AddHttpMessageHandler(gateway.Handler);
            },
            [("Checkout:AllowGuests", "true"), ("ConnectionStrings:Marketplace", cluster.ConnectionString), ("ConnectionStrings:Vault", cluster.ConnectionStringFor("vault")), .. Talkative]);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await cluster.DisposeAsync();
        await PrivateCluster.TryDeleteAsync(folder);
    }

    public void Dispose()
    {
        traces.Dispose();
        logs.Dispose();
    }

    [Fact]
    public async Task S100_I14_U5_X24_X29_no_canary_of_a_whole_life_is_left_anywhere_after_the_erasure()
    {
        // Somebody who stays, with everything: the erasure must take nothing of theirs.
        var other = new CanaryLife(host, "Stay");
        await other.LiveAsync();
        var life = new CanaryLife(host, "Leave");
        await life.LiveAsync();
        await life.FailAsync(cluster.ConnectionString, gateway);
        await AreNotAmongTheDeadAsync(life);
        (await ClassesAsync(life.Customer.CustomerId)).Append("deletion-comment").Should().BeEquivalentTo(ClassesOfTheSource(), "a canary sits in every kind of personal value that the source knows");
        var sums = await SumsAsync();
        await DrillServer.VerifiesAsync(host);

        // With the comment, which is the last.
        await life.LeaveAsync();

        (await SumsAsync()).Should().Be(sums);
        await host.InvariantsHoldAsync();
        await DrillServer.VerifiesAsync(host);
        var (dump, server) = (await DumpAsync(), new Searched(await File.ReadAllBytesAsync(Path.Combine(folder, "cluster", "server.log"))));
        var (log, spans) = (Searched.Text(logs.Text), Searched.Text(traces.Text));
        Canary.Word("known", life.Customer.CustomerId.ToString()).FindIn(dump).Should().NotBeNull("the dump holds the arithmetic of nobody");
        Canary.Word("known", "duplicate key value").FindIn(server).Should().NotBeNull("PostgreSQL wrote about the violation");
        Canary.Word("known", "ConfirmDeletion").FindIn(log).Should().NotBeNull();
        Canary.Word("known", "ConfirmDeletion").FindIn(spans).Should().NotBeNull();
        await AreNotAmongTheDeadAsync(life);
        foreach (var (where, searched) in new[] { ("a dump", dump), ("the server's log", server), ("the host's log", log), ("a trace", spans) })
        {
            life.Canaries.Select(c => c.FindIn(searched)).Where(found => found is not null).Should().BeEmpty($"it is in {where}");
        }

        await RebuildAsync();
        var rebuilt = await DumpAsync();
        life.Canaries.Select(c => c.FindIn(rebuilt)).Where(found => found is not null).Should().BeEmpty("it came back with the rebuild");
        await life.ContactsAreFreeAsync();
        await other.IsWholeAsync();
        output.WriteLine($"{life.Canaries.Count} canaries; {dump.Texts[0].Length:N0} bytes of dump, {log.Texts[0].Length:N0} of log, {spans.Texts[0].Length:N0} of traces");
    }

    /// <summary>The whole search can fail: a canary in a table, a dead letter or the server's log would be found.</summary>
    [Fact]
    public async Task S100_a_canary_that_is_planted_in_clear_is_found_by_the_same_search()
    {
        var (table, bytes) = (Canary.Word("table", "Открытова-51aa"), Canary.Word("letter", "Письмова-77bc"));
        await using (var source = NpgsqlDataSource.Create(cluster.ConnectionString))
        {
            await ExecuteAsync(source, "create table planted (words text, body bytea)");
            await ExecuteAsync(source, "insert into planted values ('Открытова-51aa', convert_to('{\"name\":\"Письмова-77bc\"}', 'UTF8'))");
        }

        var dump = await DumpAsync();

        table.FindIn(dump).Should().Contain("planted");
        bytes.FindIn(dump).Should().NotBeNull();
    }

    /// <summary>The search in the server's log can fail: set as servers usually are, PostgreSQL writes the value that was there already.</summary>
    [Fact]
    public async Task S100_with_the_usual_verbosity_the_servers_log_would_tell_the_value_and_with_ours_it_does_not()
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString);
        await CanaryLife.ViolateAsync(source, "Терсина-31cd", null);
        await CanaryLife.ViolateAsync(source, "Болтунова-90ef", "default");

        var log = new Searched(await File.ReadAllBytesAsync(Path.Combine(folder, "cluster", "server.log")));
        log.Texts[0].Should().Contain("DETAIL");
        Canary.Word("usual", "Болтунова-90ef").FindIn(log).Should().NotBeNull();
        Canary.Word("ours", "Терсина-31cd").FindIn(log).Should().BeNull();
    }

    [Fact]
    public async Task S100_a_host_on_a_server_that_is_not_terse_warns_at_its_start()
    {
        const string warning = "log_error_verbosity = default: its log may name personal values";
        logs.Text.Should().NotContain(warning);
        await using (var source = NpgsqlDataSource.Create(cluster.ConnectionString))
        {
            await ExecuteAsync(source, $"alter database \"{new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Database}\" set log_error_verbosity = 'default'");
        }

        await using var second = await RunningHost.StartAsync(host.Settings, services => services.AddLogging(l => l.AddProvider(logs)));

        logs.Text.Should().Contain($"ConnectionStrings:Marketplace has {warning}").And.NotContain("ConnectionStrings:Vault has");
    }

    /// <summary>There are dead letters, and what they and their exceptions say names nobody.</summary>
    private async Task AreNotAmongTheDeadAsync(CanaryLife life)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString);
        await using var command = source.CreateCommand("select string_agg(concat_ws(' ', d::text, encode(d.body, 'escape')), ' ') from marketplace_messages.wolverine_dead_letters d");
        var dead = await command.ExecuteScalarAsync() as string;
        dead.Should().Contain("SendCode").And.Contain("HttpRequestException", "it is told how it failed");
        life.Canaries.Select(c => c.FindIn(Searched.Text(dead!))).Where(found => found is not null).Should().BeEmpty("it is in a dead letter");
    }

    private async Task<Searched> DumpAsync()
    {
        var way = new NpgsqlConnectionStringBuilder(cluster.ConnectionString);
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString);
        await using var command = source.CreateCommand("select setting from pg_config where name = 'BINDIR'");
        var start = new System.Diagnostics.ProcessStartInfo(
            Path.Combine((string)(await command.ExecuteScalarAsync())!, "pg_dumpall"), ["-h", way.Host!, "-p", $"{way.Port}", "-U", way.Username!, "--no-role-passwords"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PGPASSWORD"] = way.Password;
        using var process = System.Diagnostics.Process.Start(start)!;
        using var dump = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(dump);
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0);
        return new Searched(dump.ToArray());
    }

    private async Task<string> SumsAsync() =>
        (await host.Staff("auditor").GetAsync("/api/audit/invariants")).Expect(HttpStatusCode.OK).Body["accounts"]!.ToJsonString();

    private async Task RebuildAsync()
    {
        using var daemon = await host.Services.GetRequiredService<IDocumentStore>().BuildProjectionDaemonAsync();
        foreach (var view in new[] { typeof(Customer), typeof(Domain.Wallets.Wallet), typeof(Application.Views.OrderView), typeof(Application.Views.ReturnView), typeof(Application.Views.ReviewView) })
            await daemon.RebuildProjectionAsync(view, CancellationToken.None);
    }

    /// <summary>The kinds of personal values of which a ciphertext under the customer's key is stored.</summary>
    private async Task<IReadOnlyList<string>> ClassesAsync(Guid customer)
    {
        var dump = (await DumpAsync()).Texts;
        return [.. dump.SelectMany(t => Boxed().Matches(t)).Where(m => m.Value.Contains(customer.ToString(), StringComparison.Ordinal)).Select(m => m.Groups[1].Value).Distinct()];
    }

    /// <summary>The kinds that the source writes: the second word of each <c>Pii</c> that it makes.</summary>
    private static IReadOnlyList<string> ClassesOfTheSource()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Marketplace.sln"))) root = root.Parent!;
        var found = Directory.EnumerateFiles(Path.Combine(root.FullName, "src", "Application"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Made().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().ToList();
        found.Should().HaveCountGreaterThan(8, "a search that finds nothing proves nothing");
        // Made by way of a variable.
        return [.. found.Union(["email", "phone"])];
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("""\{[^{}]*"class": ?"([a-z-]+)"[^{}]*\}""")]
    private static partial Regex Boxed();

    [GeneratedRegex("""new (?:Pii<[^(]+>)?\([A-Za-z.]+,\s+"([a-z-]+)",""")]
    private static partial Regex Made();
}
