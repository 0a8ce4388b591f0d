"""The eligibility board: how each visit of the next days stands with its payer's answer, and asking all that are stale.

A fixed number of queries, however many practices, patients and visits.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from otium.desk import agenda, clock, inquiries, payer_book, settle
from otium.desk.actor import Actor
from otium.desk.agenda import Place
from otium.desk.appointments import times
from otium.desk.inquiries import CannotAsk, Wanted
from otium.records import coverage_board
from otium.records.coverage_board import BoardFacts
from otium.records.models import Coverage, Practice
from otium.rules.eligibility import asking, checks, standing
from otium.rules.eligibility.standing import Known
from otium.rules.primary import PrimaryByDay
from otium.terms.coverage import Coverage as CoverageFact
from otium.terms.coverage_standing import CoverageStanding
from otium.terms.lack import Lack
from otium.terms.payers import PayerBook
from otium.terms.schedule import Visit

DAYS = 14
MOST_AT_ONCE = 300  # inquiries of one click; the rest stay stale and are asked by the next
WHY = "payers asked"
NEEDS_PERSON = standing.NEEDS_PERSON


@dataclass(frozen=True, slots=True)
class BookedVisit:
    """One visit on the board. `payer` is whom the standing is about; None where nobody pays."""

    visit: Visit
    practice_id: UUID
    standing: CoverageStanding
    payer: CoverageFact | None


@dataclass(frozen=True, slots=True)
class Board:
    """`lacks`: what the records lack for an inquiry, by coverage, where anything does."""

    places: dict[UUID, Place]
    visits: tuple[BookedVisit, ...]
    lacks: dict[UUID, tuple[Lack, ...]]


def board(practices: Iterable[Practice], at: datetime) -> Board:
    """Today and the thirteen days after it, in order of time."""
    return _board(practices, at, days=DAYS)


def of_patient(practice: Practice, patient_id: UUID, at: datetime) -> Board:
    """All visits of one patient that are to come."""
    return _board([practice], at, days=times.REACH.days, patient_id=patient_id)


def _board(practices: Iterable[Practice], at: datetime, *, days: int, patient_id: UUID | None = None) -> Board:
    places = agenda.places(practices, at)
    facts = _facts(places, days, patient_id)
    found = [b for place in places.values() for b in _of_practice(place, facts, days)]
    lacks = _lacks(places, found)
    told = [_with_lacks(b, places[b.practice_id], facts, lacks) for b in found]
    told.sort(key=lambda b: (b.visit.starts_at, b.visit.id))
    return Board(places, tuple(told), lacks)


def _facts(places: Mapping[UUID, Place], days: int, patient_id: UUID | None) -> BoardFacts:
    if not places:
        return BoardFacts()
    zones = {key: clock.zone(place.practice) for key, place in places.items()}
    starts = [clock.instant(place.on, time(), place.practice) for place in places.values()]
    ends = [clock.instant(p.on + timedelta(days=days), time(), p.practice) for p in places.values()]
    carcs = frozenset().union(*(payer_book.book(p.practice, p.on).eligibility_denials for p in places.values()))
    return coverage_board.facts(zones, start=min(starts), end=max(ends), carcs=carcs, patient_id=patient_id)


def _of_practice(place: Place, facts: BoardFacts, days: int) -> Iterator[BookedVisit]:
    book = payer_book.book(place.practice, place.on)
    primary: dict[UUID, PrimaryByDay] = {}
    known: dict[UUID, Known] = {}
    last = place.on + timedelta(days=days)
    for visit in facts.visits.get(place.practice.pk, []):
        if not place.on <= visit.on < last:
            continue
        mine = facts.coverages.get(visit.patient_id, [])
        if visit.patient_id not in primary:
            primary[visit.patient_id] = PrimaryByDay(mine)
        payer = primary[visit.patient_id][visit.on]
        if payer is not None:
            if payer.id not in known:
                known[payer.id] = _known(payer, facts, book)
            stands = standing.of_visit(known[payer.id], visit, on=place.on, days=place.days)
        else:
            stands = standing.without_coverage(visit, mine)
            payer = next((c for c in mine if c.id == stands.coverage_id), None)
        yield BookedVisit(visit, place.practice.pk, stands, payer)


def _known(payer: CoverageFact, facts: BoardFacts, book: PayerBook) -> Known:
    rules = book.rules_for(payer.payer_type, payer.payer_key)
    asked = checks.newest_inquiry(facts.inquiries.get(payer.id, ()), payer.id)
    told, denials = facts.checks.get(payer.id, []), facts.denials.get(payer.id, ())
    return standing.known(payer, rules, told, asked, denials, book.cures)


def _lacks(places: Mapping[UUID, Place], found: list[BookedVisit]) -> dict[UUID, tuple[Lack, ...]]:
    """What an inquiry would need and the records lack, of the coverages that could be asked. One query."""
    wanted = {b.payer.id for b in found if b.payer and b.standing.can_ask_again}
    if not wanted:
        return {}
    rows = Coverage.objects.filter(pk__in=wanted, practice_id__in=list(places)).only(*inquiries.ASKED_OF)
    rows = rows.select_related("patient", "payer")
    told = {}
    for row in rows:
        place = places[row.practice_id]
        row.practice = place.practice
        asked = inquiries.asking_of(row, payer_book.book(place.practice, place.on))
        if lacks := tuple(asking.lacks(asked)):
            told[row.pk] = lacks
    return told


def _with_lacks(
    booked: BookedVisit, place: Place, facts: BoardFacts, lacks: Mapping[UUID, tuple[Lack, ...]]
) -> BookedVisit:
    """The visit of a coverage that an inquiry cannot be written for stands otherwise."""
    if booked.payer is None or booked.payer.id not in lacks:
        return booked
    known = replace(_known(booked.payer, facts, payer_book.book(place.practice, place.on)), is_complete=False)
    stands = standing.of_visit(known, booked.visit, on=place.on, days=place.days)
    return replace(booked, standing=stands)


@dataclass(frozen=True, slots=True)
class Asked:
    """`sent` inquiries of one click. `refused` could not be written; `left` are more than one click sends.

    `patients` are those asked about, by practice.
    """

    sent: int
    refused: int
    left: int
    patients: dict[UUID, list[UUID]]


def ask_stale(practices: Iterable[Practice], *, by: Actor, at: datetime) -> Asked:
    """Ask each payer once about every coverage that may be asked now, a practice a transaction."""
    shown = board(practices, at)
    by_practice: dict[UUID, dict[UUID, UUID]] = {}
    for b in shown.visits:
        if b.payer and b.standing.can_ask_again:
            by_practice.setdefault(b.practice_id, {})[b.payer.id] = b.visit.patient_id
    room = MOST_AT_ONCE
    refused = left = 0
    patients: dict[UUID, list[UUID]] = {}
    for key, wanted in by_practice.items():
        chosen = dict(list(wanted.items())[:room])
        left += len(wanted) - len(chosen)
        if not chosen:
            continue
        patients[key] = _ask(shown.places[key], chosen, by=by, at=at)
        refused, room = refused + len(chosen) - len(patients[key]), room - len(chosen)
    return Asked(sum(map(len, patients.values())), refused, left, patients)


@transaction.atomic
def _ask(place: Place, patients: Mapping[UUID, UUID], *, by: Actor, at: datetime) -> list[UUID]:
    """The patient of each inquiry that was posted. `patients`: coverage to patient."""
    practice = place.practice
    settle.lock_practice(practice.pk)
    rows = Coverage.objects.filter(pk__in=list(patients), practice=practice, entered_in_error=False)
    wanted = [Wanted(c, place.on) for c in rows.select_related("practice", "patient", "payer").order_by("id")]
    posted = inquiries.post_all(practice, wanted, by=by, at=at)
    sent = [w.coverage.patient_id for w, done in zip(wanted, posted, strict=True) if not isinstance(done, CannotAsk)]
    if sent:
        settle.settle(practice, by=by, at=at, patients=sorted(set(sent)), why=WHY)
    return sent
