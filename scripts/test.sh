#!/usr/bin/env bash
# Runs the suite on SQLite and then on a private PostgreSQL; installs PostgreSQL and Chromium where it may.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
need() { # need <what> <package>
  echo "Installing $2 …"
  { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2"; } >/dev/null 2>&1 ||
    { echo "The tests need $1 (Debian's package $2), which could not be installed here." >&2; exit 1; }
}
postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

[ -n "$(postgres_bin)" ] || need PostgreSQL postgresql
[ -x /usr/bin/chromium ] || need Chromium chromium

unset DATABASE_URL
echo "Tests on SQLite"
.venv/bin/pytest -q "$@"

echo "Tests on PostgreSQL"
bin=$(postgres_bin)
folder=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
owner=(env)
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  owner=(runuser -u postgres --)
fi
"${owner[@]}" "$bin/initdb" -D "$folder/db" -U ocop --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
stop() { "${owner[@]}" "$bin/pg_ctl" -D "$folder/db" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT
"${owner[@]}" "$bin/pg_ctl" -D "$folder/db" -w -l "$folder/log" \
  -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off" start >/dev/null
DATABASE_URL="postgres://ocop@127.0.0.1:$port/postgres" .venv/bin/pytest -q "$@"
