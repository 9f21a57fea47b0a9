using Npgsql;

namespace Marketplace.Host.Database;

/// <summary>The word <c>migrate</c> of the command line: makes the schema as the role of the connection strings, and ends.</summary>
public static class MigrateCommand
{
    /// <summary>The word.</summary>
    public const string Word = "migrate";

    private const int Failed = 1;

    /// <summary>Applies the schema with the configured connections.</summary>
    /// <returns>0, or 1 when the database refused.</returns>
    public static async Task<int> RunAsync(WebApplicationBuilder builder, TextWriter output, TextWriter errors)
    {
        await using var app = HostApp.Build(builder);
        try
        {
            await DatabaseSchema.ApplyAsync(app.Services, CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            await errors.WriteLineAsync($"The schema could not be applied: {e.Message}");
            return Failed;
        }

        await output.WriteLineAsync($"The schema is up to date. The host works as a member of {Rights.Application}, auditors as members of {Rights.Auditor}.");
        return 0;
    }
}
