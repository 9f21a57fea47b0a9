using Marketplace.Application.Audit.Evidence;
using Marketplace.Bench.Http;
using Marketplace.Bench.Limits;
using Marketplace.Bench.Product;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Bench.Audit;

/// <summary>
/// A history of any length: real lives (customers, orders, payments, stock) of the product, copied under new streams as often as it
/// takes, with leaves by the product's trigger and checkpoints by its signer at the pace of a busy shop, one for 1,000 events.
/// </summary>
internal sealed class LongHistory : IAsyncDisposable
{
    private const int AtOnce = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Life =
        """
        create unlogged table bench_life as select row_number() over (order by seq_id) - 1 as n, e.* from marketplace.mt_events e where type <> 'tombstone';
        create unique index on bench_life (n);
        """;

    private const string Copies =
        """
        (select c.g, md5(l.stream_id::text || ' ' || c.g / t.size)::uuid as stream, l.*
         from (select count(*) as size from bench_life) t cross join lateral (select g from generate_series($1::bigint, $1::bigint + $2::bigint - 1) g) c
         join bench_life l on l.n = c.g % t.size) as l
        """;

    private const string Streams =
        $"""
        insert into marketplace.mt_streams (id, type, version, tenant_id)
        select l.stream, s.type, s.version, s.tenant_id from {Copies} join marketplace.mt_streams s on s.id = l.stream_id where l.version = 1
        """;

    private const string Events =
        $"""
        insert into marketplace.mt_events (seq_id, id, stream_id, version, type, data, bdata, timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, user_name, is_archived)
        select nextval('marketplace.mt_events_sequence'), gen_random_uuid(), l.stream, l.version, l.type, l.data, l.bdata, clock_timestamp(), l.tenant_id, l.mt_dotnet_type,
            l.correlation_id, l.causation_id, l.headers, l.user_name, l.is_archived from {Copies} order by l.g
        """;

    private readonly WebApplication app;
    private readonly NpgsqlDataSource source;
    private long copied;

    private LongHistory(WebApplication app, string connectionString, string folder)
    {
        (this.app, ConnectionString, source) = (app, connectionString, NpgsqlDataSource.Create(connectionString));
        Key = Path.Combine(folder, "public-key.pem");
    }

    /// <summary>The way into its database.</summary>
    public string ConnectionString { get; }

    /// <summary>The file of the public key.</summary>
    public string Key { get; }

    /// <summary>The file of the anchored checkpoints.</summary>
    public string Anchors => app.Services.GetRequiredService<AuditOptions>().AnchorFile;

    /// <summary>How many events it has, all of them signed.</summary>
    public long Size { get; private set; }

    public static async Task<LongHistory> BeginAsync(BenchDatabase database, string folder)
    {
        var settings = BenchHost.Settings(await database.CreateAsync("audit_history"), await database.CreateAsync("audit_history_vault"), folder);
        settings["Audit:AtMost"] = "1000";
        var app = await BenchHost.StartAsync(settings);
        await Shop.OpenAsync(new Uri(app.Urls.First()), callers: 8, wallets: 40, histories: 8, ordersEach: 20);
        // From here on nobody reacts to what is written.
        await app.StopAsync();
        var history = new LongHistory(app, settings["ConnectionStrings:Marketplace"]!, folder);
        await File.WriteAllTextAsync(history.Key, app.Services.GetRequiredService<CheckpointKey>().PublicPem + "\n");
        await history.RunAsync(Life);
        await history.SignAsync();
        return history;
    }

    /// <summary>Makes it longer, up to about so many events.</summary>
    public async Task GrowAsync(long events)
    {
        while (Size < events)
        {
            var more = Math.Min(AtOnce, events - Size);
            await RunAsync(Streams, copied, more);
            await RunAsync(Events, copied, more);
            copied += more;
            await SignAsync();
        }

        await app.Services.GetRequiredService<Anchor>().FollowAsync(CancellationToken.None);
        // As the server does by itself some time later.
        await RunAsync("vacuum analyze marketplace.mt_events, marketplace_audit.leaves, marketplace_audit.tree, marketplace_audit.checkpoints");
        await RunAsync("checkpoint");
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await app.DisposeAsync();
    }

    // Whoever else has a transaction open on this server keeps leaves waiting for a moment.
    private async Task SignAsync()
    {
        await using var count = source.CreateCommand("select count(*) from marketplace_audit.leaves");
        var (all, signer, until) = ((long)(await count.ExecuteScalarAsync())!, app.Services.GetRequiredService<Checkpoints>(), DateTime.UtcNow + Patience);
        while (Size < all)
        {
            if (await signer.SignAsync(1, CancellationToken.None) is { } signed) Size = signed.Head.Size;
            else if (DateTime.UtcNow > until) throw new InvalidOperationException($"The history is not signed beyond {Size}.");
            else await Task.Delay(20);
        }
    }

    private async Task RunAsync(string sql, params long[] values)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
