"""What people do with a request, in one place.

Each function moves one request by rules.prior_auth.MOVES, writes history and settles the patient. What a payer decides
is written elsewhere (desk.deciding). Sends nothing itself: a sending is a parcel in the outbox, or what a person did
and recorded.
"""

from otium.desk.requests.after import acknowledge, cancel, expire, supersede, take_back
from otium.desk.requests.drafting import (
    change,
    draft,
    draft_for_task,
    drafted_for,
    make_ready,
    open_draft,
    reopen,
    subject_of,
    version_of,
)
from otium.desk.requests.extending import extension_announced
from otium.desk.requests.following import is_untouched
from otium.desk.requests.refusals import Refused
from otium.desk.requests.submitting import Told, answer, called, record_answered, record_sent, standing, submit
from otium.desk.requests.terms import Way, terms_of, ways

__all__ = [
    "Refused",
    "Told",
    "Way",
    "acknowledge",
    "answer",
    "called",
    "cancel",
    "change",
    "draft",
    "draft_for_task",
    "drafted_for",
    "expire",
    "extension_announced",
    "is_untouched",
    "make_ready",
    "open_draft",
    "record_answered",
    "record_sent",
    "reopen",
    "standing",
    "subject_of",
    "submit",
    "supersede",
    "take_back",
    "terms_of",
    "version_of",
    "ways",
]
