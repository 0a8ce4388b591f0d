"""Reminders that are due, and what was booked: found and written in sets, each once however often this runs."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from otium.desk import acting, clock, settle
from otium.desk.actor import OTIUM
from otium.desk.autonomy import Autonomy
from otium.desk.visit_messages import booking, chosen, delivering, following, sending
from otium.desk.visit_messages.addressees import Addressee, addressees
from otium.desk.visit_messages.sending import Message
from otium.desk.visit_messages.texted import Texted
from otium.records.models import Appointment, Practice, VisitMessage
from otium.rules.families import reminding
from otium.rules.families.reminding import Due, VisitAhead
from otium.terms.family import NoticeAbout
from otium.terms.schedule import VisitStatus

AT_ONCE = 500  # messages a run; the next run goes on


class RemindingFailed(ExceptionGroup):
    """The families of some practices could not be reminded; those of the others were."""


def remind_all(at: datetime | None = None) -> int:
    """Every practice, each in a transaction of its own; how many messages were written. Raises RemindingFailed at the
    end."""
    done, failures = 0, []
    for practice_id in acting.practice_ids():
        try:
            done += remind(practice_id, at=at or clock.now())
        except Exception as error:  # told at the end, all together
            error.add_note(f"practice {practice_id}")
            failures.append(error)
    if failures:
        raise RemindingFailed("families could not be reminded", failures)
    return done


def remind(practice_id: UUID, *, at: datetime) -> int:
    """What became due, where the practice lets Otium remind, or prepare it; and what of told visits has changed. How
    many messages.

    Run twice, or by two workers, it sends nothing twice: the practice is locked, and each step of a visit is a row.
    """
    with acting.acting_for(practice_id):
        settle.lock_practice(practice_id)
        practice = Practice.objects.get(pk=practice_id)
        following.catch_up(practice, by=OTIUM, at=at)
        delivering.note_failed(practice, by=OTIUM, at=at)
        selected = chosen.of(practice)
        following.lapse(practice, by=OTIUM, at=at)
        if selected.autonomy is Autonomy.MANUAL:
            return 0
        write = sending.send if selected.autonomy is Autonomy.AUTO else sending.prepare
        booked = booking.due(practice, selected.reminding, at) if selected.tells_bookings else booking.Bookings()
        told = write(practice, booked.messages[:AT_ONCE], by=OTIUM, at=at)
        visits = _ahead(practice, selected.reminding.longest, at, but=booked.waiting)
        to = addressees(practice, (v.patient for v in visits.values()), clock.day(at, practice))
        ahead = list(_told_whom(practice, visits, to))
        due = reminding.due(ahead, selected.reminding, at)[:AT_ONCE]
        texted = Texted(practice, at)
        messages = [m for each in due if (m := _message(each, visits, to, texted))]
        return len(told) + len(write(practice, messages, by=OTIUM, at=at))


def _ahead(practice: Practice, hours: int, at: datetime, *, but: Collection[UUID]) -> dict[UUID, Appointment]:
    """Booked visits that a step may have come for."""
    rows = Appointment.objects.filter(
        practice=practice, status=VisitStatus.BOOKED.value, patient__is_active=True, starts_at__gt=at,
        starts_at__lte=at + timedelta(hours=hours) + timedelta(days=1),  # siblings of that day
    ).exclude(pk__in=but).select_related("patient", "location")  # fmt: skip
    return {row.pk: row for row in rows}


def _told_whom(practice: Practice, visits: dict[UUID, Appointment], to: dict[UUID, Addressee]) -> Iterable[VisitAhead]:
    told: dict[tuple[UUID, datetime], set[int]] = defaultdict(set)
    rows = VisitMessage.objects.filter(practice=practice, appointment__in=list(visits), step__gt=0)
    for visit_id, starts_at, step in rows.values_list("appointment_id", "starts_at", "step"):
        told[visit_id, starts_at].add(step)
    for visit in visits.values():
        if visit.patient_id in to:
            yield VisitAhead(
                id=visit.pk,
                patient_id=visit.patient_id,
                to=to[visit.patient_id].to,
                starts_at=visit.starts_at,
                on=clock.day(visit.starts_at, practice),
                kind=visit.kind,
                is_confirmed=visit.confirmed_at is not None,
                told=frozenset(told[visit.pk, visit.starts_at]),
            )


def _message(due: Due, visits: dict[UUID, Appointment], to: dict[UUID, Addressee], texted: Texted) -> Message | None:
    """None where neither a text nor a mail may reach them now."""
    told = tuple(visits[each.id] for each in due.visits)
    whom = to[told[0].patient_id]
    way = texted.road(whom, told[0].patient.state, told[0].starts_at)
    return Message(NoticeAbout.VISIT_REMINDER, told, whom, *way, due.step) if way else None
