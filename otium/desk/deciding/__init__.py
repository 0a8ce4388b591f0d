"""A payer's decision, by whatever road: 278, letter, portal, telephone. The same record and the same consequences.

`write` is for decisions that were read (the inbox), `recording.record` for those that a person types: both move the
request by rules.prior_auth.MOVES and make, fill in, extend, replace or cancel the authorization. What was asked is
never touched. `recording` is not imported here: it keeps papers (desk.mend), and the inbox stands below those.
"""

from otium.desk.deciding.heard import Heard, asked_of
from otium.desk.deciding.writing import Written, write

__all__ = ["Heard", "Written", "asked_of", "write"]
