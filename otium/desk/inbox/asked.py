"""Which request a payer's decision answers."""

from django.db.models import F, Q, QuerySet

from otium.records.models import Authorization, AuthorizationRequest, Coverage, Practice
from otium.rules import decision as rules
from otium.terms.auth_decision import AuthDecision
from otium.terms.prior_auth import RequestEvent, RequestState

OPEN = (RequestState.SUBMITTED.value, RequestState.ACKNOWLEDGED.value, RequestState.PENDED.value)


def request_of(
    practice: Practice, decision: AuthDecision, coverage: Coverage, event: RequestEvent
) -> AuthorizationRequest | None:
    """By its trace, else by its number, else the only one open of this coverage: payers send traces of their own."""
    rows = AuthorizationRequest.objects.select_for_update(of=("self",)).filter(
        practice=practice, patient_id=coverage.patient_id
    )
    traces, number = rules.traces_of(decision), rules.number_of(decision)
    known = rows.filter(trace__in=traces).first() if traces else None
    if known:
        return known
    if number:
        of_number = _of_number(rows, number, traces)
        if of_number:
            return of_number
    if event is RequestEvent.CANCEL and number and _is_on_file(practice, coverage, number):
        return None  # what it cancels stands without a request; an open one asks for something else
    waiting = list(rows.filter(Q(coverage=coverage) | Q(coverage=None), state__in=OPEN)[:2])
    return waiting[0] if len(waiting) == 1 else None


def _of_number(rows: QuerySet[AuthorizationRequest], number: str, traces: list[str]) -> AuthorizationRequest | None:
    """The latest decided under this number; with a trace stated, only one that has none of its own."""
    under = rows.filter(authorization__number=number).exclude(state__in=OPEN)
    if traces:
        under = under.filter(trace="")
    return under.order_by(F("decided_on").desc(nulls_last=True), "id").first()


def _is_on_file(practice: Practice, coverage: Coverage, number: str) -> bool:
    rows = Authorization.objects.filter(practice=practice, patient_id=coverage.patient_id)
    return rows.filter(number=number).exists()
