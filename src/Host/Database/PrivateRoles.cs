using Marketplace.Host.Development.Postgres;
using Npgsql;

namespace Marketplace.Host.Database;

/// <summary>
/// On a private cluster the same division as in production: its owner makes the schema, then the host goes on as a role that
/// cannot change history. What a host in production may not do fails on a developer's machine first.
/// </summary>
internal static class PrivateRoles
{
    /// <summary>Applies the schema as the owner, and makes the builder's connections those of the application's role.</summary>
    public static async Task TakeAsync(string[] args, WebApplicationBuilder builder, PrivateCluster cluster)
    {
        var configuration = builder.Configuration;
        var owner = HostApp.CreateBuilder(args);
        foreach (var name in new[] { "DataFolder", "ConnectionStrings:Marketplace", "ConnectionStrings:Vault" }) owner.Configuration[name] = configuration[name];
        await using (var migration = HostApp.Build(owner)) await DatabaseSchema.ApplyAsync(migration.Services, replaces: false, CancellationToken.None);
        await cluster.LetInAsync(Rights.Application);
        await cluster.LetInAsync(Rights.Auditor);
        foreach (var name in new[] { "ConnectionStrings:Marketplace", "ConnectionStrings:Vault" })
            configuration[name] = new NpgsqlConnectionStringBuilder(configuration[name]) { Username = Rights.Application }.ConnectionString;
        configuration[HostApp.AppliesSchema] = "false";
    }
}
