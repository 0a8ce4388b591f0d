"""Calls with payers: what to ask, what was said, what was promised, how long it took."""

from otium.desk.calls.holding import hold_times

__all__ = ["hold_times"]
