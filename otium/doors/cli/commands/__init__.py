"""One file a command of the daily work: `add(subparsers)` declares it, `run(args)` does it and returns the exit code.

Its docstring's first line is its help. A command that needs no database says `DATABASE = False`.
"""
