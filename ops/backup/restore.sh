#!/bin/sh
# Makes a data folder out of a base backup and the archive; the server that is started on it replays the log up to TIME (or to
# the end of the archive) and then takes commands. Run it as the user of the server, while no server runs on TARGET.
set -eu
[ $# -ge 3 ] || { echo "usage: restore.sh BACKUP ARCHIVE TARGET [TIME]     (TIME: '2026-11-27 06:15:00+00')" >&2; exit 2; }
backup=$1 archive=$2 target=$3 time=${4:-}

[ -f "$backup/backup_label" ] || { echo "$backup is no base backup" >&2; exit 1; }
if [ -d "$target" ] && [ -n "$(ls -A "$target")" ]; then
    echo "$target is not empty: move the old data away first, it may hold what no backup has" >&2
    exit 1
fi
case $archive in *\'*) echo "the archive's path must not hold a quote" >&2; exit 1 ;; esac

mkdir -p "$target"
cp -a "$backup/." "$target"
chmod 700 "$target"
{
    echo "restore_command = 'cp \"$archive/%f\" \"%p\"'"
    echo "recovery_target_action = 'promote'"
    [ -z "$time" ] || echo "recovery_target_time = '$time'"
} >> "$target/postgresql.auto.conf"
touch "$target/recovery.signal"
echo "$target is ready: start the server on it, and wait until select pg_is_in_recovery() answers f"
