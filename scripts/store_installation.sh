#!/usr/bin/env bash
# Keeps what an installation of today looks like, for tests/upgrade: a filled demo as `ocop backup` leaves it, on both
# databases. Run once a release, before the first migration after it: scripts/store_installation.sh 2026-11-27
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?"Say the day: $0 YYYY-MM-DD"}

store() { # store <database>: the demo in a folder of its own, then its backup
  OCOP_DATA=$(mktemp -d)
  export OCOP_DATA
  .venv/bin/ocop setup
  .venv/bin/ocop demo
  .venv/bin/ocop backup "$OCOP_DATA/backup.tar"
  xz -9 --stdout "$OCOP_DATA/backup.tar" > "tests/upgrade/$name.$1.tar.xz"
  rm -rf "$OCOP_DATA"
}
export -f store
export name

unset DATABASE_URL
store sqlite
scripts/with_postgres.sh bash -euo pipefail -c 'store postgresql'
