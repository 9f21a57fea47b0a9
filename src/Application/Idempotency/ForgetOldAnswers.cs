using Marten;
using Npgsql;

namespace Marketplace.Application.Idempotency;

/// <summary>Forgets old answers, and later their keys. Sent every hour; it may be repeated, skipped or run twice at once.</summary>
public sealed record ForgetOldAnswers;

/// <summary>Handles <see cref="ForgetOldAnswers"/>.</summary>
public static class ForgetOldAnswersHandler
{
    private const string Table = $"{MarketplaceStore.Schema}.mt_doc_storedanswer";

    private const string ForgetBodies =
        $$"""
        update {{Table}} set data = jsonb_set(data, '{body}', 'null')
        where id in (select id from {{Table}} where answered_at < $1 and data ->> 'body' is not null limit $2 for update skip locked)
        """;

    private const string ForgetKeys =
        $"delete from {Table} where id in (select id from {Table} where answered_at < $1 limit $2 for update skip locked)";

    /// <summary>Keys first, so that a row that goes is not changed before.</summary>
    public static async Task Handle(
        ForgetOldAnswers _, IDocumentStore store, IdempotencyOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var connection = await store.OpenAsync(cancellation);
        await RepeatAsync(connection, ForgetKeys, now - options.KeepKey, options.CleanUpBatch, cancellation);
        await RepeatAsync(connection, ForgetBodies, now - options.KeepAnswer, options.CleanUpBatch, cancellation);
    }

    private static async Task RepeatAsync(NpgsqlConnection connection, string sql, DateTimeOffset before, int batch, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = before }, new() { Value = batch } } };
        while (await command.ExecuteNonQueryAsync(cancellation) == batch) cancellation.ThrowIfCancellationRequested();
    }
}
