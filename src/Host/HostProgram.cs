using Marketplace.Application.Audit.Evidence;
using Marketplace.Host.Adapters.KeyService;
using Marketplace.Host.Admin;
using Marketplace.Host.Auth;
using Marketplace.Host.Database;
using Marketplace.Host.Development.Postgres;

namespace Marketplace.Host;

/// <summary>What <c>dotnet run</c> does: the command line, the private cluster when there is no other, and the host.</summary>
public static class HostProgram
{
    private const int NoDatabase = 2;
    private const int NoSchema = 3;

    /// <summary>Runs until the host is stopped.</summary>
    /// <returns>0; 2 when there is no PostgreSQL to work with, 3 when its schema is not the one of this version, or does not guard the history; a command has its own.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var (command, output) = (HostCommand.From(args), Console.Out);
        // What a command prints is for another program: no log may come between.
        if (command is not null) Console.SetOut(Console.Error);
        var builder = HostApp.CreateBuilder([.. command?.HostArguments ?? args]);
        if (StaffTokens.TryRun(args, builder.Configuration, builder.Environment, TimeProvider.System, Console.Out, Console.Error) is { } done) return done;
        if (await GeneratedCode.TryWriteAsync(args, builder, output) is { } written) return written;
        PrivateCluster? cluster = null;
        try
        {
            cluster = await StartClusterIfNeededAsync(builder);
        }
        catch (Exception e) when (e is PostgresNotFoundException or PrivateClusterException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return NoDatabase;
        }

        // Disposed last: the server is stopped after everything that talks to it.
        await using (cluster)
        {
            if (RotateMasterKey.IsAskedFor(args)) return await RotateAsync(builder);
            if (args is [MigrateCommand.Word, ..]) return await MigrateCommand.RunAsync(builder, output, Console.Error);
            try
            {
                if (cluster is not null && command is null) await PrivateRoles.TakeAsync(args, builder, cluster);
                await using var app = HostApp.Build(builder);
                if (command is not null)
                {
                    // A command starts nothing, and so nothing else has looked.
                    await SchemaCheck.DemandAsync(app.Services, CancellationToken.None);
                    return await command.RunAsync(app.Services, output, Console.Error, CancellationToken.None);
                }

                await app.StartAsync();
                Greet(app);
                await app.WaitForShutdownAsync();
            }
            catch (Exception e) when (e is SchemaMissingException or UnguardedHistoryException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return NoSchema;
            }
        }

        return 0;
    }

    private static async Task<int> RotateAsync(WebApplicationBuilder builder)
    {
        using var logging = LoggerFactory.Create(l => l.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
        return await RotateMasterKey.RunAsync(
            builder.Configuration, builder.Environment, logging.CreateLogger(typeof(RotateMasterKey)), Console.Out, Console.Error, CancellationToken.None);
    }

    private static async Task<PrivateCluster?> StartClusterIfNeededAsync(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration.GetConnectionString("Marketplace") is { Length: > 0 }) return null;
        using var logging = LoggerFactory.Create(l => l.AddConfiguration(configuration.GetSection("Logging")).AddConsole());
        var options = new PrivateClusterOptions
        {
            DataFolder = Path.Combine(DataFolder.Of(configuration), "postgres"),
            BinFolder = configuration["Postgres:BinFolder"],
        };
        var cluster = await PrivateCluster.StartAsync(options, logging.CreateLogger<PrivateCluster>(), CancellationToken.None);
        configuration["ConnectionStrings:Marketplace"] = cluster.ConnectionString;
        configuration["ConnectionStrings:Vault"] = cluster.ConnectionStringFor("vault");
        return cluster;
    }

    private static void Greet(WebApplication app)
    {
        var url = app.Urls.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        Console.WriteLine($"Marketplace is ready at {url}");
        Console.WriteLine($"  API reference   {url}/docs   (OpenAPI: {url}/openapi/v1.json)");
        if (!app.Environment.IsDevelopment()) return;
        Console.WriteLine($"  Codes by SMS    {url}/dev/messages?to=+79161234567");
        Console.WriteLine("  Staff tokens    dotnet run --project src/Host -- staff-token warehouse|auditor|support|admin");
        Console.WriteLine($"  The whole job   docs/walkthrough.sh {url}");
    }
}
