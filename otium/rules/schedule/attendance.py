"""TELL_ATTENDANCE: a family missed more than the practice's policy allows.

Source: the practice's own policy (rules/schedule/attendance.toml where it set none). Only what the family did counts:
its no-shows and late cancellations; not the practice's, the weather's, nor what was called off in time or made up.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Any
from uuid import UUID

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import Case
from otium.terms.attendance import Attendance, AttendancePolicy
from otium.terms.duty import ActKind, Duty, DutyKind, FocusType, Reason
from otium.terms.family import NoticeAbout
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import MADE, CancelledBy, CancelReason, Visit, VisitStatus

WARNING, LETTER = "warning", "letter"
DUE_AFTER = 3  # business days from the visit that was missed
BOUNDS = {"percent": (1, 100), "weeks": (1, 52), "least_visits": (1, 52), "notice_hours": (0, 168)}


class PolicyError(ValueError):
    """A policy that cannot be. `field` is one of BOUNDS."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def shipped(text: str, on: date) -> AttendancePolicy:
    """Out of attendance.toml: the row in force on the day, the newest of several."""
    rows = [row for row in tomllib.loads(text)["attendance"]["policy"] if row["effective_from"] <= on]
    row = max(rows, key=lambda each: each["effective_from"])
    return AttendancePolicy(**{name: row[name] for name in BOUNDS}, illness_counts=row["illness_counts"])


def chosen(stored: Mapping[str, Any], otherwise: AttendancePolicy) -> AttendancePolicy:
    """`Practice.attendance_policy`; what it does not name is as shipped. Raises PolicyError."""
    named = {name: stored[name] for name in BOUNDS if name in stored}
    for name, value in named.items():
        low, high = BOUNDS[name]
        if not isinstance(value, int) or not low <= value <= high:
            raise PolicyError(name)
    flags = {name: bool(stored[name]) for name in ("illness_counts", "is_on") if name in stored}
    return replace(otherwise, **named, **flags)


def is_after_notice(starts_at: datetime, told_at: datetime, notice_hours: int) -> bool:
    """Whether it was said later than the practice asks a family to say that it does not come."""
    return starts_at - told_at < timedelta(hours=notice_hours)


def is_late(code: str, starts_at: datetime, told_at: datetime, notice_hours: int) -> bool:
    """Whether a cancellation for this CancelReason (empty: not said) is a family's, told after the notice ran out."""
    is_family = bool(code) and CancelReason(code).by is CancelledBy.FAMILY
    return is_family and is_after_notice(starts_at, told_at, notice_hours)


class _Part(Enum):
    MADE = auto()
    MISSED = auto()
    EXCUSED = auto()
    UNSAID = auto()


def of_visits(visits: Iterable[Visit], on: date, policy: AttendancePolicy) -> Attendance:
    """Of the policy's weeks before the day, the day itself not included."""
    parts = [part for _visit, part in _parts(visits, on, policy)]
    return Attendance(*(parts.count(part) for part in (_Part.MADE, _Part.MISSED, _Part.EXCUSED, _Part.UNSAID)))


def is_below(found: Attendance, policy: AttendancePolicy) -> bool:
    """Compared exactly: 74.9 % is below 75 %."""
    return found.counted >= policy.least_visits and found.made * 100 < policy.percent * found.counted


def _parts(visits: Iterable[Visit], on: date, policy: AttendancePolicy) -> list[tuple[Visit, _Part]]:
    """One a session, in order of time: the visits of a co-treatment begin together and are missed once."""
    all_of_them = tuple(visits)
    since = on - timedelta(weeks=policy.weeks)
    made_up = {v.makes_up_id for v in all_of_them if v.makes_up_id and v.status in MADE and v.on <= on}
    sessions: dict[datetime, tuple[Visit, _Part]] = {}
    for visit in sorted(all_of_them, key=lambda v: (v.starts_at, v.id)):
        if since <= visit.on < on:
            part = _part(visit, made_up, policy)
            standing = sessions.get(visit.starts_at)
            if standing is None or part.value < standing[1].value:
                sessions[visit.starts_at] = (visit, part)
    return list(sessions.values())


