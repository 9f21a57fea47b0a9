using FluentAssertions;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Development;

public sealed class ThrowAwayClusterTests
{
    [Fact]
    public async Task Every_test_gets_an_empty_database_of_its_own_on_the_one_server_of_the_process()
    {
        var strings = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ThrowAwayCluster.CreateDatabaseAsync("own")));
        strings.Should().OnlyHaveUniqueItems();
        foreach (var text in strings)
        {
            await using var connection = new NpgsqlConnection(text);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("CREATE TABLE only_here (id int); SELECT current_setting('fsync')", connection);
            (await command.ExecuteScalarAsync()).Should().Be("off");
        }
    }
}
