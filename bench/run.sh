#!/usr/bin/env bash
# The whole bench; installs what it needs where it may.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
for package in wrk postgresql; do
  dpkg -s "$package" >/dev/null 2>&1 ||
    { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package"; } >/dev/null 2>&1 ||
    { echo "The bench needs Debian's package $package, which could not be installed here." >&2; exit 1; }
done
.venv/bin/python bench/round.py "$@"
