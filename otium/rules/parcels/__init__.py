"""Parcels: which road one takes, when it leaves, when it is tried again, and where it stands."""

from otium.rules.parcels.moves import MOVES, MoveRefusedError, next_state
from otium.rules.parcels.pace import back_off_seconds, is_in_window, leaves_at
from otium.rules.parcels.repeating import event_of, may_repeat
from otium.rules.parcels.roads import carries, road_for, shared
from otium.rules.parcels.standing import standing, verdict_of

__all__ = [
    "MOVES", "MoveRefusedError", "back_off_seconds", "carries", "event_of", "is_in_window", "leaves_at", "may_repeat",
    "next_state", "road_for", "shared", "standing", "verdict_of",
]  # fmt: skip
