"""The waitlist for those who work with it: whether each who waits is ready, which free hour suits them, how often
somebody else had the turn."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from otium.desk import clearance, clock
from otium.desk.offers import chosen
from otium.desk.offers.closing import HELD
from otium.desk.offers.freed import minutes
from otium.desk.offers.hours import FreeHour
from otium.desk.waitlist import kind_of
from otium.records import waitlist as records
from otium.records.models import Offer, Practice, WaitlistEntry
from otium.rules import waitlist as rules
from otium.rules.capacity.forecast import WEEKS
from otium.rules.waitlist.standing import is_standing
from otium.terms.clearance import ClearanceState, VisitChange, VisitClearance
from otium.terms.offers import OfferState
from otium.terms.waitlist import Opening, Passed, Waiting, WaitNeed

__all__ = ["WEEKS", "Place", "in_order", "opening", "passed_over", "places"]
SOON = timedelta(days=1)  # readiness is looked at for a visit so far ahead
MORNING = time(10)
OF_OFFER = ("offer_round__visit", "offer_round__left", "notice__practice")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry's place. `cleared` None: not looked at. `passed`: how often for which reason, other than wishes."""

    entry: WaitlistEntry
    cleared: VisitClearance | None
    offer: Offer | None
    hours: tuple[FreeHour, ...]
    passed: dict[Passed, int] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool | None:
        return None if self.cleared is None else self.cleared.state is not ClearanceState.BLOCKED


@transaction.atomic
def places(practice: Practice, entries: Sequence[WaitlistEntry], free: Sequence[FreeHour], at: datetime) -> list[Place]:
    """In the order of `entries`. A fixed number of queries."""
    facts = {w.id: w for w in records.facts(entries, practice)}
    cleared = _cleared(practice, entries, at)
    offers = _offers(practice, entries)
    passed = passed_over(practice, entries)
    busy = _busy(practice, entries, free)
    openings = [(hour, opening(hour, practice, at)) for hour in free]
    standing = _standing(practice, openings) if any(e.need == WaitNeed.WEEKLY.value for e in entries) else []
    return [
        Place(
            entry,
            cleared.get(entry.patient_id),
            offers.get(entry.pk),
            tuple(
                hour
                for hour, one in (standing if entry.need == WaitNeed.WEEKLY.value else openings)
                if _suits(facts[entry.pk], hour, one, busy[entry.patient_id])
            ),
            passed[entry.pk],
        )
        for entry in entries
    ]


def _standing(practice: Practice, openings: list[tuple[FreeHour, Opening]]) -> list[tuple[FreeHour, Opening]]:
    """Those that are free in the weeks after as well: what a family that waits for a weekly hour is helped by."""
    if not openings:
        return []
    zone = clock.zone(practice)
    starts = [hour.hour.starts_at for hour, _one in openings]
    span = min(starts), max(starts) + timedelta(weeks=WEEKS)
    taken: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for who, start, end in records.held([one.therapist_id for _hour, one in openings], practice, span):
        taken[who].append((start.astimezone(zone).replace(tzinfo=None), end.astimezone(zone).replace(tzinfo=None)))
    return [(hour, one) for hour, one in openings if is_standing(one, taken[one.therapist_id])]


def opening(hour: FreeHour, practice: Practice, at: datetime) -> Opening:
    of, therapist = hour.hour, hour.hour.therapist
    if therapist is None:
        raise LookupError(f"free hour {of.id}: nobody's")
    local = of.starts_at.astimezone(clock.zone(practice))
    return Opening(
        on=local.date(),
        starts_at=local.time(),
        minutes=minutes(of.ends_at - of.starts_at),
        therapist_id=therapist.pk,
        location_id=of.location_id,
        hours_ahead=int((of.starts_at - at).total_seconds() // 3600),
        discipline=therapist.discipline,
        skills=frozenset(skill.upper() for skill in therapist.skills),
        languages=frozenset(therapist.languages),
    )


def passed_over(practice: Practice, entries: Sequence[WaitlistEntry]) -> dict[UUID, dict[Passed, int]]:
    """By entry: how often it was passed for which reason. One query."""
    rows = Offer.objects.filter(
        practice=practice, entry_id__in=[entry.pk for entry in entries], state=OfferState.PASSED.value
    )
    found: dict[UUID, dict[Passed, int]] = defaultdict(dict)
    for entry_id, reason, count in rows.values_list("entry_id", "reason").annotate(Count("id")).order_by("reason"):
        found[entry_id][Passed(reason)] = count
    return found


def in_order(practice: Practice, entries: Sequence[WaitlistEntry], at: datetime) -> list[WaitlistEntry]:
    """As they would be asked for an hour that suits all of them; whether they are ready is not looked at."""
    known = {entry.pk: entry for entry in entries}
    turns = records.missed(entries, practice)
    facts = records.facts(entries, practice)
    order = chosen.of(practice).order
    today = Opening(clock.day(at, practice), MORNING, 0, UUID(int=0), None, 0)
    return [known[w.id] for w in rules.in_order(today, facts, order, turns)]


def _suits(waiting: Waiting, hour: FreeHour, one: Opening, busy: list[tuple[datetime, datetime]]) -> bool:
    is_busy = any(start < hour.hour.ends_at and hour.hour.starts_at < end for start, end in busy)
    is_own = hour.hour.patient_id == waiting.patient_id
    return not is_busy and not is_own and next(rules.reasons(one, waiting), None) is None


def _busy(
    practice: Practice, entries: Sequence[WaitlistEntry], free: Sequence[FreeHour]
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    found: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    if free:
        span = min(h.hour.starts_at for h in free), max(h.hour.ends_at for h in free)
        for who, start, end in records.held([e.patient_id for e in entries], practice, span):
            found[who].append((start, end))
    return found


def _offers(practice: Practice, entries: Sequence[WaitlistEntry]) -> dict[UUID, Offer]:
    """The hour that each is asked about now."""
    rows = Offer.objects.filter(practice=practice, entry_id__in=[e.pk for e in entries], state__in=HELD)
    return {offer.entry_id: offer for offer in rows.select_related(*OF_OFFER).order_by("made_at", "id")}


def _cleared(practice: Practice, entries: Sequence[WaitlistEntry], at: datetime) -> dict[UUID, VisitClearance]:
    """How a visit tomorrow would stand, by patient."""
    on = clock.day(at, practice)
    changes = {
        entry.patient_id: (VisitChange(None, on + SOON, kind_of(WaitNeed(entry.need)), MORNING, entry.therapist_id),)
        for entry in reversed(entries)
    }
    return clearance.with_added(practice, changes, on=on) if changes else {}
