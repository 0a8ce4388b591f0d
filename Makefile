# Each target first sets up what is missing (scripts/bootstrap.py) and says so; docs/operating.md tells the rest.
PYTHON ?= python3
OTIUM := .venv/bin/otium
PY := .venv/bin/python

.PHONY: run stop reset-demo test check bench faults lock pg setup setup-tests
.DEFAULT_GOAL := run

run: setup
	@exec $(OTIUM) serve

stop: setup
	@$(OTIUM) stop

reset-demo: setup
	@$(OTIUM) demo reset

test: setup-tests check
	@OTIUM_FUZZ_SECONDS=60 $(PY) -m pytest -n 2 --dist loadfile -q

check: setup-tests
	@$(PY) scripts/check.py

bench: setup
	@$(OTIUM) bench

faults: setup-tests
	@$(PY) -m pytest -q -m "fault or not fault" tests/faults tests/wires/x12/fuzz

pg: setup
	@$(OTIUM) pg start

setup:
	@$(PYTHON) scripts/bootstrap.py

setup-tests:
	@$(PYTHON) scripts/bootstrap.py --tests

# Newer versions of everything: make lock UPGRADE=--upgrade. No index address is written.
lock: setup
	@for set in requirements requirements-test scripts/installer; do \
	  UV_SYSTEM_CERTS=1 .venv/bin/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-emit-index-url $$set.in -o $$set.lock || exit 1; done
