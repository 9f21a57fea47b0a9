using Npgsql;

namespace Marketplace.Application.Audit.Refusals;

/// <summary>
/// The table of the journal. The database itself denies every change of an entry, and its removal before the three years in which
/// a claim can be brought are over.
/// </summary>
public static class RefusalTable
{
    /// <summary>Its full name.</summary>
    public const string Name = $"{MarketplaceStore.Schema}.refused_commands";

    /// <summary>How long an entry is kept, as an interval of PostgreSQL: its trigger reckons by it, and whoever forgets what is older.</summary>
    internal const string Kept = "3 years";

    // Any number will do, so long as it is the same on every host.
    private const long InstallationLock = 0x5245_4655_53;

    private const string Install =
        $$"""
        create table {{Name}} (
            id          uuid primary key,
            refused_at  timestamptz not null,
            command     text not null,
            code        text not null,
            status      integer not null,
            customer_id uuid,
            subject_id  uuid,
            actor       text not null,
            request_key text
        );
        create index refused_commands_in_order on {{Name}} (refused_at, id);
        create index refused_commands_of_customer on {{Name}} (customer_id, refused_at, id) where customer_id is not null;

        create function {{MarketplaceStore.Schema}}.keep_refused_command() returns trigger language plpgsql as $$
        begin
            if tg_op = 'DELETE' then
                if old.refused_at < now() - interval '{{Kept}}' then return old; end if;
            end if;
            raise exception 'The journal of refusals is append-only: % is denied.', lower(tg_op) using errcode = 'insufficient_privilege';
        end $$;
        create trigger refused_commands_are_kept before update or delete on {{Name}} for each row execute function {{MarketplaceStore.Schema}}.keep_refused_command();
        create trigger refused_commands_are_not_emptied before truncate on {{Name}} for each statement execute function {{MarketplaceStore.Schema}}.keep_refused_command();
        """;

    /// <summary>Makes it where it is missing, as the owner of the schema. Who does it at the same time waits.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (await IsThereAsync(connection, cancellation)) return;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({InstallationLock})", cancellation);
        if (await IsThereAsync(connection, cancellation)) return;
        await ExecuteAsync(connection, Install, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select to_regclass('{Name}') is not null", connection);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
