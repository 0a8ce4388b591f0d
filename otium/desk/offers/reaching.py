"""How those who fit an hour can be asked by text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from otium.desk import clock, keys
from otium.desk.families import recipients, telling, thresholds
from otium.desk.families.recipients import Recipient
from otium.desk.families.telling import Ways
from otium.desk.offers import freed
from otium.desk.offers.freed import FreedHour
from otium.desk.waitlist import Candidate
from otium.records.models import FamilyNotice, Offer, Practice, RelatedPerson
from otium.terms.offers import OPEN_OFFERS, Reach
from otium.terms.parcel import ParcelState
from otium.terms.waitlist import Passed

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
        self._key = keys.data_key(practice)
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

    def hash(self, patient_id: UUID) -> str:
        """Of their number, as notices keep it; empty where none takes texts."""
        to = self._to[patient_id]
        if to is None or self.lacks(patient_id) is not None:
            return ""
        return keys.hash_by(self._key, telling.normal(telling.TEXT, to.phone).encode())

    def phone(self, patient_id: UUID) -> str:
        """Digits alone, as one family's phone may be written in two ways."""
        to = self._to[patient_id]
        return "".join(c for c in to.phone if c.isdigit())[-10:] if to else ""


def reaches(
    candidates: Sequence[Candidate], hour: FreedHour, people: People, said_no: Iterable[UUID], at: datetime
) -> list[Reach]:
    """In the order of the candidates. Four queries. `said_no`: entries that declined this hour before."""
    practice = hour.practice
    ids = [c.entry.patient_id for c in candidates]
    asked = _asked(practice, ids, hour, at)
    texts = _texts(practice, people, ids, at)
    refused = set(said_no)
    found = []
    for candidate in candidates:
        entry = candidate.entry
        lacks = Passed.SAID_NO if entry.pk in refused else people.lacks(entry.patient_id)
        found.append(
            Reach(
                entry_id=entry.pk,
                phone=people.phone(entry.patient_id),
                leaves_at=thresholds.text_leaves_at(practice, entry.patient.state, at),
                notice_hours=entry.notice_hours,
                is_ready=None if candidate.cleared is None else candidate.is_ready,
                lacks=lacks,
                asked_until=asked.get(entry.patient_id),
                texts=texts[people.hash(entry.patient_id)],
            )
        )
    return found


def _asked(practice: Practice, patients: list[UUID], hour: FreedHour, at: datetime) -> dict[UUID, datetime]:
    """Who is asked about another hour now, and until when alone."""
    held = [state.value for state in OPEN_OFFERS]
    rows = Offer.objects.filter(practice=practice, patient_id__in=patients, state__in=held, made_at__gt=at - WEEK)
    others = rows.exclude(offer_round__in=freed.rounds_of(hour)).order_by("-expires_at")
    return dict(others.values_list("patient_id", "expires_at"))  # the first of several is over first


def _texts(practice: Practice, people: People, patients: list[UUID], at: datetime) -> Counter[str]:
    """How many texts each number had in the last seven days, whatever they were about, by its hash."""
    hashes = {people.hash(patient_id) for patient_id in patients}
    rows = FamilyNotice.objects.filter(
        practice=practice, road=telling.TEXT, to_hash__in=hashes - {""}, told_at__gt=at - WEEK
    ).exclude(parcel__state=ParcelState.WITHDRAWN.value)
    return Counter(rows.values_list("to_hash", flat=True))
