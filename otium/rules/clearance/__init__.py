"""Is each booked visit safe to give: all limits tested at once, in order of time.

`ledger(case)` is the whole answer of one patient, `what_if` the same for visits that are not booked yet.
"""

from otium.rules.clearance.ledger import ledger
from otium.rules.clearance.what_if import VisitNotToCome, first_changed, what_if

__all__ = ["VisitNotToCome", "first_changed", "ledger", "what_if"]
