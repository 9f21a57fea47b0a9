namespace Marketplace.Bench.Limits;

/// <summary>The least that an event store with a read model must do, without any of our code.</summary>
internal static class LimitSql
{
    public const int Clients = 8;

    private const int Streams = 1_000;

    /// <summary>
    /// Streams with their versions, events, read rows of about 500 bytes, and one function that does all of a command: it reads the
    /// version that it expects, as whoever decides must, and fails when it is another by the time of writing.
    /// </summary>
    public static readonly string Schema = $$"""
        create table stream (id int primary key, version bigint not null);
        create table event (
            position bigint generated always as identity primary key, stream_id int not null, version bigint not null,
            type text not null, body jsonb not null, recorded_at timestamptz not null default now(), unique (stream_id, version));
        create table read_row (id int primary key, version bigint not null, body jsonb not null);
        insert into stream select n, 0 from generate_series(1, {{Streams}}) n;
        insert into read_row select n, 0, jsonb_build_object('wallet', n, 'balance', 0, 'text', repeat('m', 440)) from generate_series(1, {{Streams}}) n;

        create function carry_out(which int) returns bigint language plpgsql as $body$
        declare expected bigint;
        begin
            select version into strict expected from stream where id = which;
            update stream set version = expected + 1 where id = which and version = expected;
            if not found then raise exception 'stream % is not at version %', which, expected using errcode = 'serialization_failure'; end if;
            insert into event (stream_id, version, type, body) values (which, expected + 1, 'wallet_credited',
                jsonb_build_object('walletId', which, 'entryId', gen_random_uuid(), 'amount', 15000, 'source', 'return-refunded', 'creditedAt', now()));
            insert into read_row as r values (which, expected + 1, jsonb_build_object('wallet', which, 'balance', expected, 'text', repeat('m', 440)))
                on conflict (id) do update set version = excluded.version, body = excluded.body;
            return expected + 1;
        end $body$;
        """;

    /// <summary>Each client has streams of its own, so that none ever waits for another or loses a race.</summary>
    public static readonly string Append = $"""
        \set which random(0, {Streams / Clients - 1}) * {Clients} + :client_id + 1
        select carry_out(:which);
        """;

    public static readonly string Select = $"""
        \set which random(1, {Streams})
        select body from read_row where id = :which;
        """;
}
