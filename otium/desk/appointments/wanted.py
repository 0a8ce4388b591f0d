"""What a person wants to book."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from otium.desk.appointments.times import Slot
from otium.terms.schedule import VisitType


@dataclass(frozen=True, slots=True)
class Booking:
    """`visits` of more than one are a series, every `interval_weeks` weeks. `is_sure`: warnings are accepted, and
    days of a series on which somebody is taken are left out.

    `also_patients` make a group with one therapist, `also_therapists` a co-treatment of one patient; each pair is a
    visit of its own, because each is authorized and billed apart. `any_room`: whichever of the location is free; by
    video none is taken. `second_on`: it goes on at the same hour of that day; both are one series.
    """

    patient_id: UUID
    slot: Slot
    kind: str = VisitType.TREATMENT.value
    location_id: UUID | None = None
    note: str = ""
    visits: int = 1
    interval_weeks: int = 1
    is_sure: bool = False
    also_patients: tuple[UUID, ...] = ()
    also_therapists: tuple[UUID, ...] = ()
    room_id: UUID | None = None
    any_room: bool = False
    equipment: tuple[UUID, ...] = ()
    second_on: date | None = None
    is_telehealth: bool | None = None  # None: not said
    patient_place: str = ""
    patient_state: str = ""
    co_billing: str = ""  # who bills which minutes of a co-treatment: rules.schedule.cotreatment; empty: not said
    makes_up_id: UUID | None = None  # the missed visit that the first of them makes up for

    @property
    def patients(self) -> tuple[UUID, ...]:
        return (self.patient_id, *self.also_patients)

    @property
    def therapists(self) -> tuple[UUID, ...]:
        return tuple(filter(None, (self.slot.therapist_id, *self.also_therapists)))

    @property
    def pairs(self) -> tuple[tuple[UUID, UUID | None], ...]:
        """(patient, therapist) of each visit of the session."""
        treating = self.slot.therapist_id
        return (
            *((patient, treating) for patient in self.patients),
            *((self.patient_id, therapist) for therapist in self.also_therapists),
        )

    @property
    def days(self) -> list[date]:
        if self.second_on is not None:
            return [self.slot.on, self.second_on]
        step = timedelta(weeks=self.interval_weeks)
        return [self.slot.on + n * step for n in range(self.visits)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a moved session goes: this room, whichever is free at its location, or (both empty) none."""

    room_id: UUID | None = None
    any_room: bool = False
