"""When this practice tells families how much of a limit is left, and when texts may reach them."""

from datetime import datetime
from functools import cache
from importlib.resources import files

from otium.desk import clock
from otium.records.models import Practice
from otium.rules import notices
from otium.rules.families import amounts
from otium.rules.notices import TextingHours
from otium.terms.family import FamilyThresholds


@cache
def shipped() -> FamilyThresholds:
    return amounts.shipped(_text("thresholds"))


def of(practice: Practice) -> FamilyThresholds:
    return amounts.chosen(practice.family_thresholds, shipped())


@cache
def hours() -> TextingHours:
    return notices.texting_hours(_text("texting"))


def text_leaves_at(practice: Practice, state: str, at: datetime) -> datetime:
    """The first instant at which a text may reach somebody of this state; the practice's zone where it is unknown."""
    return notices.not_before(at, hours(), state=state or practice.state, elsewhere=clock.zone(practice))


def _text(name: str) -> str:
    return files("otium.rules.families").joinpath(f"{name}.toml").read_text("utf-8")
