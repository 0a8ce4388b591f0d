"""Claims: built from visits that were made, checked, sent as parcels, replaced, voided; where each stands.

`build` makes claims of visits, `rebuild` after the records changed; `send` posts what is ready; `replace` and `void`
work on what a payer has decided. Each says no by name and changes nothing then.
"""

from otium.desk.claim_standing import settle_claims
from otium.desk.claims.asking import ask_status
from otium.desk.claims.making import build, rebuild
from otium.desk.claims.refusals import Refused
from otium.desk.claims.sending import send
from otium.desk.claims.unbilled import unbilled
from otium.desk.claims.undoing import replace, void

__all__ = ["Refused", "ask_status", "build", "rebuild", "replace", "send", "settle_claims", "unbilled", "void"]
