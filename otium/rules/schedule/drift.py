"""BOOK_PLANNED_VISITS: fewer visits are booked than the plan of care says, "planned twice a week, booked once".

Source: the plan's frequency (CMS Pub. 100-02 ch. 15 s. 220.1.2: amount, frequency, duration); that two weeks of the
next four make a drift is ours. Certainty: by definition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import Case
from otium.terms.care import PlanOfCare
from otium.terms.duty import Duty, DutyKind, FocusType, Param
from otium.terms.provenance import Source, SourceKind

AHEAD = 4  # full weeks from the next Monday on
SHORT = 2  # so many of them make a drift: one may be a week somebody has other plans for
WEEK = timedelta(weeks=1)
OT = "OT"


@dataclass(frozen=True, slots=True)
class Short:
    """A week that holds fewer visits than planned, of those that its open days allow."""

    monday: date
    planned: int
    booked: int


def duties(case: Case) -> Iterator[Duty]:
    """At most one. None where the plan does not say how often, or nothing at all is booked ahead."""
    plan = _in_force(case)
    per_week = plan.frequency_per_week if plan else None
    if plan is None or not per_week or not case.upcoming:
        return
    short = list(short_weeks(case, plan, per_week))
    if len(short) < SHORT:
        return
    first = short[0]
    source = Source(SourceKind.PLAN_OF_CARE, plan.id)
    told: dict[str, Param] = {"planned": per_week, "booked": first.booked, "week_on": first.monday, "weeks": len(short)}
    yield Duty(
        kind=DutyKind.BOOK_PLANNED_VISITS,
        focus_type=FocusType.PLAN_OF_CARE,
        focus_id=plan.id,
        due_on=business_days.back(first.monday, 1, case.days),
        why=(because("booked_below_plan", source, **told),),
        patient_id=case.patient.patient_id,
        therapist_id=plan.therapist_id or case.patient.therapist_id,
        ground={"planned": per_week},
    )


def short_weeks(case: Case, plan: PlanOfCare, per_week: int) -> Iterator[Short]:
    """Of the next full weeks, up to that of the last booked visit and within the plan.

    A day on which the practice is closed or the therapist is away can hold no visit. A visit that was called off in a
    week was planned there, and somebody decided otherwise: a pause is no drift.
    """
    until = case.upcoming[-1].on
    monday = case.on + timedelta(days=7 - case.on.weekday())
    for start in (monday + n * WEEK for n in range(AHEAD)):
        sunday = start + timedelta(days=6)
        if start > until or (plan.ends_on is not None and plan.ends_on < sunday):
            return
        open_days = sum(_can_hold(case, start + timedelta(days=n)) for n in range(7))
        planned = min(per_week, open_days)
        booked = sum(start <= v.on <= sunday for v in case.counted)
        called_off = sum(
            start <= v.on <= sunday and v.discipline == OT and not v.status.uses_benefits for v in case.patient.visits
        )
        if booked + called_off < planned:
            yield Short(start, planned, booked)


def _can_hold(case: Case, day: date) -> bool:
    is_away = any(off.first <= day <= off.last for off in case.patient.away)
    return business_days.is_open(day, case.days) and not is_away


def _in_force(case: Case) -> PlanOfCare | None:
    """The newest plan, where it has begun and has not ended."""
    plan = case.newest_plan()
    if plan is None or (plan.ends_on is not None and plan.ends_on < case.on):
        return None
    return plan if plan.starts_on <= case.on else None
