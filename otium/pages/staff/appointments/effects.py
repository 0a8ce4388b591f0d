"""Effects of a change in words, with the badge of their state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from otium.pages import present
from otium.pages.staff.clearance.strip import ICONS
from otium.pages.words.clearance import STATES
from otium.pages.words.effects import ABOUT, EFFECTS
from otium.terms.clearance import ClearanceState
from otium.terms.effects import Effect


@dataclass(frozen=True, slots=True)
class Line:
    """`who` is empty where one patient alone is concerned."""

    about: str
    icon: str
    word: str
    sentence: str
    who: str = ""


def lines(effects: Iterable[Effect], names: dict[UUID, str], *, on: date) -> tuple[Line, ...]:
    """`names`: of the patients, where there are several."""
    return tuple(
        Line(
            str(ABOUT[effect.about.value]),
            ICONS[effect.state],
            _("To know") if effect.state is ClearanceState.NOT_NEEDED else str(STATES[effect.state.value]),
            sentence(effect, on),
            names.get(effect.patient_id, "") if effect.patient_id else "",
        )
        for effect in effects
    )


def sentence(effect: Effect, on: date) -> str:
    """Raises KeyError for a code without words."""
    return str(EFFECTS[effect.code] % {name: _said(name, value, on) for name, value in effect.params.items()})


def _said(name: str, value: Any, on: date) -> Any:
    if value is None:
        return _("unknown")
    if isinstance(value, date):
        return present.day(value, on)
    if name == "at":
        return present.hour(time.fromisoformat(value))
    if name == "disciplines":
        return present.joined(str(value).split()) or _("OT")
    return value
