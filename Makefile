# Everything that a fresh clone needs; each target does its own set-up.
SHELL := /bin/bash
PY := .venv/bin/python
UV := .venv/bin/python -m uv
export OCOP_DATA ?= $(CURDIR)/data
SCENE ?= bac-kan-2019

.PHONY: run test check bench translations environment dev

.venv/bin/activate:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@echo "Environment …"
	@python3 -m venv .venv && .venv/bin/pip install -q --disable-pip-version-check uv

environment: .venv/bin/activate
	@$(UV) sync -q --frozen --no-dev --inexact
	@echo "Front end …"
	@$(PY) scripts/build_assets.py

dev: .venv/bin/activate
	@$(UV) sync -q --frozen --inexact
	@$(PY) scripts/build_assets.py

run: environment ## Set up, fill the demo (SCENE=thai-nguyen-2026: today), serve on http://127.0.0.1:8000
	@.venv/bin/ocop setup
	@.venv/bin/ocop demo --scene $(SCENE)
	@.venv/bin/ocop serve

test: dev ## The whole suite on SQLite and on PostgreSQL, the browser included
	@scripts/test.sh

bench: environment ## Speed of a round of 1,000 products on SQLite and PostgreSQL (docs/performance.md)
	@bench/run.sh

translations: dev ## Take new texts into the English catalogue and list what lacks English
	@$(PY) scripts/translations.py update

check: dev ## Format, lint, types, migrations, system checks, editions, translations
	@.venv/bin/ruff format --check -q . && .venv/bin/ruff check -q .
	@.venv/bin/mypy
	@OCOP_DATA=$$(mktemp -d) $(PY) manage.py makemigrations --check --dry-run
	@OCOP_DATA=$$(mktemp -d) $(PY) manage.py check --fail-level WARNING
	@.venv/bin/ocop rules check > /dev/null
	@$(PY) scripts/translations.py check

