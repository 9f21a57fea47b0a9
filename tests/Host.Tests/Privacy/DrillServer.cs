using System.Diagnostics;
using FluentAssertions;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Host.Development.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>What drills do to servers of their own, with PostgreSQL's programs and the auditor's.</summary>
internal static class DrillServer
{
    public static Task<PrivateCluster> StartAsync(string folder) =>
        PrivateCluster.StartAsync(new PrivateClusterOptions { DataFolder = folder, Durable = false, DeleteWhenDone = false }, NullLogger.Instance);

    public static async Task<string?> AskAsync(PrivateCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string;
    }

    /// <summary>The folder of the server's programs.</summary>
    public static async Task<string> ProgramsAsync(PrivateCluster cluster) => (await AskAsync(cluster, "select setting from pg_config where name = 'BINDIR'"))!;

    /// <summary>How every client of PostgreSQL is told where the server is.</summary>
    public static Dictionary<string, string?> Way(PrivateCluster cluster)
    {
        var way = new NpgsqlConnectionStringBuilder(cluster.ConnectionString);
        return new() { ["PGHOST"] = way.Host, ["PGPORT"] = $"{way.Port}", ["PGUSER"] = way.Username, ["PGPASSWORD"] = way.Password };
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="user">Whom it runs as; null for the caller.</param>
    /// <param name="environment">What it is told besides.</param>
    /// <param name="words">Its arguments.</param>
    public static async Task<string> RunAsync(string program, string? user, Dictionary<string, string?>? environment, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (user is not null) (start.UserName, start.WorkingDirectory) = (user, "/");
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, $"{program} said: {await said} {await complained}");
        return (await said).Trim();
    }

    /// <summary>Signs what has been written so far, and anchors it.</summary>
    public static async Task SignAsync(RunningHost host)
    {
        var (signer, anchor) = (host.Services.GetRequiredService<Checkpoints>(), host.Services.GetRequiredService<Anchor>());
        await using var source = NpgsqlDataSource.Create(host.Settings["ConnectionStrings:Marketplace"]!);
        await using var waiting = source.CreateCommand("select (select count(*) from marketplace_audit.leaves) - (select count(*) from marketplace_audit.tree)");
        for (var i = 0; i < 200 && await waiting.ExecuteScalarAsync() is not 0L; i++)
        {
            // Another transaction, or the host's own signing, may be in the way for a moment.
            if (await signer.SignAsync(1, CancellationToken.None) is null) await Task.Delay(50);
        }

        for (var i = 0; i < 200 && await anchor.FollowAsync(CancellationToken.None) is null; i++) await Task.Delay(50);
    }

    /// <summary>Signs everything, and lets the stand-alone auditor look at it, who must find nothing.</summary>
    public static async Task VerifiesAsync(RunningHost host)
    {
        await SignAsync(host);
        HoldsFor(Verify(host, Path.Combine(host.Folder, "audit", "checkpoints.txt")));
    }

    /// <summary>The same of a host that is another process: it signs by itself, so that only its checkpoints are waited for.</summary>
    public static void Verifies(IReadOnlyDictionary<string, string?> settings) =>
        HoldsFor(Verify(settings["ConnectionStrings:Marketplace"]!, settings["DataFolder"]!, Path.Combine(settings["DataFolder"]!, "audit", "checkpoints.txt")));

    private static void HoldsFor((int Code, string Said) verdict)
    {
        verdict.Code.Should().Be(0, verdict.Said);
        verdict.Said.Should().MatchRegex("OK [0-9]+ events, [1-9][0-9]* checkpoints, the last of size [1-9]", "what nothing was signed of proves nothing").And.NotContain("were not checked").And.NotContain("was compared");
    }

    /// <summary>What the stand-alone auditor says of a database.</summary>
    public static (int Code, string Said) Verify(RunningHost host, string anchors) => Verify(host.Settings["ConnectionStrings:Marketplace"]!, host.Folder, anchors);

    private static (int Code, string Said) Verify(string connection, string dataFolder, string anchors)
    {
        using var said = new StringWriter();
        // Not a connection that this process has used before the server was stopped.
        var way = new NpgsqlConnectionStringBuilder(connection) { Pooling = false };
        var code = Auditor.Commands.Run(
            ["verify", "--connection", way.ConnectionString, "--checkpoints", anchors, "--key", Path.Combine(dataFolder, "audit", "public-key.pem")],
            said, TextWriter.Null);
        return (code, said.ToString());
    }
}
