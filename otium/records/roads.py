"""The practice's own roads to its payers, and when they decided, for the rules."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from otium.records import models
from otium.terms.payers import Ground
from otium.terms.prior_auth import Road
from otium.terms.roads import OwnRoad, RoadTo


def own_roads(practice_id: UUID, payer_id: UUID | None = None) -> dict[UUID, list[OwnRoad]]:
    """By payer, of one where one is named. One query; rows of other days are included, with their days."""
    rows = models.PayerRoad.objects.filter(practice_id=practice_id, entered_in_error=False)
    if payer_id is not None:
        rows = rows.filter(payer_id=payer_id)
    found = defaultdict(list)
    columns = ("payer_id", "plan__name", "state", "service", "kind", "road", "order", "destination", "form", "note",
               "starts_on", "ends_on", "source")  # fmt: skip
    for payer, plan, state, service, kind, road, order, destination, form, note, starts, ends, source in rows.order_by(
        "payer_id", "order", "id"
    ).values_list(*columns):
        ground = Ground(source, "practice", starts, ends)
        to = RoadTo(Road(road), ground, destination, form, note, is_own=True)
        found[payer].append(OwnRoad(to, order, plan or "", state, service, kind))
    return found


def decisions(practice_id: UUID, since: date) -> list[tuple[UUID, date, date]]:
    """(payer, sent on, decided on) of standard requests decided since that day; urgent ones run by another clock."""
    rows = models.AuthorizationRequest.objects.filter(
        practice_id=practice_id, decided_on__gte=since, submitted_on__isnull=False, is_urgent=False
    ).exclude(coverage=None)
    return list(rows.values_list("coverage__payer_id", "submitted_on", "decided_on"))
