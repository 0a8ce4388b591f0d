"""What was learned in a call, written to the records: an answer of the payer, and the claim of an injury."""

from typing import Any

from otium.desk.acts.writing import Refused
from otium.desk.calls.reading import NONE, Values
from otium.desk.calls.writing import Written
from otium.records.models import Benefit, BenefitCheck, InjuryClaim
from otium.terms.coverage import BenefitKind, CheckStatus
from otium.terms.provenance import Channel
from otium.terms.worksheet import Question

IN_WORDS = frozenset({BenefitKind.AUTHORIZATION_ROAD.value, BenefitKind.CLAIMS_ADDRESS.value})
STATUS = {True: CheckStatus.ACTIVE, False: CheckStatus.INACTIVE, None: CheckStatus.UNKNOWN}
OF_LIMIT = frozenset({"limit_period", "pooled_with", "visits_used"})
COUNTED = frozenset({"visit_limit", "visits_used"})  # counted against the limit, with whom it is shared


def apply(
    written: Written, questions: dict[str, Question], learned: Values, *, said_by: str, no_reference: str
) -> None:
    """Everything or nothing: a Refused leaves the transaction to be rolled back by the caller."""
    told = {questions[code]: value for code, value in learned.items()}
    answer = {question: value for question, value in told.items() if question.record != "injury"}
    if answer:
        _answer(written, answer, learned, said_by=said_by, no_reference=no_reference)
        _first_day(written, learned)
    claim = {question.column: value for question, value in told.items() if question.record == "injury"}
    if claim:
        _injury(written, claim)


def _answer(written: Written, told: dict[Question, Any], learned: Values, *, said_by: str, no_reference: str) -> None:
    coverage, source = written.coverage, written.source
    columns = ["status", "coverage_starts_on", "coverage_ends_on"]
    row = written.create(
        BenefitCheck,
        coverage_id=coverage.pk,
        patient_id=coverage.patient_id,
        status=STATUS[learned.get("active")].value,
        answered_at=written.called_at,
        service_on=written.on,
        coverage_starts_on=learned.get("covered_from"),
        coverage_ends_on=learned.get("covered_until"),
        channel=Channel.CALL.value,
        reference=source["place"],
        said_by=said_by,
        no_reference=no_reference,
        provenance=dict.fromkeys(columns, source),
    )
    for question, value in told.items():
        if question.record == "benefit":
            _benefit(written, row, question, value, learned)
        elif question.record == "need":
            kind, said = BenefitKind.AUTHORIZATION_FOR.value, {"value": written.source}
            written.create(Benefit, check_row=row, kind=kind, text=question.column, flag=value, provenance=said)
    if "visit_limit" not in learned and OF_LIMIT & set(learned):
        _more_of_the_limit(written, row, learned)


def _benefit(written: Written, row: BenefitCheck, question: Question, value: Any, learned: Values) -> None:
    columns: dict[str, Any] = {"provenance": {"value": written.source}}
    if value == NONE:
        columns["flag"] = False
    elif question.column in IN_WORDS:
        columns["text"] = value
    else:
        columns["flag" if isinstance(value, bool) else "amount"] = value
    if question.code == "visit_limit":
        columns["period"] = learned.get("limit_period", "")
    if question.code in COUNTED:
        columns["pooled_with"] = learned.get("pooled_with", [])
    written.create(Benefit, check_row=row, kind=question.column, **columns)


def _more_of_the_limit(written: Written, row: BenefitCheck, learned: Values) -> None:
    """The limit is on file, and the call said what is used of it, its period, with whom it is shared.

    It stands in the new answer as well, which is what counts from now on; the amount keeps its own source.
    """
    of_coverage = {"check_row__coverage_id": written.coverage.pk, "check_row__entered_in_error": False}
    limits = Benefit.objects.filter(kind=BenefitKind.VISIT_LIMIT.value, amount__isnull=False, **of_coverage)
    known = limits.filter(check_row__practice_id=written.practice.pk).order_by("-check_row__answered_at", "-id").first()
    if known is None and set(learned) & OF_LIMIT == {"visits_used"}:
        return
    if known is None:
        raise Refused("visit_limit", "limit_missing")
    said = dict.fromkeys([n for n in ("limit_period", "pooled_with") if learned.get(n)], written.source)
    written.create(
        Benefit,
        check_row=row,
        kind=known.kind,
        amount=known.amount,
        period=learned.get("limit_period") or known.period,
        pooled_with=learned.get("pooled_with") or known.pooled_with,
        provenance={**known.provenance, **said},
    )


def _first_day(written: Written, learned: Values) -> None:
    """The coverage's own first day, where nobody knew it."""
    coverage, first = written.coverage, learned.get("covered_from")
    if first is None or coverage.starts_on is not None:
        return
    if coverage.ends_on is not None and coverage.ends_on < first:
        raise Refused("covered_from", "after_the_last_day")
    written.change(coverage, starts_on=first)


def _injury(written: Written, claim: dict[str, Any]) -> None:
    coverage = written.coverage
    row, _is_new = InjuryClaim.objects.select_for_update(of=("self",)).get_or_create(
        practice=written.practice,
        coverage_id=coverage.pk,
        defaults={"patient_id": coverage.patient_id, "changed_at": written.at},
    )
    ends_on = claim.get("authorized_ends_on", row.authorized_ends_on)
    starts_on = claim.get("authorized_starts_on", row.authorized_starts_on)
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("authorized_ends_on", "ends_before_it_starts")
    written.change(row, **claim)
