"""What arrives: kept once as it came, read, matched to a practice and a patient, applied whole or not at all.

`receive` is the one way in, whichever carrier brought the bytes.
"""

from otium.desk.inbox.arrival import Arrival, FileOutcome, finish, receive, receive_for

__all__ = ["Arrival", "FileOutcome", "finish", "receive", "receive_for"]
