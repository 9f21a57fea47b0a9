using Npgsql;

namespace Marketplace.Application.Customers.Sessions;

/// <summary>
/// The trigger by which the table of sessions tells every host which customer's session has ended. A trigger and not a statement of
/// ours beside each deletion: whoever ends a session, an operator at the prompt included, cannot forget it.
/// </summary>
public static class SessionSchema
{
    /// <summary>The channel on which customers' ids are told; something else than an id means «any».</summary>
    public const string Channel = "marketplace_sessions_ended";

    private const string Trigger = "ended_sessions_are_told";

    private const string Install =
        $"""
        create or replace function {MarketplaceStore.Schema}.tell_ended_sessions() returns trigger language plpgsql as $$
        begin
            if tg_op = 'DELETE' then
                perform pg_notify('{Channel}', customer) from (select distinct data ->> 'customerId' as customer from ended) e;
            else
                perform pg_notify('{Channel}', 'all');
            end if;
            return null;
        end $$;
        create or replace trigger {Trigger} after delete on {MarketplaceStore.Schema}.mt_doc_session
            referencing old table as ended for each statement execute function {MarketplaceStore.Schema}.tell_ended_sessions();
        create or replace trigger {Trigger}_truncate after truncate on {MarketplaceStore.Schema}.mt_doc_session
            for each statement execute function {MarketplaceStore.Schema}.tell_ended_sessions();
        """;

    private const string IsThere =
        $"select exists (select from pg_trigger where tgrelid = to_regclass('{MarketplaceStore.Schema}.mt_doc_session') and tgname = '{Trigger}' and tgenabled in ('O', 'A'))";

    // Any number will do, so long as it is the same on every host.
    private const long InstallationLock = 0x5345_5353;

    /// <summary>Whether the trigger is there and switched on.</summary>
    public static async Task<bool> IsThereAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(IsThere, connection);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Makes it when it is not there; the table must be. Hosts that start together take turns.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Asked first, so that a role which may not create anything needs no right to.
        if (await IsThereAsync(connection, cancellation)) return;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand($"select pg_advisory_xact_lock({InstallationLock});{Install}", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
