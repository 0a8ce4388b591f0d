"""How those who fit an hour can be asked by text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from otium.desk import clock, waitlist
from otium.desk.families import recipients, telling, thresholds
from otium.desk.families.recipients import Recipient
from otium.desk.families.telling import Ways
from otium.desk.waitlist import Candidate
from otium.records.models import Appointment, Offer, Practice, RelatedPerson
from otium.terms.offers import OPEN_OFFERS, Reach
from otium.terms.waitlist import Passed, WaitNeed

WEEK = timedelta(days=7)
LACKS = {"no_text_wanted": Passed.NO_TEXTS, "no_text_address": Passed.NO_NUMBER}


class NoRoad(Exception):
    """No connection of the practice carries texts."""


class People:
    """Whom to ask for each patient, read at once. Raises NoRoad where the practice sends no texts."""

    def __init__(self, practice: Practice, candidates: Iterable[Candidate], at: datetime) -> None:
        self._practice, self._at = practice, at
        self._kinds = telling.carried([practice])[practice.pk]
        if telling.TEXT not in self._kinds:
            raise NoRoad
        listed = list(candidates)
        ids = [c.entry.patient_id for c in listed]
        related: dict[UUID, list[RelatedPerson]] = defaultdict(list)
        for person in RelatedPerson.objects.filter(practice=practice, patient_id__in=ids):
            related[person.patient_id].append(person)
        on = clock.day(at, practice)
        self._to = {
            c.entry.patient_id: recipients.recipient(c.entry.patient, related[c.entry.patient_id], on) for c in listed
        }

    def recipient(self, patient_id: UUID) -> Recipient | None:
        return self._to[patient_id]

    def lacks(self, patient_id: UUID) -> Passed | None:
        """Why no text reaches them; None where one does."""
        to = self._to[patient_id]
        if to is None:
            return Passed.NOBODY
        ways: Ways = telling.ways(self._practice, to, self._kinds)
        return next((LACKS[code] for code in ways.lacks if code in LACKS), None)

    def phone(self, patient_id: UUID) -> str:
        """Digits alone, as one family's phone may be written in two ways."""
        to = self._to[patient_id]
        return "".join(c for c in to.phone if c.isdigit())[-10:] if to else ""


def reaches(
    candidates: Sequence[Candidate], visit: Appointment, people: People, said_no: Iterable[UUID], at: datetime
) -> list[Reach]:
    """In the order of the candidates. Three queries. `said_no`: entries that declined this hour before."""
    practice = visit.practice
    ids = [c.entry.patient_id for c in candidates]
    asked, texts = _offers(practice, ids, visit, at)
    earlier = [c.entry.patient_id for c in candidates if c.entry.need == WaitNeed.EARLIER.value]
    later = set(waitlist.movable(visit, earlier).values_list("patient_id", flat=True)) if earlier else set()
    refused = set(said_no)
    found = []
    for candidate in candidates:
        entry = candidate.entry
        lacks = Passed.SAID_NO if entry.pk in refused else people.lacks(entry.patient_id)
        if entry.need == WaitNeed.EARLIER.value and entry.patient_id not in later:
            lacks = Passed.NO_LATER
        found.append(
            Reach(
                entry_id=entry.pk,
                phone=people.phone(entry.patient_id),
                leaves_at=thresholds.text_leaves_at(practice, entry.patient.state, at),
                notice_hours=entry.notice_hours,
                is_ready=None if candidate.cleared is None else candidate.is_ready,
                lacks=lacks,
                is_asked=entry.patient_id in asked,
                texts=texts[entry.patient_id],
            )
        )
    return found


def _offers(
    practice: Practice, patients: list[UUID], visit: Appointment, at: datetime
) -> tuple[set[UUID], Counter[UUID]]:
    """(who is asked about another hour now, offers of the last week by patient)."""
    rows = Offer.objects.filter(practice=practice, patient_id__in=patients, made_at__gt=at - WEEK)
    asked, texts = set(), Counter[UUID]()
    for patient_id, state, visit_id in rows.values_list("patient_id", "state", "offer_round__visit_id"):
        texts[patient_id] += 1
        if state in OPEN_OFFERS and visit_id != visit.pk:
            asked.add(patient_id)
    return asked, texts
