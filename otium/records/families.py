"""Facts of families: what they were told and answered."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.family import (
    ABOUT_VISITS,
    FamilyChoice,
    MatterFact,
    MatterKind,
    NoticeAbout,
    NoticeFact,
    NoticeState,
)

BOOKED = "booked"
READ_BY_ITSELF = frozenset({"letter"})  # a road on which somebody handed it over


def notices(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[NoticeFact]]:
    """By patient, oldest first: what was told, answered or not.

    Those prepared or withdrawn are no facts, nor is one whose text or mail was taken back before it left.
    """
    found = defaultdict(list)
    for patient, key, about, digest, told_at, road, answer, answered_at in prepared.rows(_told, scope):
        choice = answer.get("choice")
        fact = NoticeFact(
            id=key,
            about=NoticeAbout(about),
            digest=digest,
            told_on=day(told_at),
            needs_answer=road not in READ_BY_ITSELF or about == NoticeAbout.ABN,
            choice=FamilyChoice(choice) if choice else None,
            answered_on=day(answered_at) if answered_at else None,
        )
        found[patient].append(fact)
    return found


def _told(scope: Scope) -> Rows:
    told = (NoticeState.TOLD.value, NoticeState.ACKNOWLEDGED.value)
    rows = scope.of(models.FamilyNotice).filter(state__in=told, told_at__gte=scope.since)
    rows = rows.exclude(parcel__state="withdrawn", acknowledged_at=None).exclude(about__in=ABOUT_VISITS)
    columns = ("patient_id", "id", "about", "digest", "told_at", "road", "answer", "acknowledged_at")
    return rows.order_by("told_at", "id").values_list(*columns)


def matters(scope: Scope, day: Callable[[datetime], date]) -> tuple[MatterFact, ...]:
    """What waits for a person, oldest first; of the scope's patients, and of nobody known. `visit_on` is None where
    the visit no longer stands as booked. Two queries."""
    rows = [*prepared.rows(_of_nobody, scope.practice_id), *prepared.rows(_matters, scope)]
    return tuple(
        MatterFact(
            id=key,
            what=MatterKind(what),
            on=day(at),
            patient_id=patient,
            appointment_id=visit,
            visit_on=day(starts_at) if starts_at and status == BOOKED else None,
            wish_on=day(wish_at) if wish_at else None,
        )
        for key, what, at, patient, visit, starts_at, status, wish_at in rows
    )


MATTER = ("id", "what", "at", "patient_id", "appointment_id", "appointment__starts_at", "appointment__status",
          "wish_at")  # fmt: skip


def _matters(scope: Scope) -> Rows:
    rows = models.FamilyMatter.objects.filter(practice_id=scope.practice_id, at__gte=scope.since, patient__isnull=False)
    if scope.patients is not None:
        rows = rows.filter(patient_id__in=scope.patients)
    return rows.order_by("at", "id").values_list(*MATTER)


def _of_nobody(practice_id: UUID) -> Rows:
    rows = models.FamilyMatter.objects.filter(practice_id=practice_id, patient=None)
    return rows.order_by("at", "id").values_list(*MATTER)


OF_VISITS = (_told,)  # what records/facts asks together
OF_DUTIES = (_matters,)
OF_PRACTICE = (_of_nobody,)
