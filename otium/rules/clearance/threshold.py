"""The Medicare therapy threshold and the figure of medical review, by what was and will be allowed in the year.

Counted as PLACE_KX counts (rules/care/threshold): KX where the need for therapy is documented, an advance notice where
it is not.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from otium.rules.care import abn, threshold
from otium.rules.care.threshold import Kx, Passed, Running
from otium.rules.case import Case
from otium.rules.clearance.finding import Params, finding, nobody_pays
from otium.terms.clearance import ClearanceCheck, ClearanceState, Finding
from otium.terms.coverage import Coverage
from otium.terms.payers import YearlyLimit
from otium.terms.provenance import Source, SourceKind

CHECK = ClearanceCheck.MEDICARE_THRESHOLD
NOT_ASKED = finding(CHECK, ClearanceState.NOT_NEEDED, "threshold_not_asked")


@dataclass(frozen=True, slots=True)
class _Year:
    """One coverage's year. `limit` None: no figure of it is known. `asks`: the act by which what other suppliers used
    becomes known; empty where it is known, or where the year has not begun."""

    limit: YearlyLimit | None
    passed: Passed | None
    is_notice_given: bool
    asks: str
    by_visit: dict[UUID, Running]


def findings(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`."""
    years: dict[tuple[UUID, int], _Year] = {}
    found = []
    for visit in case.judged:
        coverage = case.payer_of(visit)
        if coverage is None:
            found.append(nobody_pays(CHECK))
        elif not case.rules_of(coverage).kx_applies:
            found.append(NOT_ASKED)
        else:
            key = (coverage.id, visit.on.year)
            if key not in years:
                years[key] = _year(case, coverage, visit.on.year)
            found.append(_of(years[key], visit.id, visit.on.year))
    return found


def _year(case: Case, coverage: Coverage, year: int) -> _Year:
    limit = threshold.limit_of(case, coverage, year)
    passed = threshold.passed(case, coverage, year)
    by_visit = {at.visit.id: at for at in threshold.running(case, coverage, year)}
    is_given = passed is not None and abn.is_given(case, passed)
    return _Year(limit[0] if limit else None, passed, is_given, _asks(case, coverage, year), by_visit)


def _asks(case: Case, coverage: Coverage, year: int) -> str:
    if year > case.on.year or threshold.used_told(case, coverage, year) is not None:
        return ""
    answer = case.latest_answer(coverage)
    return "verify_coverage" if answer is None or answer.answered_on.year != year else "call_payer"


def _of(year: _Year, visit_id: UUID, number: int) -> Finding:
    limit, at = year.limit, year.by_visit[visit_id]
    if limit is None:
        return finding(CHECK, ClearanceState.UNKNOWN, "threshold_figure_unknown", counts=False, year=number)
    source = Source(SourceKind.PAYER_RULE, label=f"medicare {limit.year}")
    told: Params = {"total": at.total, "threshold": limit.kx_threshold, "year": number}
    if at.total <= limit.kx_threshold or year.passed is None:
        if at.is_unpriced:
            return finding(CHECK, ClearanceState.UNKNOWN, "threshold_unpriced", source, act="enter_rate", told=told)
        if year.asks:
            return finding(CHECK, ClearanceState.UNKNOWN, "threshold_use_unknown", source, act=year.asks, told=told)
        return finding(CHECK, ClearanceState.CLEAR, "threshold_within", source, told=told)
    return _over(year, year.passed, at.total, source, told)


def _over(year: _Year, passed: Passed, total: Decimal, source: Source, told: Params) -> Finding:
    if passed.kx is Kx.NOT_DOCUMENTED:
        if year.is_notice_given:
            about = {"threshold": told["threshold"], "year": told["year"]}
            return finding(CHECK, ClearanceState.CLEAR, "abn_given", source, told=about)
        return finding(CHECK, ClearanceState.BLOCKED, "threshold_not_documented", source, act="give_abn", told=told)
    if passed.kx is Kx.OPEN:
        return finding(CHECK, ClearanceState.AT_RISK, "threshold_over", source, act="place_kx", told=told)
    review = passed.limit.review_threshold
    if total > review and not passed.is_review_placed:
        act = "place_kx" if passed.is_proven else ""  # once Medicare pays over the threshold the desk asks again
        return finding(CHECK, ClearanceState.AT_RISK, "review_over", source, act=act,
                       told={**told, "threshold": review})  # fmt: skip
    return finding(CHECK, ClearanceState.CLEAR, "kx_placed", source, told=told)
