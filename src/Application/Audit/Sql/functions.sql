-- The functions behind the triggers, in this version. Run with the tables, and again where a host of an earlier version had made others: what they
-- write is the same to the byte (docs/audit-format.md, 2 and 3), and both must be in the database as they are here or no host starts.
-- No transaction may be between the functions of before and these.
lock table marketplace.mt_events in share row exclusive mode;

drop function if exists marketplace_audit.append_leaf(marketplace.mt_events), marketplace_audit.leaf_of(marketplace.mt_events), marketplace_audit.field(bytea);

-- Writes an event's leaf and chains it to its stream; the store's tombstones, which say that nothing happened, have no order and are
-- each a chain of one. It is one function and works with the caller's search path, because calling others and setting the path would cost a third
-- of its time. So every name in it is written with its schema: whoever appends could otherwise put his own in its place.
create or replace function marketplace_audit.write_leaf() returns trigger language plpgsql security definer as $$
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

create or replace function marketplace_audit.deny() returns trigger language plpgsql as $$
begin
    raise exception 'History is append-only: % of %.% is denied.', lower(tg_op), tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
end $$;

-- Whoever could put this function on a table of his own could write leaves.
revoke all on schema marketplace_audit from public;
revoke all on all functions in schema marketplace_audit from public;
