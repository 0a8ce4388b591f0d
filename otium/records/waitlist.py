"""Facts of the waitlist."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from otium.records.models import AppointmentParticipant, Offer, Patient, Practice, WaitlistEntry
from otium.terms.offers import OfferState
from otium.terms.waitlist import Passed, Waiting, WaitNeed, WaitUrgency, Window

NO_MARGINS: Mapping[WaitNeed, tuple[int, int]] = {}
NEEDS = {need.value: need for need in WaitNeed}
URGENCIES = {str(urgency.value): urgency for urgency in WaitUrgency}
_OF_ENTRY: dict[str, Any] = {name: WaitlistEntry._meta.get_field(name) for name in ("practice", "patient")}
DAYS: dict[str, frozenset[int]] = {"any": frozenset(), "weekdays": frozenset(range(5))}


def waiting(practice: Practice) -> list[WaitlistEntry]:
    """The entries of active patients, longest waiting first, with what pages show. At most five queries.

    Not joined: the practice would be read anew for each entry, and most wish for no therapist and no location.
    """
    entries = list(open_entries(practice))
    people = Patient.objects.filter(practice=practice).in_bulk({entry.patient_id for entry in entries})
    for entry in entries:
        _OF_ENTRY["practice"].set_cached_value(entry, practice)
        _OF_ENTRY["patient"].set_cached_value(entry, people[entry.patient_id])
    for name in ("therapist", "location", "other_location"):
        prefetch_related_objects([e for e in entries if getattr(e, f"{name}_id")], name)
    return entries


def open_entries(practice: Practice) -> QuerySet[WaitlistEntry]:
    """The same, without what they refer to."""
    rows = WaitlistEntry.objects.filter(
        practice=practice, ended_on=None, entered_in_error=False, patient__practice=practice, patient__is_active=True
    )
    return rows.order_by("asked_on", "id")


def facts(
    entries: Iterable[WaitlistEntry],
    practice: Practice,
    span: tuple[datetime, datetime] | None = None,
    day: tuple[datetime, datetime] | None = None,
    margins: Mapping[WaitNeed, tuple[int, int]] = NO_MARGINS,
) -> list[Waiting]:
    """As rules read them. `span` and `day`: of the opening, to know who has another visit then. `margins`: minutes
    (before, after) that a visit takes of its therapist besides. At most two queries."""
    listed = list(entries)
    spans = held(list({e.patient_id for e in listed}), practice, day) if day else []
    busy = {who for who, since, until in spans if span and since < span[1] and span[0] < until}
    that_day = {who for who, _since, _until in spans}
    turns = missed(listed, practice) if day else Counter()
    return [
        _fact(
            entry,
            is_busy=entry.patient_id in busy,
            comes=entry.patient_id in that_day,
            missed=turns.get(entry.pk, 0),
            margins=margins,
        )
        for entry in listed
    ]


def missed(entries: Iterable[WaitlistEntry], practice: Practice) -> Mapping[UUID, int]:
    """How often somebody else had an hour that suited them: it was not their turn, or others were faster."""
    somebody_else = Q(state=OfferState.GONE.value) | Q(
        state=OfferState.PASSED.value, reason__in=[Passed.TURN.value, Passed.BY_HAND.value]
    )
    rows = Offer.objects.filter(somebody_else, practice=practice, entry_id__in=[entry.pk for entry in entries])
    return Counter(dict(rows.values_list("entry_id").annotate(Count("id"))))


def window(kept: Mapping[str, Any]) -> Window:
    """One of `WaitlistEntry.windows`: {"days": "any", "weekdays" or "0" (Monday) to "6", "since": "15:00"}."""
    days = kept.get("days") or "any"
    since, until = (time.fromisoformat(kept[name]) if kept.get(name) else None for name in ("since", "until"))
    return Window(DAYS[days] if days in DAYS else frozenset((int(days),)), since, until)


def held(
    people: list[UUID], practice: Practice, day: tuple[datetime, datetime]
) -> list[tuple[UUID, datetime, datetime]]:
    """(who, from, until) of what these patients or therapists come to between two instants. One query."""
    rows = AppointmentParticipant.objects.filter(
        practice=practice, actor_id__in=people, is_held=True, period__overlap=day
    )
    return [(who, period.lower, period.upper) for who, period in rows.values_list("actor_id", "period")]


def _fact(
    entry: WaitlistEntry, *, is_busy: bool, comes: bool, missed: int, margins: Mapping[WaitNeed, tuple[int, int]]
) -> Waiting:
    need = NEEDS[entry.need]
    before, after = margins.get(need, (0, 0))
    return Waiting(
        id=entry.pk,
        patient_id=entry.patient_id,
        need=need,
        minutes=entry.minutes,
        urgency=URGENCIES[entry.urgency],
        asked_on=entry.asked_on,
        weekdays=frozenset(map(int, entry.weekdays)),
        since=entry.since,
        until=entry.until,
        therapist_id=entry.therapist_id,
        location_id=entry.location_id,
        notice_hours=entry.notice_hours,
        is_busy=is_busy,
        comes_that_day=comes,
        more_windows=tuple(map(window, entry.windows)),
        other_location_id=entry.other_location_id,
        discipline=entry.discipline,
        skill=entry.skill.upper(),
        language=entry.language,
        missed=missed,
        before=before,
        after=after,
    )