def _part(visit: Visit, made_up: set[UUID], policy: AttendancePolicy) -> _Part:
    if visit.status in MADE:
        return _Part.MADE
    if visit.status is VisitStatus.BOOKED:
        return _Part.UNSAID
    if visit.id in made_up:
        return _Part.EXCUSED
    if visit.reason is None:
        return _Part.MISSED if visit.status is not VisitStatus.CANCELLED else _Part.UNSAID
    is_ill = visit.reason is CancelReason.FAMILY_ILL and not policy.illness_counts
    if visit.reason.by is not CancelledBy.FAMILY or is_ill:
        return _Part.EXCUSED
    return _Part.EXCUSED if visit.status is VisitStatus.CANCELLED else _Part.MISSED


@dataclass(frozen=True, slots=True)
class _Told:
    """That a family was told, by a notice or by somebody who says so."""

    on: date
    digest: str
    source: Source


def duties(case: Case) -> Iterator[Duty]:
    """A warning, and a letter once more was missed after it. No third: what follows is a talk, not a form.

    A notice that was told keeps its duty, so that its answer is heard, until something else is missed.
    """
    policy = case.attendance
    if policy is None or not policy.is_on:
        return
    missed = [visit for visit, part in _parts(case.patient.visits, case.on, policy) if part is _Part.MISSED]
    found = of_visits(case.patient.visits, case.on, policy)
    if not missed or not is_below(found, policy):
        return
    told = _told(case, case.on - timedelta(weeks=policy.weeks))
    step = _step(case, missed, told)
    if step is not None:
        duty = _duty(case, *step)
        yield replace(duty, why=tuple(_why(found, step[1], step[0], told, policy)))


def _step(case: Case, missed: list[Visit], told: list[_Told]) -> tuple[str, Visit] | None:
    """Which notice is due, and the visit that called for it; None where all is told and nothing missed since."""
    if not told:
        return WARNING, missed[-1]
    newest = told[-1]
    stands = next(
        ((step, visit) for visit in missed for step in (WARNING, LETTER)
         if _duty(case, step, visit).digest == newest.digest),
        None,
    )  # fmt: skip
    later = [visit for visit in missed if visit.on > newest.on]
    if later and (stands is None or stands[0] == WARNING):
        return LETTER, later[-1]
    return stands


def _told(case: Case, since: date) -> list[_Told]:
    """Since the day, oldest first."""
    patient = case.patient
    found = [
        _Told(n.told_on, n.digest, Source(SourceKind.NOTICE, n.id))
        for n in patient.notices
        if n.about is NoticeAbout.ATTENDANCE
    ] + [
        _Told(a.on, a.digest, Source(SourceKind.PATIENT, patient.patient_id))
        for a in patient.acts
        if a.kind is ActKind.FAMILY_TOLD and a.duty_kind is DutyKind.TELL_ATTENDANCE
    ]
    return sorted((t for t in found if t.on >= since), key=lambda t: (t.on, t.digest))


def _duty(case: Case, step: str, last: Visit) -> Duty:
    return Duty(
        kind=DutyKind.TELL_ATTENDANCE,
        focus_type=FocusType.PATIENT,
        focus_id=case.patient.patient_id,
        instance=step,
        due_on=business_days.add(last.on, DUE_AFTER, case.days),
        why=(),
        patient_id=case.patient.patient_id,
        therapist_id=last.therapist_id or case.patient.therapist_id,
        ground={"step": step, "missed_on": last.on},
    )


def _why(found: Attendance, last: Visit, step: str, told: list[_Told], policy: AttendancePolicy) -> Iterator[Reason]:
    calendar = Source(SourceKind.CALENDAR)
    yield because(
        "attendance_below", calendar,
        made=found.made, counted=found.counted, weeks=policy.weeks, policy=policy.percent, hours=policy.notice_hours,
    )  # fmt: skip
    yield because("attendance_missed", Source(SourceKind.APPOINTMENT, last.id), on=last.on, count=found.missed)
    if step == LETTER and told:
        yield because("attendance_warned", told[0].source, told_on=told[0].on)
    if found.unsaid:
        yield because("attendance_unsaid", calendar, count=found.unsaid)
