"""A day on paper: who comes when, whether it is cleared, what is left of each limit, whom to call."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import clock
from otium.pages import present
from otium.pages.staff.appointments.cells import cell, talk_cell
from otium.pages.staff.appointments.contacts import Contact, contacts
from otium.pages.staff.appointments.loading import Booked, Talk, is_to_come, strips_of
from otium.pages.staff.appointments.present import VOID
from otium.pages.staff.clearance.strip import Strip, mark
from otium.pages.words import clearance as words
from otium.records.models import Practice
from otium.terms.clearance import ClearanceCheck, ClearanceLedger, ClearanceState, Finding

LIMITS = frozenset({
    ClearanceCheck.AUTHORIZATION,
    ClearanceCheck.BENEFIT_VISITS,
    ClearanceCheck.BENEFIT_DOLLARS,
    ClearanceCheck.MEDICARE_THRESHOLD,
    ClearanceCheck.PLAN_OF_CARE,
    ClearanceCheck.PROGRESS_REPORT,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limit:
    """What is left of one, on the day of the visit."""

    check: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """`limits` are those that say something besides what `strip` says first."""

    hour: str
    name: str
    what: str
    contacts: tuple[Contact, ...]
    strip: Strip | None
    limits: tuple[Limit, ...] = ()
    is_visit: bool = True
    is_to_come: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`groups`: therapist and rows. `failing` says how many visits are at risk or blocked."""

    title: str
    iso: str
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    count: int
    failing: int = 0


def sheet(
    visits: Iterable[Booked],
    talks: Iterable[Talk],
    shown_on: date,
    practice: Practice,
    on: date,
    ledgers: Mapping[UUID, ClearanceLedger],
) -> Sheet:
    """Talks with payers stand among the visits: they take the therapist's time."""
    booked = [v for v in visits if v.status not in VOID]
    numbers, limits = contacts(practice, booked, on), _limits(ledgers, {v.pk for v in booked}, on)
    strips = strips_of(ledgers, set(limits), on)
    lines = [
        (_name(v.therapist), v.starts_at, v.last_name, str(v.pk),
         replace(_row(v, practice, numbers[v.patient_id], strips.get(v.pk), limits.get(v.pk, ())),
                 is_to_come=is_to_come(v, practice, on)))
        for v in booked
    ]  # fmt: skip
    lines += [(_name(t.therapist), t.slot_at, "", str(t.pk), _talk(t, practice)) for t in talks if t.slot_at]
    lines.sort(key=lambda line: line[:4])
    groups = tuple((name, tuple(line[4] for line in found)) for name, found in groupby(lines, key=lambda line: line[0]))
    failing = sum(strip.icon in ("risk", "blocked") for v in booked if (strip := strips.get(v.pk)))
    return Sheet(present.full_day(shown_on), shown_on.isoformat(), groups, len(booked), failing)


def _limits(ledgers: Mapping[UUID, ClearanceLedger], shown: set[UUID], on: date) -> dict[UUID, tuple[Limit, ...]]:
    found = {}
    for ledger in ledgers.values():
        for visit in ledger.visits:
            if visit.visit_id not in shown:
                continue
            said = (f for f in visit.findings if f.check in LIMITS and f.state is not ClearanceState.NOT_NEEDED)
            found[visit.visit_id] = tuple(_said([f for f in said if f is not visit.first], on))
    return found


def _said(findings: list[Finding], on: date) -> Iterator[Limit]:
    """Each that says something by itself; those that are not known are named together."""
    unknown = [str(words.CHECKS[f.check.value]).lower() for f in findings if f.state is ClearanceState.UNKNOWN]
    for known in findings:
        if known.state is not ClearanceState.UNKNOWN:
            shown = mark(known, on=on)
            yield Limit(shown.check, shown.sentence)
    if unknown:
        yield Limit(_("Not known"), present.joined(unknown))


def _name(therapist: str | None) -> str:
    return therapist or _("No therapist")


def _talk(talk: Talk, practice: Practice) -> Row:
    shown = talk_cell(talk, clock.zone(practice))
    return Row(shown.hour, shown.name, shown.what, (), None, is_visit=False)


def _row(
    visit: Booked,
    practice: Practice,
    numbers: tuple[Contact, ...],
    strip: Strip | None,
    limits: tuple[Limit, ...],
) -> Row:
    zone = clock.zone(practice)
    hours = f"{present.hour(visit.starts_at.astimezone(zone))} – {present.hour(visit.ends_at.astimezone(zone))}"
    shown = cell(visit, practice, strip)
    return Row(
        hours,
        shown.name,
        ", ".join(filter(None, (shown.what, visit.location, shown.state_word))),
        numbers,
        strip,
        limits,
    )
