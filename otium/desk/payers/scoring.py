"""The requests behind payers' scorecards: those sent in the last year. One query for any number."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from otium.records.models import AuthorizationRequest, Practice
from otium.rules.prior_auth.scorecard import Asked
from otium.terms.prior_auth import Basis, RequestState

BACK = timedelta(days=365)
COLUMNS = (
    "id", "coverage__payer_id", "state", "submitted_on", "decided_on", "requested", "approved", "is_urgent",
    "pended_on", "coverage__plan__name", "codes", "lines", "therapist__name",
)  # fmt: skip


def asked(practice: Practice, on: date, payer_id: UUID | None = None) -> dict[UUID, list[Asked]]:
    """By payer, newest first; of one, where one is named. Requests without coverage name no payer and are left out."""
    rows = AuthorizationRequest.objects.filter(practice=practice, submitted_on__gte=on - BACK).exclude(coverage=None)
    if payer_id is not None:
        rows = rows.filter(coverage__payer_id=payer_id)
    found = defaultdict(list)
    for row in rows.order_by("-submitted_on", "id").values_list(*COLUMNS):
        each = _asked(row)
        found[each.payer_id].append(each)
    return found


def _asked(row: tuple[Any, ...]) -> Asked:
    key, payer, state, sent_on, decided_on, requested, approved, urgent, pended_on, plan, codes, lines, therapist = row
    named = {code for line in lines for code in line.get("codes", ())} or set(codes)
    bases = {line.get("basis", Basis.VISITS.value) for line in lines}
    return Asked(
        id=key,
        payer_id=payer,
        state=RequestState(state),
        submitted_on=sent_on,
        decided_on=decided_on,
        requested=requested,
        approved=approved,
        basis=Basis(bases.pop()) if len(bases) == 1 else Basis.VISITS,
        is_urgent=urgent,
        pended_on=pended_on,
        plan=plan or "",
        codes=tuple(sorted(named)),
        therapist=therapist or "",
    )
