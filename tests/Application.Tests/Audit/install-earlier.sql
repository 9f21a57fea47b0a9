-- Tamper-evident history, format 1 (docs/audit-format.md). Run once, as the owner of the event table, in one transaction.
create schema marketplace_audit;

-- One row for each event, written by the trigger below and by nothing else.
create table marketplace_audit.leaves (
    stream_id uuid   not null,
    version   bigint not null,
    seq_id    bigint not null,
    -- The transaction that the event's place in the tree is counted from: its own, or its predecessor's when that is later.
    place     bigint not null,
    leaf      bytea  not null,
    chain     bytea  not null,
    primary key (stream_id, version)
);
create index leaves_in_order on marketplace_audit.leaves using brin (place) with (autosummarize = on);

-- The leaves in the order of the tree, from 0, once no earlier one can come any more.
create table marketplace_audit.tree (
    index     bigint primary key,
    stream_id uuid   not null,
    version   bigint not null,
    -- Null when the event had gone before its leaf was taken.
    event_id  uuid,
    leaf      bytea  not null
);
create index tree_by_event on marketplace_audit.tree (event_id);

-- The hashes of complete subtrees above the leaves: the one at (level, position) covers 2^level leaves from position * 2^level.
create table marketplace_audit.nodes (
    level    smallint not null,
    position bigint   not null,
    hash     bytea    not null,
    primary key (level, position)
);

-- Signed heads of the tree. last_place and last_seq_id are where the next one goes on.
create table marketplace_audit.checkpoints (
    size        bigint primary key,
    root        bytea  not null,
    wallets     bigint not null,
    holds       bigint not null,
    note        text   not null,
    last_place  bigint not null,
    last_seq_id bigint not null,
    signed_at   timestamptz not null
);

create function marketplace_audit.field(value bytea) returns bytea language sql immutable parallel safe
    return coalesce(int4send(octet_length(value)) || value, '\xffffffff'::bytea);

create function marketplace_audit.leaf_of(e marketplace.mt_events) returns bytea language plpgsql stable as $$
declare
    type bytea := convert_to(e.type, 'UTF8');
    data bytea := convert_to(e.data::text, 'UTF8');
begin
    return sha256('\x00000000146d61726b6574706c6163652d6576656e742d7631'::bytea
        || int8send(e.seq_id) || uuid_send(e.id) || uuid_send(e.stream_id) || int8send(e.version)
        || timestamptz_send(e.timestamp) || boolsend(e.is_archived)
        || int4send(octet_length(type)) || type
        || int4send(octet_length(data)) || data
        || marketplace_audit.field(e.bdata)
        || marketplace_audit.field(convert_to(e.tenant_id, 'UTF8'))
        || marketplace_audit.field(convert_to(e.mt_dotnet_type, 'UTF8'))
        || marketplace_audit.field(convert_to(e.correlation_id, 'UTF8'))
        || marketplace_audit.field(convert_to(e.causation_id, 'UTF8'))
        || marketplace_audit.field(convert_to(e.headers::text, 'UTF8'))
        || marketplace_audit.field(convert_to(e.user_name, 'UTF8')));
end $$;

-- Chains an event to its stream. The store's tombstones, which say that nothing happened, have no order and are each a chain of one.
create function marketplace_audit.append_leaf(e marketplace.mt_events) returns void language plpgsql as $$
declare
    leaf bytea := marketplace_audit.leaf_of(e);
    place bigint := pg_current_xact_id()::text::bigint;
    chain_before bytea := '';
    place_before bigint;
begin
    if e.version > 1 and e.type <> 'tombstone' then
        select l.chain, l.place into chain_before, place_before from marketplace_audit.leaves l where l.stream_id = e.stream_id and l.version = e.version - 1;
        if not found then
            raise exception 'Version % of stream % would leave a gap in the history.', e.version, e.stream_id using errcode = 'integrity_constraint_violation';
        end if;
        place := greatest(place, place_before);
    end if;
    insert into marketplace_audit.leaves (stream_id, version, seq_id, place, leaf, chain)
    values (e.stream_id, e.version, e.seq_id, place, leaf, sha256(chain_before || leaf));
end $$;

create function marketplace_audit.write_leaf() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform marketplace_audit.append_leaf(new);
    return null;
end $$;

create function marketplace_audit.deny() returns trigger language plpgsql as $$
begin
    raise exception 'History is append-only: % of %.% is denied.', lower(tg_op), tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
end $$;

-- Whoever could put this function on a table of his own could write leaves.
revoke all on schema marketplace_audit from public;
revoke all on all functions in schema marketplace_audit from public;

-- What was written before this day gets its leaves now, in the order of the store.
lock table marketplace.mt_events in share row exclusive mode;
do $$
declare
    e marketplace.mt_events;
begin
    for e in select * from marketplace.mt_events order by seq_id loop
        perform marketplace_audit.append_leaf(e);
    end loop;
end $$;

create trigger history_has_leaves after insert on marketplace.mt_events for each row execute function marketplace_audit.write_leaf();
create trigger history_is_append_only before update or delete or truncate on marketplace.mt_events for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.leaves for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.tree for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.nodes for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.checkpoints for each statement execute function marketplace_audit.deny();
