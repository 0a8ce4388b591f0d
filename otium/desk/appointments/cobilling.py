"""Who bills which minutes of a co-treatment: asked before the time is held, kept on its visits."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clock, history, payer_book, settle
from otium.desk.actor import Actor
from otium.desk.appointments.change import session
from otium.desk.appointments.wanted import Booking
from otium.desk.mend.problems import Invalid, Problem
from otium.records import eligibility
from otium.records.models import Appointment, Practice
from otium.records.scope import Scope
from otium.rules.primary import PrimaryByDay
from otium.rules.schedule import cotreatment as rules
from otium.rules.schedule.cotreatment import CoBilling
from otium.terms.payers import PayerRules
from otium.terms.schedule import MISSED, VisitStatus

FIELD = "co_billing"


def payer_rules(patient_id: UUID, practice: Practice, on: date) -> PayerRules | None:
    """Of who pays first on the day; None where nobody is known to. One query."""
    scope = Scope(practice.pk, clock.instant(on, datetime.min.time(), practice), (patient_id,))
    coverage = PrimaryByDay(eligibility.coverages(scope).get(patient_id, ()))[on]
    return payer_book.book(practice, on).rules_for(coverage.payer_type, coverage.payer_key) if coverage else None


def problems(booking: Booking, practice: Practice) -> Iterator[Problem]:
    """What the payer does not take is refused; where its rule is not known, somebody must be sure."""
    if not booking.co_billing:
        return
    if booking.co_billing not in list(CoBilling):
        yield Problem(FIELD, _("Choose one of the list."))
    elif booking.also_therapists:
        choice = CoBilling(booking.co_billing)
        yield from _refused(choice, payer_rules(booking.patient_id, practice, booking.slot.on))


def _refused(choice: CoBilling, found: PayerRules | None) -> Iterator[Problem]:
    allowed = rules.is_allowed(choice, found)
    if allowed is False:
        yield Problem(
            FIELD, _("This payer does not pay two therapists for the same minutes. Divide them, or one bills.")
        )
    elif allowed is None:
        words = _("Whether this payer pays both therapists for the same minutes is not known. Ask it first.")
        yield Problem(FIELD, words, is_warning=True)


def minutes_of(booking: Booking) -> dict[UUID | None, int]:
    """Billed minutes by therapist; empty where it is no co-treatment, or nobody said."""
    if not booking.also_therapists or not booking.co_billing:
        return {}
    parts = rules.shares(CoBilling(booking.co_billing), booking.slot.minutes, len(booking.therapists))
    return dict(zip(booking.therapists, parts, strict=True))


def treated_together(visit: Appointment) -> list[Appointment]:
    """The visits of its session of the same patient that stand, in the order in which they bill; one: nobody else."""
    mine = [v for v in session(visit) if v.patient_id == visit.patient_id and VisitStatus(v.status) not in MISSED]
    return sorted(mine, key=lambda v: v.pk)


@transaction.atomic
def choose(*, appointment_id: UUID, bills: UUID | None, is_each: bool, is_sure: bool, by: Actor, at: datetime) -> None:
    """Say it for a session that stands: `bills` the visit that bills all, None: divided, or each the whole.

    Raises Invalid where the payer does not take it, or nobody is sure.
    """
    settle.lock_practice_of(Appointment, appointment_id)
    visit = Appointment.objects.select_related("practice").get(pk=appointment_id)
    together = treated_together(visit)
    if len(together) < 2 or (bills is not None and bills not in {v.pk for v in together}):
        raise Invalid([Problem(FIELD, _("Somebody changed this session meanwhile. Look at it again."))])
    choice = CoBilling.EACH if is_each else CoBilling.DIVIDED if bills is None else CoBilling.MAIN
    on = clock.day(visit.starts_at, visit.practice)
    found = [
        p for p in _refused(choice, payer_rules(visit.patient_id, visit.practice, on)) if not (p.is_warning and is_sure)
    ]
    if found:
        raise Invalid(found)
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    ordered = sorted(together, key=lambda v: v.pk != bills)
    for each, part in zip(ordered, rules.shares(choice, minutes, len(ordered)), strict=True):
        _keep(each, part, by=by, at=at)


def _keep(visit: Appointment, minutes: int, *, by: Actor, at: datetime) -> None:
    before, after = history.changes(visit, {"billed_minutes": minutes})
    if after:
        visit.billed_minutes = minutes
        visit.save(update_fields=["billed_minutes"])
        history.record(visit, "minutes_said", by=by, at=at, before=before, after=after)
