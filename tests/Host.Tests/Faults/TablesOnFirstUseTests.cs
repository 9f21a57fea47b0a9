using System.Globalization;
using FluentAssertions;
using Marketplace.Host.Callbacks;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Faults;

public sealed class TablesOnFirstUseTests
{
    [Fact]
    public async Task Many_first_users_at_once_make_the_tables_once_and_none_of_them_fails()
    {
        await using var database = NpgsqlDataSource.Create(await ThrowAwayCluster.CreateDatabaseAsync("first_use"));
        for (var round = 0; round < 20; round++)
        {
            var schema = string.Create(CultureInfo.InvariantCulture, $"round_{round}");
            // The delay lets the others look for the table, and remember that it is not there, before it is.
            var sql = $"select pg_sleep(0.02); create schema {schema}; create table {schema}.things (id int)";
            var users = Enumerable.Range(0, 8).Select(_ => new TablesOnFirstUse(database, $"{schema}.things", sql).EnsureAsync(CancellationToken.None).AsTask());

            await FluentActions.Awaiting(() => Task.WhenAll(users)).Should().NotThrowAsync();
        }
    }
}
