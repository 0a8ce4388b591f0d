"""The only reader of the current time on this side."""

from datetime import date


def today() -> date:
    """The machine's local day; the simulated side never reads a time of day."""
    return date.today()  # noqa: DTZ011 - the one place
