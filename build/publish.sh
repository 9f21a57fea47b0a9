#!/usr/bin/env bash
# Publishes the host for this kind of machine, so that it starts fast: the code around its handlers generated and compiled in,
# everything compiled ahead of time.
#   build/publish.sh FOLDER
# The generated code is made anew each time and kept nowhere, so it cannot be stale; a host that lacks some of it does not start.
set -euo pipefail
[ $# = 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
mkdir -p "$1"; out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
code=$(mktemp -d); trap 'rm -rf "$code"' EXIT
dotnet build src/Host -c Release
# In Development no provider has to be configured; the code around the handlers is the same everywhere.
DOTNET_ENVIRONMENT=Development DataFolder="$code/data" dotnet src/Host/bin/Release/net10.0/Marketplace.Host.dll generate-code --to "$code/generated"
dotnet publish src/Host -c Release -o "$out" --use-current-runtime --self-contained false -p:PublishReadyToRun=true "-p:GeneratedCodeFolder=$code/generated"
