"""Words for the person at the terminal, shown at once."""

import sys


def say(words: str) -> None:
    print(words, flush=True)


def say_aside(words: str) -> None:
    """Beside the output, so that a command's answer stays readable by programs."""
    print(words, file=sys.stderr, flush=True)
