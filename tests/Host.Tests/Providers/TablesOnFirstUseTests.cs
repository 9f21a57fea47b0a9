using FluentAssertions;
using Marketplace.Host.Callbacks;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class TablesOnFirstUseTests
{
    private const string Sql = "create schema shop; create table shop.one (n int); create table shop.two (n int)";

    [Fact]
    public async Task Hosts_that_start_together_create_the_tables_once()
    {
        await using var database = NpgsqlDataSource.Create(await ThrowAwayCluster.CreateDatabaseAsync("providers"));
        for (var round = 0; round < 30; round++)
        {
            await using (var drop = database.CreateCommand("drop schema if exists shop cascade")) await drop.ExecuteNonQueryAsync();
            var hosts = Enumerable.Range(0, 4).Select(_ => new TablesOnFirstUse(database, "shop.two", Sql));
            await Task.WhenAll(hosts.Select(tables => tables.EnsureAsync(default).AsTask()));
            await using var use = database.CreateCommand("insert into shop.two values (1)");
            (await use.ExecuteNonQueryAsync()).Should().Be(1);
        }
    }

    [Fact]
    public async Task Where_a_migration_made_the_tables_no_right_to_create_is_needed()
    {
        var connectionString = await ThrowAwayCluster.CreateDatabaseAsync("providers");
        await using var owner = NpgsqlDataSource.Create(connectionString);
        await using (var migrate = owner.CreateCommand($"""
            {NonceStore.Tables}
            create role modest login password 'modest';
            grant usage on schema callbacks to modest;
            grant select, insert, delete, update on callbacks.nonces to modest
            """)) await migrate.ExecuteNonQueryAsync();
        await using var modest = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Username = "modest", Password = "modest" });
        var now = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
        (await new NonceStore(modest).TryUseAsync("Bank", "0123456789abcdef", now, default)).Should().BeTrue();
        (await new NonceStore(modest).TryUseAsync("Bank", "0123456789abcdef", now, default)).Should().BeFalse();
        (await new NonceStore(modest).TryUseAsync("Acquirer", "0123456789abcdef", now, default)).Should().BeTrue("each provider counts its own nonces");
    }
}
