"""Django's settings: `demo` (what `make run` uses), `dev` (demo with debug pages), `production`, `test`.

The command line chooses by OTIUM_MODE. Everything that differs between installations comes from the environment;
docs/operating.md lists it.
"""
