"""The practice's own roads to its payers, and when they decided, for the rules."""

from collections import defaultdict
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db.models import DateTimeField
from django.db.models.functions import Cast

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.payers import Ground
from otium.terms.prior_auth import Road
from otium.terms.roads import OwnRoad, RoadTo


def own_roads(practice_id: UUID, payer_id: UUID | None = None) -> dict[UUID, list[OwnRoad]]:
    """By payer, of one where one is named. One query; rows of other days are included, with their days."""
    found = defaultdict(list)
    for row in prepared.rows(_own, practice_id):
        payer, plan, state, service, kind, road, order, destination, form, note, starts, ends, source = row
        if payer_id not in (None, payer):
            continue
        ground = Ground(source, "practice", starts, ends)
        to = RoadTo(Road(road), ground, destination, form, note, is_own=True)
        found[payer].append(OwnRoad(to, order, plan or "", state, service, kind))
    return found


def _own(practice_id: UUID) -> Rows:
    rows = models.PayerRoad.objects.filter(practice_id=practice_id, entered_in_error=False)
    return rows.order_by("payer_id", "order", "id").values_list(
        "payer_id", "plan__name", "state", "service", "kind", "road", "order", "destination", "form", "note",
        "starts_on", "ends_on", "source",
    )  # fmt: skip


def decisions(practice_id: UUID, since: date) -> list[tuple[UUID, date, date]]:
    """(payer, sent on, decided on) of standard requests decided since that day; urgent ones run by another clock."""
    return list(prepared.rows(_decided, Scope(practice_id, datetime.combine(since, time(), UTC))))


def _decided(scope: Scope) -> Rows:
    rows = models.AuthorizationRequest.objects.filter(
        practice_id=scope.practice_id, submitted_on__isnull=False, is_urgent=False
    ).exclude(coverage=None)
    rows = rows.annotate(at=Cast("decided_on", DateTimeField())).filter(at__gte=scope.since)  # a scope has an instant
    return rows.values_list("coverage__payer_id", "submitted_on", "decided_on")
