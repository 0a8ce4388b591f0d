"""When the practice books: hours that are free for a person and a therapist, week after week."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot, Taken, book
from otium.records.models import AppointmentParticipant, Practice, Therapist
from otium.terms.schedule import VisitType

HOURS = (time(8), time(8, 45), time(9, 30), time(10, 15), time(11), time(13), time(13, 45), time(14, 30), time(15, 15))
MINUTES = 45
WEEKDAYS, LONGEST_SHIFT = range(5), 14


class Bookings:
    """One practice's calendar, as its front desk sees it."""

    def __init__(self, practice: Practice, therapists: Sequence[Therapist], rng: Random, by: Actor) -> None:
        self.practice, self.by = practice, by
        self._therapists, self._rng = therapists, rng
        self._held: tuple[datetime, set[tuple[UUID, date, time]]] | None = None

    def book(self, patient_id: UUID, on: date, kind: VisitType, visits: int, at: datetime) -> bool:
        """At an hour that is free for this person and a therapist in each of the weeks, soon after the day."""
        taken = self._taken(at)
        hours = [(therapist.pk, hour) for hour in HOURS for therapist in self._therapists]
        self._rng.shuffle(hours)
        for day in (on + timedelta(days=shift) for shift in range(LONGEST_SHIFT)):
            days = [day + timedelta(weeks=n) for n in range(visits)]
            for therapist_id, hour in hours if day.weekday() in WEEKDAYS else ():
                if any((actor, each, hour) in taken for actor in (therapist_id, patient_id) for each in days):
                    continue
                slot = Slot(therapist_id, day, hour, MINUTES)
                wanted = Booking(patient_id, slot, kind=kind.value, visits=visits, is_sure=True)
                try:
                    book(wanted, practice_id=self.practice.pk, by=self.by, at=at)
                except Taken:  # by something that begins at an hour of its own
                    continue
                taken.update((actor, each, hour) for actor in (therapist_id, patient_id) for each in days)
                return True
        return False

    def _taken(self, at: datetime) -> set[tuple[UUID, date, time]]:
        """Who holds which of the practice's hours from now on; looked up once for all that is booked at one time."""
        if self._held is None or self._held[0] != at:
            self._held = (at, self._held_after(at))
        return self._held[1]

    def _held_after(self, at: datetime) -> set[tuple[UUID, date, time]]:
        held = AppointmentParticipant.objects.filter(
            practice=self.practice, is_held=True, appointment__practice=self.practice, appointment__starts_at__gte=at
        )
        zone = clock.zone(self.practice)
        found = set[tuple[UUID, date, time]]()
        for actor, first, last in held.values_list("actor_id", "appointment__starts_at", "appointment__ends_at"):
            starts_at, ends_at = first.astimezone(zone), last.astimezone(zone)
            for hour in HOURS:
                begins = datetime.combine(starts_at.date(), hour, zone)
                if begins < ends_at and starts_at < begins + timedelta(minutes=MINUTES):
                    found.add((actor, starts_at.date(), hour))
        return found
