"""The attendance policy of a practice: what it chose, or what Otium ships, switched off."""

from datetime import date
from functools import cache
from importlib.resources import files

from otium.records.models import Practice
from otium.rules.schedule import attendance as rules
from otium.terms.attendance import AttendancePolicy


def of(practice: Practice, on: date) -> AttendancePolicy:
    return rules.chosen(practice.attendance_policy, shipped(on))


@cache
def shipped(on: date) -> AttendancePolicy:
    return rules.shipped(files("otium.rules.schedule").joinpath("attendance.toml").read_text("utf-8"), on)
