#!/usr/bin/env bash
# Publishes the host for this kind of machine: the code around its handlers generated and compiled in, everything compiled ahead of time.
#   build/publish.sh FOLDER
# The generated code is made anew each time and kept nowhere, so it cannot be stale.
set -euo pipefail
[ $# = 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
mkdir -p "$1"; out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
code=$(mktemp -d); trap 'rm -rf "$code"' EXIT
dotnet build src/Host -c Release
# Development, because it asks for no provider; the handlers are the same everywhere.
DataFolder="$code/data" GeneratedCodeFolder="$code/generated" dotnet src/Host/bin/Release/net10.0/Marketplace.Host.dll codegen --environment Development >"$code/log" \
  || { cat "$code/log"; exit 1; }
[ -n "$(find "$code/generated" -name '*.cs' -print -quit 2>/dev/null)" ] || { cat "$code/log"; echo "No code was generated." >&2; exit 1; }
dotnet publish src/Host -c Release -o "$out" --use-current-runtime --self-contained false -p:PublishReadyToRun=true "-p:GeneratedCodeFolder=$code/generated"
