"""Facts of families: what they were told and answered."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.family import FamilyChoice, NoticeAbout, NoticeFact, NoticeState

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
    rows = rows.exclude(parcel__state="withdrawn", acknowledged_at=None)
    columns = ("patient_id", "id", "about", "digest", "told_at", "road", "answer", "acknowledged_at")
    return rows.order_by("told_at", "id").values_list(*columns)
