"""Recording what was done about a duty. An act is a fact: the rules read it, and that closes the task.

`choices` says what may be recorded for a task and `offered` what of it by whom; `record` writes it with the records it
changes, `undo` takes it back.
"""

from otium.desk.acts.allowed import may_act, offered
from otium.desk.acts.choices import Choice, Entry, choices
from otium.desk.acts.record import record
from otium.desk.acts.undo import undo
from otium.desk.acts.writing import Refused

__all__ = ["Choice", "Entry", "Refused", "choices", "may_act", "offered", "record", "undo"]
