"""Which authorization each visit uses when several overlap: `allocate` solves, `explain_changes` compares.

`demand.py` says what a visit would take from an authorization, `matching.py` chooses, `changes.py` explains.
"""

from otium.rules.allocation.changes import explain_changes, why_lost
from otium.rules.allocation.matching import OT, Allocation, Uncovered, allocate, solve

__all__ = ["OT", "Allocation", "Uncovered", "allocate", "explain_changes", "solve", "why_lost"]
