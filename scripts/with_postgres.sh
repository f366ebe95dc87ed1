#!/usr/bin/env bash
# Runs a command with DATABASE_URL naming a private, empty PostgreSQL, which is gone afterwards.
# Its language is Vietnamese, as an administrator may well choose: no order that we rely on may depend on it. LOCALE=C
# makes the plainest database instead.
# FSYNC=on writes through to the disk, as a bench must and a test need not.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
folder=$(mktemp -d)
owner=(env)
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  owner=(runuser -u postgres --)
fi
language=()
[ "${LOCALE:=vi}" = C ] || language=(--locale-provider=icu --icu-locale="$LOCALE")
"${owner[@]}" "$bin/initdb" -D "$folder/db" -U ocop --auth=trust -E UTF8 \
  --locale=C.UTF-8 "${language[@]}" >/dev/null
stop() { "${owner[@]}" "$bin/pg_ctl" -D "$folder/db" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT
fsync=${FSYNC:-off}
start() { # below the ports that the system gives to whoever asks for any
  port=$((10000 + RANDOM % 20000))
  "${owner[@]}" "$bin/pg_ctl" -D "$folder/db" -w -t 120 -l "$folder/log" \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=$fsync -c full_page_writes=$fsync" start >/dev/null
}
for attempt in 1 2 3 4 5; do # another program may have the port
  start && break
  [ "$attempt" -lt 5 ] || { cat "$folder/log" >&2; exit 1; }
done
DATABASE_URL="postgres://ocop@127.0.0.1:$port/postgres" "$@"
