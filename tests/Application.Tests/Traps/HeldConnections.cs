using FluentAssertions;
using Npgsql;
using Weasel.Postgresql;

namespace Marketplace.Application.Tests.Traps;

/// <summary>All the connections to the store that nobody has yet, as others have them who wait for a lock: who needs one more waits for ever.</summary>
internal sealed class HeldConnections : IAsyncDisposable
{
    private readonly List<NpgsqlConnection> held = [];

    /// <summary>Takes what there is, and what others give back meanwhile.</summary>
    public static async Task<HeldConnections> TakeAsync(Shop shop)
    {
        var (source, all) = (((PostgresqlDatabase)shop.Store.Storage.Database).DataSource, new HeldConnections());
        try
        {
            while (true)
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                all.held.Add(await source.OpenConnectionAsync(patience.Token));
            }
        }
        catch (OperationCanceledException)
        {
            all.held.Should().HaveCountGreaterThan(20);
            return all;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in held) await connection.DisposeAsync();
    }
}
