using Marketplace.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Wolverine;

namespace Marketplace.Bench.Product;

/// <summary>The product's own host with the bench's command and two helping requests.</summary>
internal static class BenchHost
{
    /// <summary>The first word on the command line of a process that is the measured host.</summary>
    public const string Word = "host";

    /// <summary>What such a process prints when it is ready, before its address.</summary>
    public const string Ready = "Measured host at ";

    /// <summary>What a measured host is told, beside the databases.</summary>
    /// <param name="database">Of events.</param>
    /// <param name="vault">Of keys.</param>
    /// <param name="folder">For its secrets.</param>
    public static Dictionary<string, string?> Settings(string database, string vault, string folder) => new()
    {
        ["ConnectionStrings:Marketplace"] = database,
        ["ConnectionStrings:Vault"] = vault,
        ["DataFolder"] = folder,
        // What it has to say while it stops is not about what is measured; a failed request is counted.
        ["Logging:LogLevel:Default"] = "None",
        ["Logging:LogLevel:Marketplace"] = "None",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "None",
        ["Logging:LogLevel:Wolverine"] = "None",
        ["Messaging:Durability"] = "Balanced",
        // Notices follow the events asynchronously, some of them for minutes: they would be measured with whatever comes next.
        ["Notices:Since"] = "2100-01-01T00:00:00Z",
    };

    /// <summary>Starts one in this process.</summary>
    public static async Task<WebApplication> StartAsync(Dictionary<string, string?> settings)
    {
        var app = Build(settings);
        await app.StartAsync();
        return app;
    }

    /// <summary>Makes one that is not started: for what the host does from the command line.</summary>
    public static WebApplication Build(Dictionary<string, string?> settings)
    {
        // In Development the catalogue is filled and no provider has to be configured.
        var builder = HostApp.CreateBuilder(["--urls", "http://127.0.0.1:0", "--environment", "Development"]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.ConfigureWolverine(options => options.Discovery.IncludeAssembly(typeof(BenchHost).Assembly));
        var app = HostApp.Build(builder);
        app.MapBench();
        return app;
    }

    /// <summary>Is one, with settings from the environment, until standard input ends, which it also does when the measuring process dies.</summary>
    public static async Task<int> RunAsync()
    {
        await using var app = await StartAsync(new Dictionary<string, string?>());
        Console.WriteLine(Ready + app.Urls.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }
}
