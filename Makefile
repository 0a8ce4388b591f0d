# Everything starts here: `make` sets up what is missing and says so.
PYTHON ?= python3
OTIUM = .venv/bin/otium

.PHONY: run pg

run: ; $(OTIUM) serve

pg: ; .venv/bin/python -m otium pg start
