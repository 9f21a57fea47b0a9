#!/usr/bin/env bash
# What the trigger that writes the leaves costs a payment from a wallet: docs/performance.md.
# usage: tests/Bench/audit/write-cost.sh [ROUNDS] [SECONDS] [CLIENTS]    (a PostgreSQL superuser in PGHOST, PGPORT, PGUSER, PGPASSWORD; pgbench on PATH)
. "$(dirname "$0")/prepare.sh"
rounds=${1:-8} seconds=${2:-20} clients=${3:-4}
rate() { pgbench -n -M prepared -c "$clients" -j 2 -T "$seconds" -f tests/Bench/audit/write-cost.pgbench | grep -oP 'tps = \K[0-9]+'; }
trigger() { psql -q -c "alter table marketplace.mt_events $1 trigger history_has_leaves"; }
# A leaf needs the one before it: each half has wallets of its own, from nothing.
forget() {
  psql -q -c "set session_replication_role = replica" -c "truncate marketplace.mt_events, marketplace.mt_streams, marketplace.mt_doc_wallet, marketplace.mt_doc_storedanswer, marketplace_audit.leaves cascade" \
    -c "insert into marketplace.mt_streams (id, type, version, tenant_id) select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'wallet', 0, '*DEFAULT*' from generate_series(0, 100000) n" -c checkpoint
}
psql -q -c 'drop trigger history_is_append_only on marketplace.mt_events' -c 'drop trigger history_is_append_only on marketplace_audit.leaves'
rate_of() { trigger "$1"; forget; rate; }
rate_of enable >/dev/null
for ((round = 1; round <= rounds; round++)); do
  # The order alternates, so that what else the machine does hits both alike.
  if ((round % 2)); then without=$(rate_of disable) with=$(rate_of enable); else with=$(rate_of enable) without=$(rate_of disable); fi
  cost=$(((without - with) * 1000 / without))
  echo "$without without, $with with the trigger: $cost per mille"
  echo "$cost" >>"$folder/costs"
done
sort -n "$folder/costs" | awk '{ c[NR] = $1 / 10 } END { printf "median %.1f %%, from %.1f to %.1f %%\n", NR % 2 ? c[(NR + 1) / 2] : (c[NR / 2] + c[NR / 2 + 1]) / 2, c[1], c[NR] }'
rm -r "$folder"
