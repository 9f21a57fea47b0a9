-- Fills the event table with :events events of :events / 20 wallets, as the application would: by the trigger, in versions 1..n.
-- psql -v events=1000000 -f tests/Bench/audit/history.sql
\set ON_ERROR_STOP on
select 'Wallets: ' || :events / 20;
insert into marketplace.mt_streams (id, type, version, tenant_id)
select ('00000000-0000-4000-9000-' || lpad(to_hex(w), 12, '0'))::uuid, 'wallet', 20, '*DEFAULT*' from generate_series(1, :events / 20) w;
insert into marketplace.mt_events (seq_id, id, stream_id, version, type, data, timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, is_archived)
select nextval('marketplace.mt_events_sequence'), gen_random_uuid(), ('00000000-0000-4000-9000-' || lpad(to_hex(w), 12, '0'))::uuid, v,
    case v % 3 when 1 then 'wallet_credited' when 2 then 'funds_held' else 'hold_captured' end,
    jsonb_build_object('amount', 40000, 'holdId', gen_random_uuid(), 'source', 'top-up', 'purpose', 'order', 'walletId', gen_random_uuid(), 'purposeId', gen_random_uuid(), 'heldAt', now(), 'expiresAt', null),
    now(), '*DEFAULT*', 'Marketplace.Domain.Wallets.FundsHeld, Marketplace.Domain', gen_random_uuid()::text, replace(gen_random_uuid()::text, '-', ''), 'null', false
from generate_series(1, :events / 20) w, generate_series(1, 20) v;
