using Marketplace.Domain;
using Marten;
using Npgsql;

namespace Marketplace.Application.Audit.WhatIf;

/// <summary>
/// Where a replay is written to, beside everything that is true (U6): the cards' streams as the other numbers would have written
/// them, and every difference. Each run makes it anew; until it has ended whoever looks sees the one before.
/// </summary>
public sealed class ScratchSchema : IAsyncDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "marketplace_what_if";

    private const string Make =
        $"""
        drop schema if exists {Name} cascade;
        create schema {Name};
        create table {Name}.events (stream_id uuid, version bigint, type text not null, data jsonb not null, primary key (stream_id, version));
        create table {Name}.differences (customer_id uuid not null, what text not null, stream_id uuid, at timestamptz, recorded bigint, replayed bigint);
        """;

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly ISerializer json;
    private readonly Dictionary<Type, string> names;

    private ScratchSchema(IDocumentStore store, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        (this.connection, this.transaction, json) = (connection, transaction, store.Options.Serializer());
        names = store.Options.Events.AllKnownEventTypes().ToDictionary(t => t.EventType, t => t.EventTypeName);
    }

    /// <summary>Makes it, in a transaction of its own.</summary>
    /// <exception cref="PostgresException">The role may make no schema.</exception>
    public static async Task<ScratchSchema> MakeAsync(IDocumentStore store, CancellationToken cancellation)
    {
        var connection = await store.OpenAsync(cancellation);
        try
        {
            var scratch = new ScratchSchema(store, connection, await connection.BeginTransactionAsync(cancellation));
            await using var command = new NpgsqlCommand(Make, connection);
            await command.ExecuteNonQueryAsync(cancellation);
            return scratch;
        }
        catch
        {
            // Nobody else will, and the transaction ends with it.
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes one account.</summary>
    public async Task WriteAsync(ReplayedCustomer replayed, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        var (card, version) = (AccountIds.BonusCardId(replayed.CustomerId), 0L);
        foreach (var happened in replayed.Account.Events)
            Add(batch, $"insert into {Name}.events values ($1, $2, $3, $4::jsonb)", card, ++version, names[happened.GetType()], json.ToJson(happened));
        foreach (var d in WhatIfDifference.Of(replayed))
            Add(batch, $"insert into {Name}.differences values ($1, $2, $3, $4, $5, $6)", d.CustomerId, d.What, d.StreamId, d.At?.ToUniversalTime(), d.Recorded, d.Replayed);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Shows it to others.</summary>
    public Task KeepAsync(CancellationToken cancellation) => transaction.CommitAsync(cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static void Add(NpgsqlBatch batch, string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        batch.BatchCommands.Add(command);
    }
}
