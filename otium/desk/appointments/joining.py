"""Rows that another calendar keeps for one session: a person says that they are one, nobody guesses.

Two patients with one therapist from the same minute to the same minute are a group, or somebody's mistake; no export
tells which.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.desk.appointments import holding
from otium.desk.mend.problems import Invalid, Problem
from otium.records.models import Appointment, Practice

WHY = "visits joined to one session"


def could_join(visit: Appointment) -> list[Appointment]:
    """Visits of the very same time with its therapist, or of its patient with a therapist of another discipline."""
    rows = Appointment.objects.filter(
        practice_id=visit.practice_id, starts_at=visit.starts_at, ends_at=visit.ends_at, status__in=holding.HOLDING
    ).exclude(pk=visit.pk)
    if visit.together_id:
        rows = rows.exclude(together_id=visit.together_id)
    in_group = Q(therapist_id=visit.therapist_id, therapist__isnull=False) & ~Q(patient_id=visit.patient_id)
    beside = Q(patient_id=visit.patient_id, therapist__isnull=False)
    if visit.therapist is not None:
        beside &= ~Q(therapist__discipline=visit.therapist.discipline)
    found = rows.filter(in_group | beside) if visit.therapist else rows.filter(in_group)
    return list(found.select_related("patient", "therapist").order_by("patient__last_name", "id"))


@transaction.atomic
def join(*, appointment_id: UUID, by: Actor, at: datetime) -> list[Appointment]:
    """The clashing visit and all that it could be one session with, as one. Raises Invalid where it is none.

    Raises Taken where somebody else stands in the way; nothing is changed then.
    """
    settle.lock_practice_of(Appointment, appointment_id)
    visit = Appointment.objects.select_related("therapist").get(pk=appointment_id)
    others = could_join(visit) if visit.is_clash else []
    if not others:
        raise Invalid([Problem("", _("No other visit has exactly this time. Move one of them instead."))])
    together = next((each.together_id for each in (visit, *others) if each.together_id), None) or uuid4()
    joined = [*_session_of(others), visit]
    for each in joined:
        before, after = history.changes(each, {"together_id": together, "is_clash": False})
        each.together_id, each.is_clash = together, False
        each.save(update_fields=["together_id", "is_clash"])
        history.record(each, "joined", by=by, at=at, before=before, after=after)
    practice = Practice.objects.get(pk=visit.practice_id)
    on = clock.day(visit.starts_at, practice)
    for each in joined:
        if taken := holding.hold(each):
            raise holding.Taken([holding.clash(each, on, taken)], [])
    settle.settle(practice, by=by, at=at, patients=[each.patient_id for each in joined], why=WHY)
    return joined


def _session_of(visits: list[Appointment]) -> list[Appointment]:
    """The visits with those that are one session with them already."""
    sessions = {each.together_id for each in visits if each.together_id}
    more = Appointment.objects.filter(practice_id=visits[0].practice_id, together_id__in=sessions)
    return [*visits, *more.exclude(pk__in=[each.pk for each in visits]).order_by("id")]
