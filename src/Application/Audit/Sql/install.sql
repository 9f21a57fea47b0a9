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

-- Writes an event's leaf and chains it to its stream; the store's tombstones, which say that nothing happened, have no order and are
-- each a chain of one. It is one function and works with the caller's search path, because calling others and setting the path would cost a third
-- of its time. So every name in it is written with its schema: whoever appends could otherwise put his own in its place.
create function marketplace_audit.write_leaf() returns trigger language plpgsql security definer as $$
declare
    data pg_catalog.bytea := pg_catalog.convert_to(new.data::pg_catalog.text, 'UTF8');
    headers pg_catalog.bytea := pg_catalog.convert_to(new.headers::pg_catalog.text, 'UTF8');
    own bigint := pg_catalog.pg_current_xact_id()::pg_catalog.text::bigint;
    made pg_catalog.bytea := pg_catalog.sha256('\x00000000146d61726b6574706c6163652d6576656e742d7631'::pg_catalog.bytea
        operator(pg_catalog.||) pg_catalog.int8send(new.seq_id) operator(pg_catalog.||) pg_catalog.uuid_send(new.id) operator(pg_catalog.||) pg_catalog.uuid_send(new.stream_id) operator(pg_catalog.||) pg_catalog.int8send(new.version)
        operator(pg_catalog.||) pg_catalog.timestamptz_send(new.timestamp) operator(pg_catalog.||) pg_catalog.boolsend(new.is_archived)
        operator(pg_catalog.||) pg_catalog.int4send(pg_catalog.octet_length(new.type)) operator(pg_catalog.||) pg_catalog.convert_to(new.type, 'UTF8')
        operator(pg_catalog.||) pg_catalog.int4send(pg_catalog.octet_length(data)) operator(pg_catalog.||) data
        operator(pg_catalog.||) coalesce(pg_catalog.int4send(pg_catalog.octet_length(new.bdata)) operator(pg_catalog.||) new.bdata, '\xffffffff')
        operator(pg_catalog.||) coalesce(pg_catalog.int4send(pg_catalog.octet_length(new.tenant_id)) operator(pg_catalog.||) pg_catalog.convert_to(new.tenant_id, 'UTF8'), '\xffffffff')
        operator(pg_catalog.||) coalesce(pg_catalog.int4send(pg_catalog.octet_length(new.mt_dotnet_type)) operator(pg_catalog.||) pg_catalog.convert_to(new.mt_dotnet_type, 'UTF8'), '\xffffffff')
        operator(pg_catalog.||) coalesce(pg_catalog.int4send(pg_catalog.octet_length(new.correlation_id)) operator(pg_catalog.||) pg_catalog.convert_to(new.correlation_id, 'UTF8'), '\xffffffff')
        operator(pg_catalog.||) coalesce(pg_catalog.int4send(pg_catalog.octet_length(new.causation_id)) operator(pg_catalog.||) pg_catalog.convert_to(new.causation_id, 'UTF8'), '\xffffffff')
        operator(pg_catalog.||) coalesce(pg_catalog.int4send(pg_catalog.octet_length(headers)) operator(pg_catalog.||) headers, '\xffffffff')
        operator(pg_catalog.||) coalesce(pg_catalog.int4send(pg_catalog.octet_length(new.user_name)) operator(pg_catalog.||) pg_catalog.convert_to(new.user_name, 'UTF8'), '\xffffffff'));
begin
    if new.version operator(pg_catalog.>) 1 and new.type operator(pg_catalog.<>) 'tombstone' then
        insert into marketplace_audit.leaves (stream_id, version, seq_id, place, leaf, chain)
        select new.stream_id, new.version, new.seq_id, greatest(own, l.place), made, pg_catalog.sha256(l.chain operator(pg_catalog.||) made)
        from marketplace_audit.leaves l where l.stream_id operator(pg_catalog.=) new.stream_id and l.version operator(pg_catalog.=) (new.version operator(pg_catalog.-) 1);
        if not found then
            raise exception 'Version % of stream % would leave a gap in the history.', new.version, new.stream_id using errcode = 'integrity_constraint_violation';
        end if;
    else
        insert into marketplace_audit.leaves (stream_id, version, seq_id, place, leaf, chain)
        values (new.stream_id, new.version, new.seq_id, own, made, pg_catalog.sha256(made));
    end if;
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
create temp table events_of_before (like marketplace.mt_events);
create trigger history_has_leaves after insert on events_of_before for each row execute function marketplace_audit.write_leaf();
insert into events_of_before select * from marketplace.mt_events order by seq_id;
drop table events_of_before;

create trigger history_has_leaves after insert on marketplace.mt_events for each row execute function marketplace_audit.write_leaf();
create trigger history_is_append_only before update or delete or truncate on marketplace.mt_events for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.leaves for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.tree for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.nodes for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.checkpoints for each statement execute function marketplace_audit.deny();
