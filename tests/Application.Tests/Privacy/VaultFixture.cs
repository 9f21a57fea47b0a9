using Marketplace.Application.Privacy;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Privacy;

/// <summary>A vault on a database of its own.</summary>
public sealed class VaultFixture : IAsyncLifetime
{
    internal static readonly HouseSecrets Secrets = Some(1);

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    internal VaultDatabase Database { get; private set; } = null!;

    internal Vault Vault { get; private set; } = null!;

    internal string ConnectionString { get; private set; } = "";

    internal static HouseSecrets Some(byte seed) => new(Bytes(seed), Bytes((byte)(seed + 1)), Bytes((byte)(seed + 2)));

    public async Task InitializeAsync()
    {
        ConnectionString = await ThrowAwayCluster.CreateDatabaseAsync("vault");
        Database = new VaultDatabase(ConnectionString);
        await Database.PrepareAsync(CancellationToken.None);
        Vault = NewVault();
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();

    /// <summary>Another process over the same database.</summary>
    internal Vault NewVault(HouseSecrets? secrets = null, int cached = 1_000, IMasterKey? master = null) =>
        new(Database, master ?? (secrets ?? Secrets).MasterKeys().First(), new PrivacyOptions { CachedKeys = cached }, Clock);

    internal async Task<Guid> SubjectAsync()
    {
        var subject = Guid.NewGuid();
        await Vault.CreateAsync(subject, CancellationToken.None);
        return subject;
    }

    internal async Task<T?> ScalarAsync<T>(string sql, Guid subject)
    {
        await using var command = Database.Source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = subject });
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Lets every query for keys fail until it is disposed of.</summary>
    internal async Task<IAsyncDisposable> HideAsync()
    {
        await RunAsync("alter table data_keys rename to hidden_keys");
        return new Hidden(this);
    }

    private async Task RunAsync(string sql)
    {
        await using var command = Database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Hidden(VaultFixture fixture) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await fixture.RunAsync("alter table hidden_keys rename to data_keys");
    }

    private static byte[] Bytes(byte seed) => [.. Enumerable.Range(0, HouseSecrets.Size).Select(i => (byte)(seed * 31 + i))];
}
