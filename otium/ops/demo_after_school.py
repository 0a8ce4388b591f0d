"""The demo's afternoons: every standing hour after school is given away, families wait for one, one was called off.

These families pay themselves, and know what they will pay, so that nothing else is in the way of an hour.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from otium.desk import acting, clock, mend, settle
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot, Taken, book, cancel
from otium.desk.estimates import giving
from otium.desk.mend import Entered
from otium.ops.demo_house import House
from otium.records.models import Appointment, Location, Patient, Payer, Practice, Therapist
from otium.terms.schedule import CancelReason

DEMO = Actor("demo")
A_WEEK = timedelta(weeks=1)
HOURS = (time(15, 15), time(16))
MINUTES, WEEKS = 45, 6
SELF_PAY = {"name": "Self-Pay", "payer_type": "self_pay"}
AFTER_SCHOOL = {"days": "weekdays", "hours": "after_school"}
SATURDAY = {"days": "5", "since": time(9), "until": time(13)}
# Their mothers ask for the texts; who has an hour comes in the order in which hours are found.
COMING = (
    ("Alma", "Quist"), ("Bodhi", "Renner"), ("Cleo", "Sandoval"), ("Dario", "Tuttle"), ("Esme", "Upton"),
    ("Felix", "Vance"), ("Greta", "Wilding"), ("Hugo", "Yarrow"), ("Iris", "Zeller"), ("Jonah", "Abbey"),
    ("Kira", "Bellamy"), ("Leo", "Crane"), ("Mina", "Dorsey"), ("Nico", "Everly"), ("Opal", "Finch"),
    ("Perry", "Gannon"), ("Quinn", "Hale"), ("Rosa", "Ingram"), ("Silas", "Joyner"), ("Tessa", "Kemp"),
)  # fmt: skip
# Who waits: days that they do, and what they said.
WAITING: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
    ("Una", "Lockhart", 52, {"need": "weekly", "urgency": "1", "windows": [AFTER_SCHOOL]}),
    ("Vito", "Mercer", 45, {"need": "weekly", "windows": [AFTER_SCHOOL, SATURDAY]}),
    ("Willa", "Norwood", 38, {"need": "weekly", "windows": [AFTER_SCHOOL, SATURDAY]}),
    ("Xavi", "Osborne", 27, {"need": "weekly", "windows": [AFTER_SCHOOL]}),
    ("Zola", "Quimby", 20, {"need": "evaluation", "minutes": 60}),
    ("Ansel", "Rowan", 11, {"need": "evaluation", "minutes": 60, "urgency": "1"}),
    ("Yara", "Pruitt", 16, {"need": "weekly", "windows": [SATURDAY], "note": "Two working parents"}),
)
MAKING_UP = 2  # of those who have an hour, so many wait for a make-up visit too
MAKE_UP = {"need": "make_up", "windows": [AFTER_SCHOOL]}


def add(practice_id: UUID, house: House, *, at: datetime) -> int:
    """How many standing hours were given away; a practice that knows the first family keeps what it has."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        first, last = COMING[0]
        if Patient.objects.filter(practice=practice, first_name=first, last_name=last).exists():
            return 0
        with settle.together():
            return _Afternoons(practice, house, at).fill()


class _Afternoons:
    def __init__(self, practice: Practice, house: House, at: datetime) -> None:
        self.practice, self.at = practice, at
        self.on: date = clock.day(at, practice)
        self.location = Location.objects.filter(practice=practice).order_by("name").values_list("pk", flat=True)[0]
        self.payer = Payer.objects.filter(practice=practice, payer_type=SELF_PAY["payer_type"]).first()
        self.phones = (f"({house.area}) 555-01{number}" for number in count(20))

    def fill(self) -> int:
        """Visits begin next week; the first of them is called off."""
        monday = self.on + timedelta(days=7 - self.on.weekday())
        children = iter(COMING)
        given: list[Appointment] = []
        patient_id = None
        for slot in self._hours(monday):
            patient_id = patient_id or self._family(*next(children))
            if visit := self._give(patient_id, slot):
                given.append(visit)
                patient_id = None
        for visit in given:
            drafted = giving.draft(patient_id=visit.patient_id, by=DEMO, at=self.at)
            if drafted.lines:  # what visits cost here is known from those that were made
                giving.issue(estimate_id=drafted.pk, by=DEMO, at=self.at)
        if patient_id:  # they came too late for an hour
            self._waits(patient_id, 8, {"need": "weekly", "windows": [AFTER_SCHOOL]})
        for visit in given[-MAKING_UP:]:
            self._waits(visit.patient_id, 8, MAKE_UP)
        for first, last, days, said in WAITING:
            self._waits(self._family(first, last), days, said)
        if given:
            called_off = min(given, key=lambda visit: (visit.starts_at, str(visit.pk)))
            cancel(appointment_id=called_off.pk, reason="", code=CancelReason.FAMILY_ILL.value, by=DEMO, at=self.at)
        return len(given)

    def _hours(self, monday: date) -> Iterator[Slot]:
        """By turns, so that therapists share what rooms there are."""
        therapists = list(Therapist.objects.filter(practice=self.practice, discipline="OT").order_by("name", "id"))
        for day in range(5):
            for place, hour in enumerate(HOURS):
                turn = (day + place) % len(therapists)
                for who in (*therapists[turn:], *therapists[:turn]):
                    yield Slot(who.pk, monday + timedelta(days=day), hour, MINUTES)

    def _give(self, patient_id: UUID, slot: Slot) -> Appointment | None:
        """Their first visit; None where the hour is taken in one of the weeks, or no room is free."""
        wanted = Booking(patient_id, slot, location_id=self.location, visits=WEEKS, any_room=True)
        try:
            return book(wanted, practice_id=self.practice.pk, by=DEMO, at=self.at).visits[0]
        except (Taken, mend.Invalid):
            return None

    def _family(self, first: str, last: str) -> UUID:
        """A child with their card and a mother who takes texts."""
        born_on, phone = self.on.replace(year=self.on.year - 7, day=1), next(self.phones)
        child = self._add("patient", {"first_name": first, "last_name": last, "birth_on": born_on, "phone": phone})
        payer = self.payer = self.payer or self._add("payer", SELF_PAY)
        self._add("coverage", {"payer": payer.pk, "order": "1", "relationship": "self"}, child.pk)
        mother = {
            "first_name": "Noor", "last_name": last, "relationship": "Mother", "phone": phone,
            "may_consent": True, "may_receive": True,
        }  # fmt: skip
        self._add("related_person", mother, child.pk)
        key: UUID = child.pk
        return key

    def _waits(self, patient_id: UUID, days: int, said: dict[str, Any]) -> None:
        self._add("waitlist_entry", {"asked_on": self.on - timedelta(days=days), **said}, patient_id)

    def _add(self, kind: str, values: dict[str, Any], patient_id: UUID | None = None) -> Any:
        entered = Entered(values, is_sure=True)
        return mend.add(kind, entered, practice_id=self.practice.pk, patient_id=patient_id, by=DEMO, at=self.at)
