using JasperFx;
using JasperFx.CodeGeneration;
using Wolverine;

namespace Marketplace.Host;

/// <summary>
/// The code around each handler. A published host has it compiled in (<c>build/publish.sh</c>) and starts at once; a host run from
/// its sources makes it at each start, so that it is never stale.
/// </summary>
internal static class GeneratedCode
{
    /// <summary>The word of the command line by which <c>build/publish.sh</c> has it written.</summary>
    public const string Command = "codegen";

    private const string Namespace = "Internal.Generated.WolverineHandlers";

    /// <summary>Whether it is compiled into this host.</summary>
    public static bool IsCompiledIn { get; } = typeof(GeneratedCode).Assembly.GetTypes().Any(t => t.Namespace == Namespace);

    /// <summary>Uses what is compiled in, and then all of it: a handler without its code is an error of the build, found at the start.</summary>
    public static void Use(WolverineOptions options, IConfiguration configuration)
    {
        options.CodeGeneration.TypeLoadMode = IsCompiledIn ? TypeLoadMode.Static : TypeLoadMode.Dynamic;
        if (configuration["GeneratedCodeFolder"] is { Length: > 0 } folder) options.CodeGeneration.GeneratedCodeOutputPath = folder;
        if (IsCompiledIn) options.Services.CritterStackDefaults(x => x.Production.AssertAllPreGeneratedTypesExist = x.Development.AssertAllPreGeneratedTypesExist = true);
    }

    /// <summary>Writes it, when the command line asks for it. No database is needed.</summary>
    /// <returns>The exit code, or null when something else is asked for.</returns>
    public static async Task<int?> TryWriteAsync(string[] args, WebApplicationBuilder builder)
    {
        if (args is not [Command, ..]) return null;
        // Nothing connects; the store only wants to know where it would.
        foreach (var name in (string[])["Marketplace", "Vault"]) builder.Configuration[$"ConnectionStrings:{name}"] ??= "Host=nowhere";
        builder.Host.ApplyJasperFxExtensions();
        await using var app = HostApp.Build(builder);
        return await app.RunJasperFxCommands([Command, "write"]);
    }
}
