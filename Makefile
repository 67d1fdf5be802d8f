# Everything a fresh machine needs is done by `make run` and `make test`: a virtual environment, the pinned packages and,
# for the tests, a Chromium.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
# The tests of one file share what they set up. Half of the time they wait for browsers and servers: one process more than processors.
WORKERS := $(shell $(PYTHON) -c 'import os; print(os.cpu_count() + 1)')
PARALLEL := --numprocesses $(WORKERS) --dist loadfile --durations 20

.PHONY: run test test-quick test-full bench lock clean

run: .venv/run.stamp
	$(BIN)/python -m etl build
	$(BIN)/python -m dashboard serve --port $(PORT)

test: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(PARALLEL)

# The everyday loop: no browser, no server or other process, no build but the shared ones.
test-quick: .venv/dev.stamp
	$(BIN)/python -m pytest -m "not slow" $(PARALLEL)

test-full: .venv/dev.stamp .venv-duckdb2/stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.support.office full
	$(BIN)/python -m tests.support.containers
	$(BIN)/python -m pytest --full $(PARALLEL)

bench: .venv/dev.stamp
	$(BIN)/python -m benchmarks

# Chosen packages (requirements*.in) to pins of all they bring along, for every system; a pin stays while it fits, or is renewed: `make lock UPGRADE=--upgrade`.
UV := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 $(UPGRADE)

lock: .venv/dev.stamp
	$(UV) requirements.in -o requirements.txt
	$(UV) requirements-spark.in -c requirements.txt -o requirements-spark.txt
	$(UV) requirements-postgres.in -c requirements.txt -o requirements-postgres.txt
	$(UV) requirements-dev.in -c requirements.txt -o requirements-dev.txt

.venv/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Servanda needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python's venv module is missing; install it (Debian: apt install python3-venv)"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt requirements-spark.txt requirements-postgres.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m tests.support.chromium
	$(BIN)/python -m tests.support.java
	$(BIN)/python -m tests.support.postgres
	$(BIN)/python -m tests.support.nginx
	$(BIN)/python -m tests.support.office
	@touch $@

# The other DuckDB the code must run on (docs/method.md), for the comparison in the full tests.
.venv-duckdb2/stamp: requirements.txt
	test -x .venv-duckdb2/bin/python || $(PYTHON) -m venv .venv-duckdb2
	.venv-duckdb2/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	.venv-duckdb2/bin/python -m pip install --quiet --disable-pip-version-check duckdb==2.0.0
	@touch $@

clean:
	rm -rf .venv .venv-duckdb2 warehouse .pytest_cache .mypy_cache .ruff_cache
