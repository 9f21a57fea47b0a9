using Npgsql;

namespace Marketplace.Application.Tests.Privacy;

/// <summary>A fresh, empty database for one test class.</summary>
internal static class TestDatabase
{
    public static async Task<string> CreateAsync(string prefix)
    {
        var server = Environment.GetEnvironmentVariable("MARKETPLACE_TEST_CONNECTION")
            ?? throw new InvalidOperationException("MARKETPLACE_TEST_CONNECTION names a PostgreSQL server for the tests.");
        var name = $"{prefix}_{Guid.NewGuid():n}";
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }
}
