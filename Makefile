# Every target does its own set-up in .venv and needs nothing but make and Python 3.11 or newer:
#   make run          open the app
#   make test         lint, types, import contracts and all tests, as .ci/run does
# More in `make help`. Choose a Python with `make PYTHON=/path/to/python3.13 …`.

BIN  := .venv/bin
PORT ?= 8501
CASES ?= 100000
ARGS ?=
ALONE := tests/operations tests/deploy tests/load tests/faults  # each has several servers, and faults upset others

PIP_INSTALL  := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement
LOCK_COMMAND := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock" $(ARGS) pyproject.toml

.PHONY: help run test lint bench load faults fuzz audit lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 8

run: .venv/run.stamp  ## open the app (PORT=8501)
	$(BIN)/python -m streamlit run app.py --server.port $(PORT) $(ARGS)

test: lint  ## everything that must hold before a change lands (ARGS="-k relu" for a part)
	@sh .ci/chromium $(BIN)/python
	@sh .ci/nginx
ifeq ($(ARGS),)
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(addprefix --ignore=,$(ALONE))
	$(BIN)/python -m pytest $(ALONE)
else
	$(BIN)/python -m pytest $(ARGS)
endif

lint: .venv/dev.stamp  ## style, format, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: .venv/dev.stamp  ## measure speed against other libraries, into tests/bench/results.md
	@sh .ci/chromium $(BIN)/python
	$(BIN)/python -m tests.bench $(ARGS)

load: .venv/dev.stamp  ## measure what visitors wait for at more and more of them (ARGS="soak --minutes 30" for memory)
	$(BIN)/python -m tests.load $(ARGS)

faults: .venv/dev.stamp  ## kill replicas and workers, fill the disk, drop connections: is every visitor back?
	@sh .ci/chromium $(BIN)/python
	$(BIN)/python -m tests.faults $(ARGS)

fuzz: .venv/dev.stamp  ## feed the readers of everything that comes from outside with new hostile cases (CASES=100000)
	HYPOTHESIS_PROFILE=explore FUZZ_CASES=$(CASES) $(BIN)/python -m pytest tests/fuzz --numprocesses=auto --dist=load $(ARGS)

audit: .venv/audit.stamp  ## look all pinned requirements up among the known vulnerabilities
	@$(BIN)/python .ci/audit.py $(BIN)/audit/bin/pip-audit requirements-dev.txt $(ARGS)

lock: .venv/python.stamp  ## compile requirements*.txt from pyproject.toml (ARGS=--upgrade for newer versions)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8"
	$(LOCK_COMMAND) --output-file requirements.txt > /dev/null
	$(LOCK_COMMAND) --extra dev --constraint requirements.txt --output-file requirements-dev.txt > /dev/null

clean:  ## remove the environment and every cache
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache screenshots

# pip-audit needs much that nothing else does, so it has an environment of its own.
.venv/audit.stamp: .venv/python.stamp
	$(BIN)/python -m venv $(BIN)/audit
	$(BIN)/audit/bin/python -m pip install --quiet --disable-pip-version-check "pip-audit>=2.9"
	@touch $@

# A stamp is newer than its requirements exactly when the environment holds them.

.venv/python.stamp:
	@sh .ci/venv "$(PYTHON)"
	@touch $@

.venv/run.stamp: .venv/python.stamp requirements.txt
	$(PIP_INSTALL) requirements.txt
	@touch $@

.venv/dev.stamp: .venv/python.stamp requirements-dev.txt
	$(PIP_INSTALL) requirements-dev.txt
	@touch $@ .venv/run.stamp
