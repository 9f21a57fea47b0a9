using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Model;
using Wolverine;

namespace Marketplace.Host;

/// <summary>
/// The code around each handler. A published host has it compiled in (<c>build/publish.sh</c>) and starts at once; a host that is run from
/// its sources makes it when a handler is first needed, so that it is never stale.
/// </summary>
internal static class GeneratedCode
{
    /// <summary>The word on the command line, before <c>--to FOLDER</c>, by which <c>build/publish.sh</c> has it written.</summary>
    public const string Command = "generate-code";

    private const string Namespace = "Internal.Generated.WolverineHandlers";

    /// <summary>Whether it is compiled into this host.</summary>
    public static bool IsCompiledIn { get; } = typeof(GeneratedCode).Assembly.GetTypes().Any(t => t.Namespace == Namespace);

    /// <summary>Uses what is compiled in, and then nothing else: a handler whose code is missing stops the start.</summary>
    public static void Use(WolverineOptions options)
    {
        if (!IsCompiledIn) return;
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
        options.Services.CritterStackDefaults(x =>
        {
            x.Production.GeneratedCodeMode = x.Development.GeneratedCodeMode = TypeLoadMode.Static;
            x.Production.AssertAllPreGeneratedTypesExist = x.Development.AssertAllPreGeneratedTypesExist = true;
        });
    }

    /// <summary>Writes it, when the command line asks for it. No database is needed.</summary>
    /// <returns>The exit code, or null when something else is asked for.</returns>
    public static async Task<int?> TryWriteAsync(string[] args, WebApplicationBuilder builder, TextWriter output)
    {
        if (args is not [Command, "--to", var folder, ..]) return null;
        // From here on the stack generates and does not run.
        DynamicCodeBuilder.WithinCodegenCommand = true;
        // Nothing connects; the store only wants to know where it would.
        foreach (var name in (string[])["Marketplace", "Vault"]) builder.Configuration[$"ConnectionStrings:{name}"] ??= "Host=nowhere";
        await using var app = HostApp.Build(builder);
        var collections = app.Services.GetServices<ICodeFileCollection>().ToArray();
        foreach (var collection in collections) collection.Rules.GeneratedCodeOutputPath = folder;
        var written = 0;
        new DynamicCodeBuilder(app.Services, collections) { ServiceVariableSource = app.Services.GetService<IServiceVariableSource>() }.WriteGeneratedCode(_ => written++);
        await output.WriteLineAsync($"{written} files were written to {folder}.");
        return written > 0 ? 0 : 1;
    }
}
