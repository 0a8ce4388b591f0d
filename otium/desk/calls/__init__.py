"""Calls with payers: what to ask, what was said, what was promised, how long it took.

`script.py` says what is still missing of a coverage; `recording.py` keeps a call with all that was learned in it, or
nothing; `holding.py` how long payers keep callers waiting.
"""

from otium.desk.calls.holding import hold_times
from otium.desk.calls.recording import correct_call, record_call, withdraw_call, worksheet
from otium.desk.calls.said import Said
from otium.desk.calls.script import standings

__all__ = ["Said", "correct_call", "hold_times", "record_call", "standings", "withdraw_call", "worksheet"]
