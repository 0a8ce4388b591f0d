"""The practice's own calendar: book, move, cancel, and say what became of a visit.

The database holds one person to one place at a time; `holding.py` turns its refusal into free times.
"""

from otium.desk.appointments.book import Booked, book
from otium.desk.appointments.change import cancel, confirm, entered_in_emr, mark, move, say_why, session
from otium.desk.appointments.holding import Clash, Taken
from otium.desk.appointments.moves import MOVES, Event, MoveRefused
from otium.desk.appointments.series import Scope
from otium.desk.appointments.times import Slot
from otium.desk.appointments.wanted import Booking, Place

__all__ = [
    "MOVES",
    "Booked",
    "Booking",
    "Clash",
    "Event",
    "MoveRefused",
    "Place",
    "Scope",
    "Slot",
    "Taken",
    "book",
    "cancel",
    "confirm",
    "entered_in_emr",
    "mark",
    "move",
    "say_why",
    "session",
]
