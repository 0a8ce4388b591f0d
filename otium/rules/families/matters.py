"""CALL_FAMILY: what a family said about its visits, or what could not be said to it, waits for a person.

Source: what came in and what did not arrive (MatterFact). Certainty: by definition.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from otium.rules import business_days
from otium.rules.because import because
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.facts import PracticeFacts
from otium.terms.family import MatterFact, MatterKind
from otium.terms.provenance import Source, SourceKind

STANDS = timedelta(days=60)  # then nobody calls about it any more
OF_A_VISIT_TO_COME = (MatterKind.OTHER_TIME, MatterKind.NOT_DELIVERED)


def duties(practice: PracticeFacts, on: date) -> Iterator[Duty]:
    """One a matter, due the same day, or the next business day where the practice is closed."""
    for matter in practice.matters:
        if matter.on + STANDS >= on and not _is_past(matter, on):
            yield _duty(matter, practice)


def _is_past(matter: MatterFact, on: date) -> bool:
    """Another time for a visit that was, or a reminder of it, is nothing to call about."""
    is_of_visit = matter.what in OF_A_VISIT_TO_COME and matter.appointment_id is not None
    return is_of_visit and (matter.visit_on is None or matter.visit_on < on)


def _duty(matter: MatterFact, practice: PracticeFacts) -> Duty:
    source = Source(SourceKind.APPOINTMENT, matter.appointment_id) if matter.appointment_id else None
    why = [because(f"family_{matter.what}", source, on=matter.on)]
    if matter.wish_on is not None:
        why.append(because("family_wishes", None, wish_on=matter.wish_on))
    is_open = business_days.is_open(matter.on, practice.days)
    return Duty(
        kind=DutyKind.CALL_FAMILY,
        focus_type=FocusType.FAMILY_MATTER,
        focus_id=matter.id,
        due_on=matter.on if is_open else business_days.add(matter.on, 1, practice.days),
        last_safe_on=matter.visit_on,
        why=tuple(why),
        patient_id=matter.patient_id,
        appointment_id=matter.appointment_id,
    )
