"""Add and mend records by hand: one table of record kinds, one engine, a history row for each change.

`kinds/` says what each record asks for; `engine.py` saves it; documents and the practice itself have own files.
Nothing is deleted: a record made by mistake is marked as entered in error.
"""

from otium.desk.mend.engine import add, change, restore, values_of, withdraw
from otium.desk.mend.kinds import KINDS
from otium.desk.mend.problems import ChangedSince, Difference, Invalid, Locked, Problem
from otium.desk.mend.table import Entered, Field, FieldType, Kind
from otium.desk.mend.version import version_of

__all__ = [
    "KINDS",
    "ChangedSince",
    "Difference",
    "Entered",
    "Field",
    "FieldType",
    "Invalid",
    "Kind",
    "Locked",
    "Problem",
    "add",
    "change",
    "restore",
    "values_of",
    "version_of",
    "withdraw",
]
