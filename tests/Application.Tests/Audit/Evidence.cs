using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.Orders;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

/// <summary>A shop whose history is signed, anchored and verified.</summary>
public sealed class Evidence : IAsyncLifetime
{
    public Shop Shop { get; } = new();

    public AuditOptions Options { get; } = new() { AnchorFile = Path.Combine(Directory.CreateTempSubdirectory("marketplace-anchor-").FullName, "checkpoints.txt") };

    public CheckpointKey Key { get; } = new(CheckpointKey.NewPem());

    public AnchorFile AnchorFile => new(Options.AnchorFile);

    public Checkpoints Checkpoints => new(Shop.Store, Key, Options, Shop.Clock, NullLogger<Checkpoints>.Instance);

    public Anchor Anchor => new(Shop.Store, Key, Options, AnchorFile);

    public async Task InitializeAsync()
    {
        await Shop.InitializeAsync();
        for (var i = 0; i < 4; i++) await BusyDayAsync();
        await SignAsync();
        await BusyDayAsync();
        await SignAsync();
        await BusyDayAsync();
    }

    public Task DisposeAsync() => Shop.DisposeAsync();

    /// <summary>A customer who tops up, pays, and gets the goods; so much is left in the wallet.</summary>
    public async Task<Guid> BusyDayAsync(long spare = 5_000_00)
    {
        var customer = await Shop.CustomerAsync(1_030_02 + spare);
        var order = await Shop.PlaceAsync(customer, ("tea", 3), ("kettle", 1));
        if (order.Total != 1_030_02) throw new InvalidOperationException($"The order costs {order.Total}.");
        await Shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, Guid.NewGuid(), order.Total, 0, false, null));
        await Shop.DeliverAsync(customer, order.OrderId);
        return customer;
    }

    /// <summary>Signs what can be signed and anchors it.</summary>
    public async Task<StoredCheckpoint?> SignAsync()
    {
        var signed = await Checkpoints.SignAsync(1, CancellationToken.None);
        await Anchor.FollowAsync(CancellationToken.None);
        return signed;
    }

    /// <summary>The same until nothing waits: a transaction of another test on this server keeps newer leaves out of the tree while it is open.</summary>
    public Task SignAllAsync() => Eventually.HappensAsync(
        async () =>
        {
            await SignAsync();
            return await AskAsync<long>("select (select count(*) from marketplace_audit.leaves) - (select max(size) from marketplace_audit.checkpoints)") == 0;
        },
        "no leaf waits any more");

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(Shop.Connection);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>What the stand-alone auditor says of the database now.</summary>
    public Verdict Verify()
    {
        var anchored = Anchors.In(Options.AnchorFile);
        using var database = new Database(Shop.Connection);
        return Verifier.Verify(database.Lines(), new PublicKeys(Key.PublicPem), anchored);
    }

    /// <summary>
    /// What it says after somebody with all rights has switched the triggers off and done something; nothing of it stays.
    /// </summary>
    public async Task<Verdict> AfterAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, "set local session_replication_role = replica");
        await RunAsync(connection, sql);
        using var database = new Database(connection);
        return Verifier.Verify(database.Lines(), new PublicKeys(Key.PublicPem), Anchors.In(Options.AnchorFile));
    }

    public static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
