"""Reminders that are due: found and written in sets, each once however often this runs."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from otium.desk import acting, clock, keys, settle
from otium.desk.actor import OTIUM
from otium.desk.autonomy import Autonomy
from otium.desk.families import telling
from otium.desk.visit_messages import chosen, delivering, following, sending
from otium.desk.visit_messages.addressees import Addressee, addressees
from otium.desk.visit_messages.sending import Message
from otium.records.models import Appointment, FamilyNotice, Practice, VisitMessage
from otium.rules.families import reminding
from otium.rules.families.reminding import Due, VisitAhead
from otium.terms.family import NoticeAbout
from otium.terms.schedule import VisitStatus

AT_ONCE = 500  # messages a run; the next run goes on
BACK = timedelta(days=14)  # texts that count for a number's week, those that still wait among them


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
        visits = _ahead(practice, selected.reminding.longest, at)
        to = addressees(practice, (v.patient for v in visits.values()), clock.day(at, practice))
        ahead = list(_told_whom(practice, visits, to))
        due = reminding.due(ahead, selected.reminding, at)[:AT_ONCE]
        texted = Texted(practice, at)
        messages = [m for each in due if (m := _message(practice, each, visits, to, texted, at))]
        write = sending.send if selected.autonomy is Autonomy.AUTO else sending.prepare
        return len(write(practice, messages, by=OTIUM, at=at))


def _ahead(practice: Practice, hours: int, at: datetime) -> dict[UUID, Appointment]:
    """Booked visits that a step may have come for."""
    rows = Appointment.objects.filter(
        practice=practice, status=VisitStatus.BOOKED.value, patient__is_active=True, starts_at__gt=at,
        starts_at__lte=at + timedelta(hours=hours) + timedelta(days=1),  # siblings of that day
    ).select_related("patient", "location")  # fmt: skip
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


class Texted:
    """Days on which each number was texted or will be, those of this run among them. One query."""

    def __init__(self, practice: Practice, at: datetime) -> None:
        self._key = keys.data_key(practice)
        self._days: dict[str, list[date]] = defaultdict(list)
        rows = FamilyNotice.objects.filter(practice=practice, road=telling.TEXT, told_at__gte=at - BACK)
        rows = rows.exclude(to_hash="").exclude(parcel__state="withdrawn")
        for to_hash, leaves_at in rows.values_list("to_hash", "parcel__not_before_at"):
            self._days[to_hash].append(clock.day(leaves_at, practice))

    def of(self, number: str) -> list[date]:
        """Of a number as E.164; what is added counts from then on."""
        return self._days[keys.hash_by(self._key, number.encode())]


def _message(
    practice: Practice,
    due: Due,
    visits: dict[UUID, Appointment],
    to: dict[UUID, Addressee],
    texted: Texted,
    at: datetime,
) -> Message | None:
    """By text where the number may be texted then and it comes before the visit; else by mail; None for neither."""
    told = tuple(visits[each.id] for each in due.visits)
    whom = to[told[0].patient_id]
    if whom.road == telling.TEXT:
        leaves_at = sending.leaves_at(practice, told[0].patient.state, telling.TEXT, at)
        on, days = clock.day(leaves_at, practice), texted.of(whom.to)
        if leaves_at < told[0].starts_at and reminding.may_text(on, days, chosen.exemption()):
            days.append(on)
            return Message(NoticeAbout.VISIT_REMINDER, told, whom, telling.TEXT, leaves_at, due.step)
    if whom.mail or whom.road == telling.MAIL:
        return Message(NoticeAbout.VISIT_REMINDER, told, whom, telling.MAIL, at, due.step)
    return None
