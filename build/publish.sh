#!/usr/bin/env bash
# Publishes the host for this kind of machine, so that it starts sooner: the code around its handlers generated and compiled in, and all of it
# compiled ahead of time as one, with the runtime, which takes some minutes. It is started as FOLDER/Marketplace.Host and needs no .NET there;
# so a new version of the runtime comes with the next publication by a newer SDK.
#   build/publish.sh FOLDER
# The generated code is made anew each time and kept nowhere, so it cannot be stale; a host that lacks some of it does not start.
set -euo pipefail
[ $# = 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
mkdir -p "$1"; out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
# Built aside: what is published has other packages than what is developed, and neither must find the other's.
dotnet build src/Host -c Release --artifacts-path "$work/build"
# In Development no provider has to be configured; the code around the handlers is the same everywhere.
DOTNET_ENVIRONMENT=Development DataFolder="$work/data" dotnet "$work/build/bin/Host/release/Marketplace.Host.dll" generate-code --to "$work/code"
dotnet publish src/Host -c Release -o "$out" --artifacts-path "$work/publish" --use-current-runtime --self-contained true \
  -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true "-p:GeneratedCodeFolder=$work/code"
