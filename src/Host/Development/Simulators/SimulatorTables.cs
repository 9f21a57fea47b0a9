using Marketplace.Host.Callbacks;
using Npgsql;

namespace Marketplace.Host.Development.Simulators;

/// <summary>
/// The memory of the simulated outside world. It is in PostgreSQL so that a kill of the host does not undo what the world has
/// done. It holds nothing personal in clear: requisites as a keyed hash, messages encrypted.
/// </summary>
public sealed class SimulatorTables(NpgsqlDataSource database)
{
    private const string Sql = """
        create schema if not exists simulators;
        create table simulators.payments (
            reference text primary key,
            amount bigint not null check (amount > 0),
            card text not null,
            sale boolean not null,
            status text not null,
            reason text,
            captured bigint not null check (captured between 0 and amount),
            confirmation_id uuid not null unique,
            asked_at timestamptz not null);
        create table simulators.refunds (
            reference text primary key,
            payment_reference text not null,
            amount bigint not null check (amount > 0),
            refusal text);
        create index on simulators.refunds (payment_reference);
        create table simulators.payouts (
            reference text primary key,
            amount bigint not null check (amount > 0),
            requisites_hash bytea not null,
            silent boolean not null,
            rejection text,
            ends_at timestamptz not null);
        create table simulators.callbacks (
            id bigint generated always as identity primary key,
            provider text not null,
            subject text not null,
            copy int not null,
            body text not null,
            due_at timestamptz not null,
            tries int not null default 0,
            delivered_at timestamptz);
        create index on simulators.callbacks (due_at) where delivered_at is null;
        create index on simulators.callbacks (subject) where delivered_at is null;
        create table simulators.messages (
            id uuid primary key,
            position bigint generated always as identity,
            channel text not null,
            recipient_hash bytea not null,
            sealed bytea not null,
            sent_at timestamptz not null);
        create index on simulators.messages (recipient_hash);
        """;

    private readonly TablesOnFirstUse tables = new(database, "simulators.messages", Sql);

    /// <summary>A connection to a database in which the tables exist.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        await tables.EnsureAsync(cancellation);
        return await database.OpenConnectionAsync(cancellation);
    }
}
