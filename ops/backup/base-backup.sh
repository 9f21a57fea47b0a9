#!/bin/sh
# Takes a base backup of one server, checks it, and forgets what is too old. Run it daily for each of the two servers.
# The server is named as for every client of PostgreSQL (PGHOST, PGPORT, PGUSER, PGPASSFILE); the role needs REPLICATION.
# PGBIN names the folder of the server's programs where they are not on PATH.
set -eu
[ $# -ge 2 ] || { echo "usage: base-backup.sh BACKUPS ARCHIVE [DAYS]     (BACKUPS and ARCHIVE: folders; DAYS: 7, at least 1)" >&2; exit 2; }
backups=$1 archive=$2 days=${3:-7}
PATH=${PGBIN:+$PGBIN:}$PATH
name=$(date -u +%Y%m%dT%H%M%SZ)
# Two in one second would have one name, and the second be moved into the first.
while [ -e "$backups/$name" ]; do sleep 1; name=$(date -u +%Y%m%dT%H%M%SZ); done

pg_basebackup --pgdata="$backups/$name.part" --wal-method=stream --checkpoint=fast --manifest-checksums=SHA256 --no-password
pg_verifybackup --quiet "$backups/$name.part"
mv "$backups/$name.part" "$backups/$name"
echo "$backups/$name"

# The newest stays whatever its age. A vault's backups must not grow old: they hold the keys of those who have left since. So that none
# is ever older than DAYS, what would be by tomorrow's run goes today. In minutes: find counts whole days, and would let an eighth pass.
find "$backups" -mindepth 1 -maxdepth 1 -type d ! -name "$name" -mmin "+$(((days - 1) * 24 * 60))" -exec rm -rf {} +
oldest=$(find "$backups" -mindepth 1 -maxdepth 1 -type d ! -name '*.part' | sort | head -n 1)
first=$(sed -n 's/^START WAL LOCATION:.*(file \([0-9A-F]*\)).*/\1/p' "$oldest/backup_label")
pg_archivecleanup "$archive" "$first"
