"""What is wrong with a booking by itself, before anybody's time is held."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.appointments import fits, times
from otium.desk.appointments import people as fitting
from otium.desk.appointments.needs import Needs, rooms_at
from otium.desk.appointments.times import Slot
from otium.desk.appointments.wanted import Booking, Place
from otium.desk.mend.problems import Invalid, Problem
from otium.records import care
from otium.records.models import Appointment, Equipment, Location, Patient, Practice, Room, Therapist
from otium.records.scope import OT
from otium.terms.schedule import VisitType
from otium.terms.telehealth import PatientPlace

Episodes = dict[tuple[UUID, UUID | None], UUID | None]  # by patient and therapist; None: there is none
MOST_VISITS = 104
MOST_PATIENTS = 8
MOST_THERAPISTS = 3
NOT_IN_USE = lazy("This room is not in use then. Choose another room.")
ANOTHER_PLACE = lazy("This room is at another location. Choose a room of the visit’s location.")


def check(booking: Booking, practice: Practice, at: datetime, *, also: Iterable[Problem] = ()) -> Episodes:
    """The episode of each visit. Raises Invalid; of warnings alone only where the person is not sure yet. `also`: what
    others found."""
    if not 1 <= booking.visits <= MOST_VISITS or not 1 <= booking.interval_weeks <= 4:
        raise Invalid([Problem("visits", _("Book 1 to 104 visits at once, every 1 to 4 weeks."))])  # has no last day
    found = list(times.problems(booking.slot, practice, at))
    people = list(Patient.objects.filter(pk__in=booking.patients, practice=practice))
    treating = list(Therapist.objects.filter(pk__in=booking.therapists, practice=practice).order_by("name", "id"))
    episodes = _episodes(booking, treating, practice)
    found += _who(booking, people, treating) or _disciplines(booking, treating, episodes)
    found += [*_where(booking, practice), *_series(booking, practice, at, is_sound=not found)]
    found += also
    if booking.patient_place not in ("", *PatientPlace) or len(booking.patient_state) not in (0, 2):
        found.append(Problem("patient_place", _("Choose one of the list.")))
    if booking.kind not in list(VisitType):
        found.append(Problem("kind", _("Choose one of the list.")))
    else:
        found += fits.problems(booking, practice)
        found += fitting.misfits(
            treating, people, booking.kind, practice, on=booking.slot.on, at=at,
            is_remote=bool(booking.is_telehealth), remote_state=booking.patient_state,
        )  # fmt: skip
    if not any(not p.is_warning for p in found):
        needs = Needs(booking.patients, booking.therapists, location_id=booking.location_id)
        found += times.absences(needs, booking.slot, practice)
        found += _second_day(booking, needs, practice, at)
    if booking.is_sure:
        found = [p for p in found if not p.is_warning]
    if found:
        raise Invalid(found)
    return episodes


def _second_day(booking: Booking, needs: Needs, practice: Practice, at: datetime) -> Iterator[Problem]:
    """What is asked of the first day is asked of the second."""
    if booking.second_on is not None:
        slot = booking.slot.on_day(booking.second_on)
        for found in (*times.problems(slot, practice, at), *times.absences(needs, slot, practice)):
            yield replace(found, field="second_on")


def check_move(
    visit: Appointment, to: Slot, needs: Needs, place: Place | None, practice: Practice, at: datetime, *, is_sure: bool
) -> None:
    """Raises Invalid; of warnings alone only where the person is not sure yet."""
    found = list(times.problems(to, practice, at))
    if not Therapist.objects.filter(pk=to.therapist_id, practice=practice).exists():
        found.append(Problem("therapist", _("Choose one of the list.")))
    elif _discipline(to.therapist_id) != _discipline(visit.therapist_id):
        found.append(
            Problem("therapist", _("This therapist is of another discipline. Cancel the visit and book anew."))
        )
    if place and place.room_id and not _is_room_at(place.room_id, visit.location_id, practice):
        found.append(Problem("room", ANOTHER_PLACE))
    elif not (place and place.any_room) and not set(needs.rooms) <= set(rooms_at(visit.location_id, practice, to.on)):
        found.append(Problem("room", NOT_IN_USE))
    if to.therapist_id and to.therapist_id != visit.therapist_id:
        found += fitting.problems(
            [to.therapist_id], needs.patients, visit.kind, practice, on=to.on, at=at,
            is_remote=bool(visit.is_telehealth), remote_state=visit.patient_state,
        )  # fmt: skip
    found += _equipment(needs.equipment, practice, to.on)
    if not any(not p.is_warning for p in found):
        found += times.absences(needs, to, practice)
    if refused := [p for p in found if not (p.is_warning and is_sure)]:
        raise Invalid(refused)


def _episodes(booking: Booking, treating: list[Therapist], practice: Practice) -> Episodes:
    """The newest open episode of the therapist's discipline; of an OT, of any discipline where there is none of OT."""
    disciplines = {row.pk: row.discipline for row in treating}
    known = care.open_episodes(practice.pk, booking.patients)
    return {
        (patient, therapist): _of_discipline(disciplines.get(therapist, OT), known.get(patient, ()))
        for patient, therapist in booking.pairs
    }


