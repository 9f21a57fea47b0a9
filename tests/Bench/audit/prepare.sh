# Sourced by the measurements: two fresh databases with the whole schema, on the server that PGHOST, PGPORT, PGUSER and PGPASSWORD name.
set -euo pipefail
cd "$(dirname "$0")/../../.."
export DOTNET_NOLOGO=1 PGHOST=${PGHOST:-127.0.0.1} PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-postgres} PGDATABASE=audit_bench
for name in audit_bench audit_bench_vault; do
  psql -q -d postgres -c "drop database if exists $name" -c "create database $name"
done
folder=$(mktemp -d)
connect="Host=$PGHOST;Port=$PGPORT;Username=$PGUSER;Password=${PGPASSWORD:-}"
export ASPNETCORE_ENVIRONMENT=Development DataFolder=$folder ConnectionStrings__Marketplace="$connect;Database=audit_bench" ConnectionStrings__Vault="$connect;Database=audit_bench_vault"
# The host makes the schema and signs; how fast it does that is not measured.
dotnet build -v q src/Host && dotnet build -c Release -v q src/Auditor
host() { dotnet src/Host/bin/Debug/net10.0/Marketplace.Host.dll "$@"; }
auditor() { dotnet src/Auditor/bin/Release/net10.0/Marketplace.Auditor.dll "$@"; }
host migrate
