#!/usr/bin/env bash
# Runs the suite on SQLite and then on a private PostgreSQL; installs PostgreSQL and Chromium where it may.
# Rules and `ocop rank` know no database, and how pages read to assistive technology does not hang on it: those run once.
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

# A file stays on one worker, so that what its tests share is made once; tests/conftest.py says which come first.
run=(.venv/bin/pytest -q -n 2 --dist loadfile --no-loadscope-reorder)

unset DATABASE_URL
echo "Tests on SQLite"
"${run[@]}" "$@"

echo "Tests on PostgreSQL"
scripts/with_postgres.sh "${run[@]}" --migrations \
  --ignore tests/contract/test_accessibility.py --ignore tests/rules --ignore tests/rank "$@"
