#!/usr/bin/env bash
# How fast a history is exported and verified, and that it needs no memory that grows with it: docs/performance.md.
# usage: tests/Bench/audit/speed.sh [EVENTS]      (a PostgreSQL superuser in PGHOST, PGPORT, PGUSER, PGPASSWORD)
. "$(dirname "$0")/prepare.sh"
events=${1:-1000000}
psql -q -v events="$events" -f tests/Bench/audit/history.sql
psql -q -c 'vacuum analyze marketplace.mt_events' -c 'vacuum analyze marketplace_audit.leaves'

# The host signs what waits, in checkpoints of 100,000.
Audit__AtMost=100000 host --urls http://127.0.0.1:0 >"$folder/host.log" 2>&1 & pid=$!
until [ "$(psql -Atc 'select coalesce(max(size), 0) from marketplace_audit.checkpoints')" -ge "$events" ]; do sleep 1; kill -0 "$pid"; done
sleep 11; kill "$pid"; wait "$pid" || true
psql -q -c 'analyze marketplace_audit.tree'

export AUDITOR_CONNECTION="$connect;Database=audit_bench"
# 64 MB of heap for whatever length: were the history held in memory, it would end here.
export DOTNET_GCHeapHardLimit=0x4000000
time auditor export --out "$folder/history.jsonl"; ls -lh "$folder/history.jsonl"
# The processor time («user») counts where the machine does something else, too.
for round in 1 2 3; do
  time taskset -c 0 dotnet src/Auditor/bin/Release/net10.0/Marketplace.Auditor.dll verify --file "$folder/history.jsonl" --checkpoints "$folder/audit/checkpoints.txt" --key "$folder/audit/public-key.pem"
done
rm -r "$folder"
