using FluentAssertions;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests;

/// <summary>The host's connections are as fast as its operators believe.</summary>
public sealed class ConnectionPoolsTests
{
    [Theory]
    [InlineData("Host=db;Username=u", 100, 30)]
    [InlineData("Host=db;Max Auto Prepare=0;Maximum Pool Size=8", 0, 8)]
    [InlineData("Host=db;maxautoprepare=7;MaxPoolSize=9", 7, 9)]
    public void What_a_connection_string_says_holds_and_the_rest_is_ours(string configured, int prepared, int connections)
    {
        var pooled = new NpgsqlConnectionStringBuilder(ConnectionPools.Pooled(configured));

        (pooled.MaxAutoPrepare, pooled.MaxPoolSize, pooled.NoResetOnClose, pooled.Host).Should().Be((prepared, connections, true, "db"));
    }

    [Fact]
    public async Task A_statement_that_comes_often_is_prepared_on_the_server()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionPools.Pooled(await ThrowAwayCluster.CreateDatabaseAsync("pools")));
        await using var connection = await source.OpenConnectionAsync();
        for (var time = 0; time < 6; time++) await AskAsync("select 40 + $1", 2);

        (await AskAsync("select count(*) from pg_prepared_statements where statement = 'select 40 + $1' and $1 = 1", 1)).Should().Be(1L);

        async Task<object?> AskAsync(string sql, int value)
        {
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
            return await command.ExecuteScalarAsync();
        }
    }
}
