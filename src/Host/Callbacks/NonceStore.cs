using Npgsql;

namespace Marketplace.Host.Callbacks;

/// <summary>
/// The nonces of the last 24 hours. They live in PostgreSQL so that neither a restart nor a second host forgets one.
/// </summary>
public sealed class NonceStore(NpgsqlDataSource database)
{
    /// <summary>The tables, for the migration that runs as their owner.</summary>
    public const string Tables = """
        create schema if not exists callbacks;
        create table if not exists callbacks.nonces (
            secret_name text not null,
            nonce text not null,
            seen_at timestamptz not null,
            primary key (secret_name, nonce));
        create index if not exists nonces_by_age on callbacks.nonces (seen_at);
        """;

    /// <summary>How long a nonce is remembered. It is far more than the age at which a timestamp is refused.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // Each use forgets a few that are older, so the table stays small without a job of its own.
    private const string Use = """
        with forgotten as (
            delete from callbacks.nonces where ctid = any(array(
                select ctid from callbacks.nonces where seen_at < $4 order by seen_at limit 20 for update skip locked)))
        insert into callbacks.nonces (secret_name, nonce, seen_at) values ($1, $2, $3) on conflict do nothing
        """;

    private readonly TablesOnFirstUse tables = new(database, "callbacks.nonces_by_age", Tables);

    /// <summary>Remembers the nonce; false when it has been used before.</summary>
    public async Task<bool> TryUseAsync(string secretName, string nonce, DateTimeOffset now, CancellationToken cancellation)
    {
        await tables.EnsureAsync(cancellation);
        await using var command = database.CreateCommand(Use);
        command.Parameters.Add(new() { Value = secretName });
        command.Parameters.Add(new() { Value = nonce });
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        command.Parameters.Add(new() { Value = (now - Kept).ToUniversalTime() });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }
}