def _of_discipline(discipline: str, newest_first: Iterable[tuple[UUID, str]]) -> UUID | None:
    found = list(newest_first)
    own = [key for key, of in found if of == discipline]
    return next(iter(own or [key for key, _of in found if discipline == OT]), None)


def _who(booking: Booking, people: list[Patient], treating: list[Therapist]) -> list[Problem]:
    """Of this practice, and each named once."""
    return [
        Problem(field, _("Choose one of the list."))
        for field, found, keys in (
            ("patient", len(people), booking.patients), ("therapist", len(treating), booking.therapists),
        )
        if found != len(keys)
    ]  # fmt: skip


def _disciplines(booking: Booking, treating: list[Therapist], episodes: Episodes) -> list[Problem]:
    """A co-treatment is of different disciplines: two of one discipline cannot both bill the same minutes.

    Source: AOTA/APTA/ASHA joint guidelines on co-treatment (2014). Certainty: from knowledge.
    """
    if booking.also_patients and booking.also_therapists:
        return [Problem("also_therapists", _("Book a group with one therapist, or a co-treatment of one patient."))]
    if len(booking.patients) > MOST_PATIENTS or len(booking.therapists) > MOST_THERAPISTS:
        return [Problem("also_patients", _("A group has up to 8 patients, a co-treatment up to 3 therapists."))]
    known = {row.pk: (row.name, row.discipline) for row in treating}
    if len({discipline for _name, discipline in known.values()}) < len(known):
        words = _("These therapists are of one discipline. A co-treatment is of different ones: see Settings.")
        return [Problem("also_therapists", words)]
    return [
        Problem("also_therapists" if key in booking.also_therapists else "therapist",
                _("%(name)s treats %(discipline)s, and there is no open %(discipline)s episode of care. "
                  "Add one on the patient’s page first.") % {"name": name, "discipline": discipline})
        for key, (name, discipline) in known.items()
        if discipline != OT and episodes.get((booking.patient_id, key)) is None
    ]  # fmt: skip


def _discipline(therapist_id: UUID | None) -> str:
    """OT where nobody is named, as a visit without an episode is OT."""
    return Therapist.objects.filter(pk=therapist_id).values_list("discipline", flat=True).first() or OT


def _is_room_at(room_id: UUID, location_id: UUID | None, practice: Practice) -> bool:
    return Room.objects.filter(pk=room_id, practice=practice, location_id=location_id).exists()


def _where(booking: Booking, practice: Practice) -> Iterator[Problem]:
    if booking.location_id and not Location.objects.filter(pk=booking.location_id, practice=practice).exists():
        yield Problem("location", _("Choose one of the list."))
    if booking.is_telehealth:
        pass  # no room is taken, whichever was chosen
    elif booking.room_id and not _is_room_at(booking.room_id, booking.location_id, practice):
        yield Problem("room", ANOTHER_PLACE)
    elif booking.room_id and any(
        booking.room_id not in rooms_at(booking.location_id, practice, on) for on in {booking.slot.on, booking.days[-1]}
    ):
        yield Problem("room", NOT_IN_USE)
    used = booking.equipment
    if used and Equipment.objects.filter(pk__in=used, practice=practice).count() != len(used):
        yield Problem("equipment", _("Choose one of the list."))
    yield from _equipment(used, practice, booking.days[-1])


def _equipment(keys: Iterable[UUID], practice: Practice, on: date) -> Iterator[Problem]:
    wanted = list(keys)
    if not wanted:
        return
    ended = Equipment.objects.filter(pk__in=wanted, practice=practice, ended_on__lt=on).order_by("name", "id")
    for name in ended.values_list("name", flat=True):
        yield Problem("equipment", _("%(name)s is no longer in use then.") % {"name": name})


def _series(booking: Booking, practice: Practice, at: datetime, *, is_sound: bool) -> Iterator[Problem]:
    if is_sound and not times.is_near(booking.days[-1], practice, at):
        yield Problem("visits", _("The last of these visits is more than two years ahead. Book fewer."))
