# Convenant. `make up` starts it, `make test` is the gate.

PY := .venv/bin/python
PORT ?= 8000
LOCK := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
# The gate looks at the code, not at the settings of whoever runs it.
CLEAN := env -u DATABASE_URL -u MIGRATE_DATABASE_URL -u REDIS_URL -u EMAIL_URL -u SECRET_KEY -u ALLOWED_HOSTS \
	-u BASE_URL -u DEBUG -u PORT -u CONVENANT_TODAY -u CONVENANT_PRODUCTION -u CONVENANT_SWEEP_SECONDS \
	CONVENANT_HOME=build/home
PRODUCTION := DATABASE_URL=postgresql://convenant@localhost/convenant ALLOWED_HOSTS=convenant.example \
	BASE_URL=https://convenant.example EMAIL_URL=smtp+tls://mail.example
PYTEST := $(CLEAN) $(PY) -m pytest -n auto

.DEFAULT_GOAL := help
.PHONY: help up install install-dev install-browser bundle assets test test-all faults check lock bench clean

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-16s %s\n' "$$name" "$$text"; done

up: install bundle ## Start Convenant on this machine (PORT=8000, CONVENANT_HOME=var)
	@PORT=$(PORT) exec $(PY) manage.py up

install: ## Install what the site needs, into .venv
	@scripts/install.sh run

install-dev: ## Install what the gate needs too
	@scripts/install.sh dev
	@scripts/install.sh npm .
	@scripts/install.sh assets

install-browser: ## Install a Chromium for the browser tests, into requirements/browser
	@scripts/install.sh npm requirements/browser

bundle: ## Bundle the style sheet and its fonts into build/assets
	@scripts/install.sh assets

assets: install bundle ## Bundle the style sheet, compile translations and collect the static files
	@$(PY) -m convenant.catalogs
	@$(PY) manage.py collectstatic --noinput --verbosity 0

test: check ## The gate: everything in check, then the tests on SQLite, on PostgreSQL, in Chromium and under faults
	@$(PY) -m tests.servers browser >/dev/null 2>&1 || $(MAKE) --no-print-directory install-browser
	@echo "== servers and browser" && $(PY) -m tests.servers check
	@echo "== tests on SQLite $$($(PY) -c 'import sqlite3; print(sqlite3.sqlite_version)')"
	@$(PYTEST) -m "not browser and not faults"
	@echo "== tests on PostgreSQL"
	@$(CLEAN) $(PY) -m tests.servers run -- $(PY) -m pytest -n auto -m "not browser and not faults and not once"
	@browser=$$($(PY) -m tests.servers browser) && echo "== tests in $$($$browser --version 2>/dev/null) ($$browser)"
	@$(CLEAN) $(PY) -m pytest -m browser
	@echo "== tests with processes that are killed and servers that go away"
	@$(CLEAN) $(PY) -m pytest -m faults
	@echo "== all is well"

test-all: test ## The gate, then every day of eight years on both databases, every page in each theme and width, and ten minutes of writes and sweeps at once
	@CONVENANT_THOROUGH=1 $(CLEAN) $(PY) -m pytest -n auto tests/obligations/test_standings.py
	@CONVENANT_THOROUGH=1 $(CLEAN) $(PY) -m pytest -m browser -k axe
	@CONVENANT_THOROUGH=1 $(CLEAN) $(PY) -m tests.servers run -- $(PY) -m pytest -n auto tests/obligations/test_standings.py
	@$(CLEAN) CONVENANT_LOAD_SECONDS=600 $(PY) -m pytest -m faults tests/faults/test_mixed_load.py
	@$(CLEAN) CONVENANT_MAIL_KILLS=200 $(PY) -m pytest -s -m faults tests/faults/test_mail.py

faults: install-dev ## Kill workers and servers while mail goes out, on both databases, and print what came of it
	@$(CLEAN) CONVENANT_MAIL_KILLS=200 $(PY) -m pytest -s -m faults tests/faults/test_mail.py

check: install-dev ## Style, types, imports, migrations, production settings and locks
	@echo "== ruff" && $(PY) -m ruff check . && $(PY) -m ruff format --check .
	@echo "== mypy" && $(CLEAN) $(PY) -m mypy
	@echo "== imports" && .venv/bin/lint-imports --cache-dir build/import-linter
	@echo "== migrations" && $(CLEAN) $(PY) manage.py makemigrations --check --dry-run
	@echo "== production settings" && $(CLEAN) $(PRODUCTION) \
		SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(PY) manage.py check --deploy --fail-level WARNING
	@echo "== locks" && ! grep -n '://' requirements/*.txt && ! grep -n '"resolved"' package-lock.json requirements/browser/package-lock.json

lock: install-dev ## Write the locks anew from requirements/*.in and package.json
	@$(LOCK) requirements/run.in -o requirements/run.txt
	@$(LOCK) requirements/dev.in -o requirements/dev.txt
	@$(LOCK) requirements/node.in -o requirements/node.txt
	@npm install --package-lock-only --ignore-scripts
	@cd requirements/browser && npm install --package-lock-only --ignore-scripts

bench: install-dev ## Run the benchmarks
	@$(PY) -m benchmarks.engine
	@$(PY) -m benchmarks.sweeps
	@$(PY) -m benchmarks.pages
	@$(PY) -m benchmarks.register
	@$(PY) -m benchmarks.mail
	@$(PY) -m tests.servers run -- $(PY) -m benchmarks.sweeps
	@$(PY) -m tests.servers run -- $(PY) -m benchmarks.pages

clean: ## Remove what was installed and built; data in var/ stays
	rm -rf .venv build node_modules requirements/browser/node_modules .mypy_cache .pytest_cache .ruff_cache .coverage .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	rm -f locale/*/LC_MESSAGES/*.mo
