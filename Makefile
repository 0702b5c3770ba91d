# `make` alone lists the targets. Needs Python 3.11 or newer and nothing else; PYTHON and VENV may be overridden.
PYTHON ?= python3
VENV ?= .venv
ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore

# An interrupted set-up may have left an environment without pip.
PIP_INSTALL = { $(VENV)/bin/python -c 'import pip' 2>/dev/null || $(VENV)/bin/python -m ensurepip; } && \
	$(VENV)/bin/python -m pip install -q --no-input --require-hashes --only-binary=:all:
WITH_SERVERS = $(VENV)/bin/python -m config.run --
LOCK = $(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links -q pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run setup test lint format faults bench shell seed lock clean clean-data venv packages

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: packages ## Start everything on this machine (PORT=8000, HOST=127.0.0.1, READOUT_DATA=var); Ctrl-C stops it
	@$(VENV)/bin/python -m config.run

setup: venv ## Install what development needs, hash-checked
	@cmp -s requirements-dev.txt $(VENV)/installed-dev.txt || { \
		echo "Installing the packages of requirements-dev.txt (a minute the first time) ..." && \
		$(PIP_INSTALL) -r requirements-dev.txt && \
		cp requirements-dev.txt $(VENV)/installed-dev.txt && cp requirements.txt $(VENV)/installed.txt; }

test: setup ## Run the tests on a PostgreSQL of their own (ARGS="tests/text -x" picks some)
	@$(VENV)/bin/python -m pytest -n 2 --dist worksteal $(ARGS)

lint: setup ## Check style, types, layers and migrations
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/lint-imports
	$(WITH_SERVERS) $(VENV)/bin/mypy
	$(WITH_SERVERS) $(VENV)/bin/python manage.py makemigrations --check --dry-run

format: setup ## Put the code into its uniform form
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format

faults: setup ## Kill workers (200 times), change rows at random (10,000), extract from any text (100,000): nothing is lost
	@READOUT_KILLS=200 READOUT_CHANGES=10000 READOUT_TEXTS=100000 $(VENV)/bin/python -m pytest tests/faults \
		tests/models/test_history.py tests/ingest/extract/test_any_text.py -s $(ARGS)

bench: setup ## Measure Readout side by side with raw SQL (ARGS="--rounds 9 --json figures.json")
	@$(VENV)/bin/python -m benchmarks $(ARGS)

shell: packages ## Open a Python shell on the data of `make run`
	@$(WITH_SERVERS) $(VENV)/bin/python manage.py shell

seed: packages ## Load the starter record again (it changes nothing that is there)
	@$(WITH_SERVERS) $(VENV)/bin/python manage.py migrate --noinput
	@$(WITH_SERVERS) $(VENV)/bin/python manage.py seed

lock: setup ## Pin every package with its hashes anew, from pyproject.toml
	$(LOCK) -o requirements.txt
	$(LOCK) --extra dev -c requirements.txt -o requirements-dev.txt

clean: ## Remove the environment and the caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-data: packages ## Delete the data of `make run`, after asking
	@$(VENV)/bin/python -m config.clean_data

# An environment whose Python is gone (upgraded, moved) is made anew.
venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		found=$$($(PYTHON) -c 'import platform; print(platform.python_version())' 2>/dev/null); \
		echo "Readout needs Python 3.11 or newer, but $(PYTHON) is $${found:-not to be found}:" \
			"name another, e.g. make run PYTHON=python3.12" >&2; exit 1; }
	@$(VENV)/bin/python -c '' 2>/dev/null || { \
		$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }; \
		echo "Making the environment $(VENV) ..."; \
		$(PYTHON) -m venv --clear $(VENV); }

packages: venv
	@cmp -s requirements.txt $(VENV)/installed.txt || { \
		echo "Installing the packages of requirements.txt (half a minute the first time) ..." && \
		$(PIP_INSTALL) -r requirements.txt && cp requirements.txt $(VENV)/installed.txt; }
