#!/bin/sh
# PostgreSQL's archive_command: puts one finished piece of the write-ahead log into the archive, whole or not at all.
#   archive_command = '/opt/marketplace/ops/backup/archive-wal.sh "%p" "%f" /srv/backup/marketplace/wal'
set -eu
[ $# -eq 3 ] || { echo "usage: archive-wal.sh PATH NAME ARCHIVE" >&2; exit 2; }
from=$1 to=$3/$2

if [ -e "$to" ]; then
    # Asked for again after a crash between the copy and the server's note of it. Another content is another server's.
    cmp -s "$from" "$to" && exit 0
    echo "$to is there already and is another file" >&2
    exit 1
fi

cp "$from" "$to.part"
sync "$to.part"
mv "$to.part" "$to"
sync "$3"
