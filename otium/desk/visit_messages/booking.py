"""That visits were booked: told once a household, a while after the last of them was booked, so that what is put right
or taken back meanwhile is told right, or not at all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.families.opening import FAMILY, REPLY
from otium.desk.visit_messages import sending
from otium.desk.visit_messages.addressees import Addressee, addressees
from otium.desk.visit_messages.sending import Message
from otium.desk.visit_messages.texted import Texted
from otium.records.models import Appointment, History, Practice, VisitMessage
from otium.rules.families import booking as rules
from otium.rules.families.booking import BookedVisit
from otium.rules.families.reminding import Reminding, step_come
from otium.terms.family import NoticeAbout
from otium.terms.schedule import VisitStatus

BOOKED, MOVED = "booked", "moved"  # events of desk.appointments


@dataclass(frozen=True, slots=True)
class Bookings:
    """What of the last bookings is told now, and the visits that are told a little later: no reminder comes before."""

    messages: tuple[Message, ...] = ()
    waiting: frozenset[UUID] = frozenset()


def due(practice: Practice, reminding: Reminding, at: datetime) -> Bookings:
    """Five queries where there is any."""
    acts = _acts(practice, at)
    visits = _untold(practice, list(acts), at)
    if not visits:
        return Bookings()
    to = addressees(practice, (visit.patient for visit in visits.values()), clock.day(at, practice))
    booked = [
        BookedVisit(key, to[visit.patient_id].to, visit.starts_at, acts[key])
        for key, visit in visits.items()
        if visit.patient_id in to
    ]
    texted = Texted(practice, at)
    found = [[visits[each.id] for each in those] for those in rules.due(booked, at)]
    messages = (_message(those, to[those[0].patient_id], texted, reminding, at) for those in found)
    now = {visit.pk for those in found for visit in those}
    return Bookings(tuple(filter(None, messages)), frozenset(b.id for b in booked if b.id not in now))


def tell(practice: Practice, visits: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """That these visits are booked as they stand, now: whoever is told has agreed to them. Not those of which a message
    tells already."""
    rows = _untold(practice, list(visits), at)
    to = addressees(practice, (visit.patient for visit in rows.values()), clock.day(at, practice))
    households: dict[str, list[Appointment]] = defaultdict(list)
    for visit in rows.values():
        if visit.patient_id in to:
            households[to[visit.patient_id].to].append(visit)
    messages = []
    for those in households.values():
        whom = to[those[0].patient_id]
        leaves_at = sending.leaves_at(practice, those[0].patient.state, whom.road, at)
        messages.append(Message(NoticeAbout.VISIT_BOOKED, _in_order(those), whom, whom.road, leaves_at))
    sending.send(practice, messages, by=by, at=at)


def _acts(practice: Practice, at: datetime) -> dict[UUID, datetime]:
    """When each visit was booked lately, by staff or by its family, or moved by its family; not what was imported."""
    rows = History.objects.filter(
        practice=practice,
        focus_type="appointment",
        event__in=(BOOKED, MOVED),
        at__gt=at - rules.LOOKED_BACK,
        at__lte=at,
    ).order_by("at", "id")
    booked = rows.exclude(event=BOOKED, by=REPLY.name).values_list("focus_id", "event", "by", "at")
    return {key: when for key, event, by, when in booked if event == BOOKED or by == FAMILY.name}


def _untold(practice: Practice, visits: list[UUID], at: datetime) -> dict[UUID, Appointment]:
    """Those to come that no message tells at the time they have."""
    rows = Appointment.objects.filter(
        practice=practice, pk__in=visits, status=VisitStatus.BOOKED.value, starts_at__gt=at, patient__is_active=True
    ).select_related("patient", "location")  # fmt: skip
    found = {row.pk: row for row in rows.order_by("starts_at", "id")}
    told = VisitMessage.objects.filter(practice=practice, appointment__in=list(found), is_cancelled=False)
    known = set(told.values_list("appointment_id", "starts_at"))
    return {key: visit for key, visit in found.items() if (key, visit.starts_at) not in known}


def _message(
    visits: list[Appointment], to: Addressee, texted: Texted, reminding: Reminding, at: datetime
) -> Message | None:
    """One that comes within a reminder's hours stands for that reminder too. None where nothing may reach them now."""
    those = _in_order(visits)
    way = texted.road(to, those[0].patient.state, those[0].starts_at)
    if way is None:
        return None
    come = {v.pk: step_come(v.starts_at, reminding.steps(v.kind), way[1]) for v in those}
    steps = {key: step for key, step in come.items() if step is not None}
    return Message(NoticeAbout.VISIT_BOOKED, those, to, *way, steps=steps)


def _in_order(visits: Iterable[Appointment]) -> tuple[Appointment, ...]:
    return tuple(sorted(visits, key=lambda visit: (visit.starts_at, str(visit.pk))))
