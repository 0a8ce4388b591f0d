"""Review departments: what each payer wants to see, how long it takes, and what it decides; from the scenario file.

Nothing here knows a road: a question by 278, fax, portal or telephone is decided alike.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from statistics import NormalDist

from partners.adjudication.chance import draw
from partners.clock import ZONE
from partners.days import is_business_day
from partners.state.members import Granted

CERTIFIED, DENIED, PENDED, MODIFIED, CANCELLED, NOT_NEEDED, CALL_US = "A1", "A3", "A4", "A6", "C", "NA", "CT"
NOT_NECESSARY, FOR_REVIEW, NOT_RECEIVED = "82", "E8", "90"
"""HCR03, as 4010-era systems still write it."""
ROADS = ("x12", "portal", "fax", "call")
OPENS, SHUTS = 8, 17
"""Hours of a reviewer, in the payers' zone."""
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Department:
    """One payer's habits. Shares are of decisions; what neither they nor `cut` nor `denied` take is approved in full.

    `spread` is the standard deviation of the logarithm of the days: 0.5 doubles or halves about one in six.
    """

    road: str = "x12"
    median_days: float = 3
    spread: float = 0
    latest_days: float = 30
    """By law or contract; nothing takes longer."""
    at_once: float = 0
    """Share decided on the spot."""
    cut: float = 0
    cut_to: float = 0.5
    denied: float = 0
    pended: float = 0
    """Share of which it wants more, though all it usually wants came along."""
    wants: tuple[str, ...] = ()
    """PWK01 of what must come along (08 plan of treatment, 09 progress report, ...)."""
    wants_more: str = "09"
    answer_days: int = 14
    talk_days: int = 0
    """Calendar days after a denial or cut in which it talks with the therapist; 0: it does not."""
    overturned_by_talk: float = 0
    overturned_by_appeal: float = 0
    appeal_days: float = 20
    """Median until an appeal is decided."""


def read(table: Mapping[str, Mapping[str, object]]) -> dict[str, Department]:
    """By payer id. Raises ValueError for a word, a road or a share that there is not."""
    known = {one.name for one in fields(Department)}
    found = {}
    for payer_id, written in table.items():
        if strange := sorted(set(written) - known):
            raise ValueError(f"reviews.{payer_id}: nobody knows {strange[0]}")
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in written.items()}
        one = Department(**values)  # type: ignore[arg-type]
        shares = (one.at_once, one.pended, one.overturned_by_talk, one.overturned_by_appeal, one.cut + one.denied)
        if not all(0 <= share <= 1 for share in (*shares, one.cut_to)):
            raise ValueError(f"reviews.{payer_id}: a share lies outside 0 to 1")
        if one.road not in ROADS:
            raise ValueError(f"reviews.{payer_id}: {one.road} is no road")
        found[payer_id] = one
    return found


def wanted(seed: int, payer_id: str, department: Department, trace: str, papers: frozenset[str]) -> tuple[str, ...]:
    """What has to come before anybody looks at it; drawn ones only where nothing else is missing."""
    missing = tuple(code for code in department.wants if code not in papers)
    if not missing and draw(seed, payer_id, trace, "pended") < department.pended:
        return (department.wants_more,)
    return missing


def is_at_once(seed: int, payer_id: str, department: Department, trace: str) -> bool:
    return draw(seed, payer_id, trace, "at once") < department.at_once


def days(seed: int, payer_id: str, department: Department, trace: str, median: float | None = None) -> float:
    """Calendar days until it decides, log-normal around the median."""
    luck = min(max(draw(seed, payer_id, trace, "days"), _EDGE), 1 - _EDGE)
    middle = department.median_days if median is None else median
    return min(middle * math.exp(department.spread * NormalDist().inv_cdf(luck)), department.latest_days)


def in_hours(at: datetime) -> datetime:
    """The instant itself where somebody is at work, else when they come."""
    there = at.astimezone(ZONE)
    if there.hour >= SHUTS:
        there = there.replace(hour=OPENS, minute=0, second=0, microsecond=0) + timedelta(days=1)
    elif there.hour < OPENS:
        there = there.replace(hour=OPENS, minute=0, second=0, microsecond=0)
    while not is_business_day(there.date()):
        there = (there + timedelta(days=1)).replace(hour=OPENS, minute=0, second=0, microsecond=0)
    return there.astimezone(at.tzinfo)


def ruled(seed: int, payer_id: str, department: Department, asked: Granted) -> Granted:
    """Denied, cut, or all that was asked; the draws depend on payer and trace alone."""
    whole = replace(asked, asked=asked.visits)
    luck = draw(seed, payer_id, asked.trace, "decision")
    if luck < department.denied:
        return replace(whole, action=DENIED, reason=NOT_NECESSARY)
    if luck < department.denied + department.cut:
        return _cut(whole, department.cut_to)
    return replace(whole, action=CERTIFIED, reason="")


def _cut(asked: Granted, to: float) -> Granted:
    """At least one visit or unit is left, and one less than asked where that is more than one."""
    visits = None if asked.visits is None else _part(asked.visits, to)
    units = {code: _part(many, to) for code, many in asked.units.items()}
    is_less = visits != asked.visits or units != asked.units
    return replace(asked, action=MODIFIED if is_less else CERTIFIED, reason="", visits=visits, units=units)


def _part(many: int, to: float) -> int:
    return max(1, min(round(many * to), many - 1)) if many > 1 else many


def overturned(seed: int, payer_id: str, department: Department, granted: Granted, by: str) -> Granted | None:
    """All that was asked after a talk or an appeal; None: it stands. A cut or denial is overturned as a whole."""
    share = department.overturned_by_talk if by == "talk" else department.overturned_by_appeal
    if draw(seed, payer_id, granted.trace, by) >= share:
        return None
    return replace(granted, action=CERTIFIED, reason="", visits=granted.asked, units=granted.asked_units)
