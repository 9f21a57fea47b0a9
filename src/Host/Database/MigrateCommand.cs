using Marketplace.Application.Audit.Evidence;
using Npgsql;

namespace Marketplace.Host.Database;

/// <summary>The word <c>migrate</c> of the command line: makes the schema as the role of the connection strings, and ends.</summary>
public static class MigrateCommand
{
    /// <summary>The word.</summary>
    public const string Word = "migrate";

    private const int Failed = 1;

    /// <summary>Applies the schema with the configured connections.</summary>
    /// <returns>0, or 1 when the database refused, or a trigger of the audit has gone.</returns>
    public static async Task<int> RunAsync(WebApplicationBuilder builder, TextWriter output, TextWriter errors)
    {
        await using var app = HostApp.Build(builder);
        try
        {
            foreach (var function in await DatabaseSchema.ApplyAsync(app.Services, replaces: true, CancellationToken.None))
                await output.WriteLineAsync($"{function} was another than this version's, and was replaced.");
        }
        catch (Exception e) when (e is NpgsqlException or UnguardedHistoryException)
        {
            await errors.WriteLineAsync($"The schema could not be applied: {e.Message}");
            return Failed;
        }

        await output.WriteLineAsync($"The schema is up to date. The host works as a member of {Rights.Application}, auditors as members of {Rights.Auditor}.");
        return 0;
    }
}
