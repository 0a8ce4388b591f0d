"""The attendance policy of a practice: what it chose, or what Otium ships, switched off."""

from datetime import date, datetime
from functools import cache
from importlib.resources import files

from otium.desk import clock
from otium.records.models import Practice
from otium.rules.schedule import attendance as rules
from otium.terms.attendance import AttendancePolicy


def of(practice: Practice, on: date) -> AttendancePolicy:
    return rules.chosen(practice.attendance_policy, shipped(on))


def notice_hours(practice: Practice, at: datetime) -> int:
    """How long before a visit a family must say that it does not come, so that it is not late; 0: any time will do.

    What families read and what counts as late are this one figure.
    """
    return of(practice, clock.day(at, practice)).notice_hours


@cache
def shipped(on: date) -> AttendancePolicy:
    return rules.shipped(files("otium.rules.schedule").joinpath("attendance.toml").read_text("utf-8"), on)
