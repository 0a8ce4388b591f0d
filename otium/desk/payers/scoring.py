"""Payers' scorecards from the requests of the last year. One query for any number."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from otium.desk import calendar
from otium.records.models import AuthorizationRequest, Practice
from otium.rules.prior_auth import scorecard as rules
from otium.terms.prior_auth import Basis, RequestState
from otium.terms.scorecard import Asked, Outcome, Score

BACK = timedelta(days=365)
COLUMNS = (
    "id", "coverage__payer_id", "state", "submitted_on", "decided_on", "requested", "approved", "is_urgent",
    "pended_on", "coverage__plan__name", "codes", "lines", "therapist__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """Of one payer. `counted`: the requests behind the figures, newest first; `took`: business days of each decided.

    `parts`: by plan, code and therapist, each name with its score; "" where none is named. `months`: decisions by the
    first day of the month, the last twelve.
    """

    score: Score
    counted: list[Asked]
    took: Mapping[UUID, int]
    months: Mapping[date, Mapping[Outcome, int]]
    parts: Mapping[str, Mapping[str, Score]]

    @property
    def timed(self) -> list[int]:
        """Days of the decisions that are not urgent."""
        return list(self.took.values())


def card(practice: Practice, payer_id: UUID, on: date) -> Card:
    rows = asked(practice, on, payer_id).get(payer_id, [])
    days = calendar.business_days(practice, on)
    counted = rules.counted_of(rows)
    return Card(
        score=rules.score(counted, days),
        counted=counted,
        took={each.id: n for each in counted for n in rules.taken([each], days)},
        months=rules.months(counted, on),
        parts={
            "plan": rules.by(counted, lambda a: (a.plan,), days),
            "code": rules.by(counted, lambda a: a.codes or ("",), days),
            "therapist": rules.by(counted, lambda a: (a.therapist,), days),
        },
    )


def scores(practice: Practice, on: date) -> dict[UUID, Score]:
    """By payer, of those that were asked."""
    days = calendar.business_days(practice, on)
    found = {payer: rules.score(rows, days) for payer, rows in asked(practice, on).items()}
    return {payer: score for payer, score in found.items() if score.sent}


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
