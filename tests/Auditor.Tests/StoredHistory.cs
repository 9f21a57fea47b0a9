using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;
using MerkleTree = Marketplace.Auditor.Format.MerkleTree;

namespace Marketplace.Auditor.Tests;

/// <summary>Eleven events in a database with the product's own triggers, under one signed checkpoint.</summary>
public sealed class StoredHistory : IAsyncLifetime
{
    private const string EventTable =
        """
        create schema marketplace;
        create table marketplace.mt_events (
            seq_id bigint primary key, id uuid not null, stream_id uuid, version bigint not null, data jsonb not null, bdata bytea, type varchar(500) not null,
            timestamp timestamptz not null, tenant_id varchar, mt_dotnet_type varchar, correlation_id varchar, causation_id varchar, headers jsonb, user_name varchar, is_archived boolean not null default false);
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-stored-").FullName;

    public static Guid Customer { get; } = Id(1);

    public static Guid Wallet { get; } = Id(2);

    public string Connection { get; private set; } = "";

    public string Key => Path.Combine(folder, "key.pem");

    public string Anchors => Path.Combine(folder, "anchors.txt");

    public static Guid EventId(int sequence) => Id(1000 + sequence);

    public async Task InitializeAsync()
    {
        Connection = await ThrowAwayCluster.CreateDatabaseAsync("auditor") + ";Pooling=false";
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await RunAsync(connection, EventTable);
        await AuditSchema.EnsureAsync(connection, replaces: false, CancellationToken.None);
        var (other, stock, claimed, certificate) = (Id(3), Id(4), Id(6), Id(8));
        (Guid Stream, long Version, string Type, string Data)[] events =
        [
            (Customer, 1, "customer_registered", $$"""{"customerId": "{{Customer}}", "phone": {"pii": 1, "of": "{{Customer}}", "class": "phone", "box": "c2VjcmV0"} }"""),
            (Wallet, 1, "wallet_opened", $$"""{"walletId": "{{Wallet}}", "customerId": "{{Customer}}"}"""),
            (Wallet, 2, "wallet_credited", """{"amount": 50000, "source": "top-up"}"""),
            (Customer, 2, "account_protected", $$"""{"customerId": "{{Customer}}"}"""),
            (stock, 1, "stock_opened", """{"sku": "tea"}"""),
            (Wallet, 3, "funds_held", """{"amount": 20000, "purpose": "order"}"""),
            (other, 1, "wallet_opened", $$"""{"customerId": "{{Id(5)}}"}"""),
            (claimed, 1, "order_placed", $$"""{"orderId": "{{claimed}}", "customerId": "{{Id(7)}}", "guest": true}"""),
            (claimed, 2, "guest_order_claimed", $$"""{"orderId": "{{claimed}}", "guestId": "{{Id(7)}}", "customerId": "{{Customer}}"}"""),
            (certificate, 1, "certificate_issued", """{"amount": 100}"""),
            (certificate, 2, "certificate_activated", $$"""{"customerId": "{{Customer}}", "amount": 100}"""),
        ];
        for (var i = 0; i < events.Length; i++)
        {
            var (stream, version, type, data) = events[i];
            await RunAsync(connection, "insert into marketplace.mt_events (seq_id, id, stream_id, version, type, data, timestamp, headers) values ($1, $2, $3, $4, $5, $6::jsonb, $7, 'null')",
                (long)i + 1, EventId(i + 1), stream, version, type, data, new DateTime(2026, 11, 27, 9, 0, i + 1, DateTimeKind.Utc));
        }

        await SignAsync(connection);
    }

    public async Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        await Task.CompletedTask;
    }

    // What the host does in the background, with the tree of the auditor.
    private async Task SignAsync(NpgsqlConnection connection)
    {
        List<EventLine> lines;
        using (var database = new Database(Connection)) lines = [.. database.Lines().OfType<EventLine>()];
        var (tree, size) = (new MerkleTree(), 0L);
        foreach (var line in lines)
        {
            tree.Append(line.Leaf!.Hash);
            await RunAsync(connection, "insert into marketplace_audit.tree values ($1, $2, $3, $4, $5)", size++, line.Event!.Stream, line.Event.Version, line.Event.Id, line.Leaf.Hash);
            for (var level = 1; size % (1L << level) == 0; level++)
            {
                var part = new MerkleTree();
                foreach (var leaf in lines.Skip((int)(size - (1L << level))).Take(1 << level)) part.Append(leaf.Leaf!.Hash);
                await RunAsync(connection, "insert into marketplace_audit.nodes values ($1, $2, $3)", (short)level, (size >> level) - 1, part.Root());
            }
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = $"{MadeHistory.Origin}\n{tree.Size}\n{Convert.ToBase64String(tree.Root())}\nwallets 30000\nholds 20000\nsigned 2026-11-27T09:01:00Z\n";
        var signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var note = $"{text}\n— {MadeHistory.Origin} {Convert.ToBase64String([.. SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4], .. signature])}\n";
        await RunAsync(connection, "insert into marketplace_audit.checkpoints values ($1, $2, 30000, 20000, $3, 0, 11, now())", tree.Size, tree.Root(), note);
        await File.WriteAllTextAsync(Key, key.ExportSubjectPublicKeyInfoPem() + "\n");
        await File.WriteAllTextAsync(Anchors, note + "\n");
    }

    private static Guid Id(int number) => new(number, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8);

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
