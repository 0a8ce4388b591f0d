"""How each booked visit stands with its payer's answer, by the facts and tests that VERIFY_COVERAGE, FIX_INQUIRY and
REPLACE_COVERAGE stand on, so that a board of visits and the desk never disagree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import ANSWERS, Case
from otium.rules.eligibility import checks, rejects, replacing
from otium.terms.coverage import BenefitCheck, CheckStatus, Coverage, EligibilityDenial, Inquiry
from otium.terms.coverage_standing import CoverageStanding, StandingState
from otium.terms.duty import Param, Reason
from otium.terms.facts import BusinessDays
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind
from otium.terms.rejects import Cures
from otium.terms.schedule import Visit

NO_CURES = Cures()
NEEDS_PERSON = frozenset({StandingState.FAILED, StandingState.CANNOT_ASK, StandingState.MISSING})
UNANSWERED = frozenset({"check_unanswered", "inquiry_unanswered"})  # nothing to mend: the same inquiry may go again


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one coverage. `latest` is the newest check, `answer` the newest that says active or inactive,
    `asked` the newest inquiry that waits. `is_complete`: the records hold what an inquiry needs."""

    coverage: Coverage
    rules: PayerRules
    latest: BenefitCheck | None = None
    answer: BenefitCheck | None = None
    asked: Inquiry | None = None
    is_complete: bool = True
    denials: tuple[EligibilityDenial, ...] = ()
    rests_until: date | None = None  # the payer refused, and said to wait


def known(
    coverage: Coverage,
    rules: PayerRules,
    told: Sequence[BenefitCheck],
    asked: Inquiry | None,
    denials: Iterable[EligibilityDenial] = (),
    cures: Cures = NO_CURES,
) -> Known:
    """`told` are the coverage's checks, oldest first; `denials` may be of other coverages, too."""
    answer = next((c for c in reversed(told) if c.status in ANSWERS), None)
    mine = tuple(denial for denial in denials if denial.coverage_id == coverage.id)
    latest = told[-1] if told else None
    until = rejects.rests_until(cures, latest) if latest else None
    return Known(coverage, rules, latest, answer, asked, denials=mine, rests_until=until)


def of_case(case: Case) -> tuple[CoverageStanding, ...]:
    """Every visit of the case that is to come, in order of time."""
    patient = case.patient
    found = {
        c.id: known(
            c, case.rules_of(c), case.checks_of(c), checks.newest_inquiry(patient.inquiries, c.id),
            patient.eligibility_denials, case.book.cures,
        )
        for c in patient.coverages
    }  # fmt: skip
    standings = []
    for visit in case.upcoming:
        payer = case.payer_of(visit)
        if payer is None:
            standings.append(without_coverage(visit, case.patient.coverages))
        else:
            standings.append(of_visit(found[payer.id], visit, on=case.on, days=case.days))
    return tuple(standings)


def without_coverage(visit: Visit, coverages: Sequence[Coverage]) -> CoverageStanding:
    """A visit for whose day nobody pays; the coverage that ended last before it is named."""
    ended = [c for c in coverages if c.ends_on and c.ends_on < visit.on]
    if not ended:
        source = Source(SourceKind.PATIENT, visit.patient_id)
        why = because("coverage_missing", source, visit_on=visit.on, count=1)
        return CoverageStanding(visit.id, visit.on, None, StandingState.MISSING, why)
    last = max(ended, key=lambda c: (c.ends_on or date.min, c.id))
    why = _ends(Source(SourceKind.COVERAGE, last.id), last.ends_on, visit)
    return CoverageStanding(visit.id, visit.on, last.id, StandingState.MISSING, why)


def of_visit(known: Known, visit: Visit, *, on: date, days: BusinessDays) -> CoverageStanding:
    """The worst that is true comes first: refused, not covered, then whether an answer speaks for the day."""
    coverage, rules = known.coverage, known.rules
    may_answer = checks.may_still_answer(known.asked, on, days)
    rests = checks.rests(known.rests_until, visit.on, on, days)
    doubt = checks.doubt(coverage, rules, known.answer, visit, known.denials) if rules.needs_check else None
    state, why = _state(known, visit, doubt, may_answer=may_answer, rests=rests)
    asks_from = (checks.holds_from(coverage, rules, visit.on) if known.answer else on) if doubt else None
    asks_by = _asks_by(asks_from, visit.on, days) if asks_from else None
    is_open = asks_from is not None and asks_from <= on and rules.wire_eligibility and known.is_complete
    again = state is StandingState.STALE or (why is not None and why.code in UNANSWERED and not may_answer)
    return CoverageStanding(visit.id, visit.on, coverage.id, state, why, asks_from, asks_by, is_open and again)


def _asks_by(asks_from: date, visit_on: date, days: BusinessDays) -> date:
    """As VERIFY_COVERAGE is due: three business days ahead, not before an answer would hold, not after the visit."""
    due_on = business_days.back(visit_on, checks.BEFORE_VISIT, days)
    return min(max(due_on, business_days.add(asks_from, 0, days)), visit_on)


def _state(
    known: Known, visit: Visit, doubt: Reason | None, *, may_answer: bool, rests: bool
) -> tuple[StandingState, Reason | None]:
    if checks.is_rejected(known.latest) and known.latest:
        if may_answer:
            return StandingState.ASKING, _asked(known.asked)
        return StandingState.ASKING if rests else StandingState.FAILED, _rejected(known.latest)
    if known.answer and replacing.denies(known.answer, visit):
        return StandingState.FAILED, _denied(known.answer, visit)
    if not known.rules.needs_check:
        return StandingState.SELF_PAY, None
    if doubt is None:
        return StandingState.VERIFIED, None
    if may_answer:
        return StandingState.ASKING, _asked(known.asked)
    if not known.rules.wire_eligibility or not known.is_complete:
        return StandingState.CANNOT_ASK, doubt
    if unanswered := _unanswered(known):
        return StandingState.FAILED, unanswered
    return StandingState.STALE, doubt


def _rejected(check: BenefitCheck) -> Reason:
    source = Source(SourceKind.BENEFIT_CHECK, check.id)
    told: dict[str, Param] = {
        "reject_code": check.reject_code,
        "follow_up": check.follow_up,
        "answered_on": check.answered_on,
    }
    return because("inquiry_rejected", source, **told)


def _denied(answer: BenefitCheck, visit: Visit) -> Reason:
    source = Source(SourceKind.BENEFIT_CHECK, answer.id)
    if answer.status is CheckStatus.INACTIVE:
        return because("coverage_inactive", source, answered_on=answer.answered_on, visit_on=visit.on, count=1)
    return _ends(source, answer.coverage_ends_on, visit)


def _ends(source: Source, ends_on: date | None, visit: Visit) -> Reason:
    return because("coverage_ends", source, ends_on=ends_on, visit_on=visit.on, count=1)


def _unanswered(known: Known) -> Reason | None:
    """Asked since the answer on file, and nothing came: down, neither active nor inactive, or lost on its way."""
    latest = known.latest
    if latest is not None and latest.status not in ANSWERS:
        source = Source(SourceKind.BENEFIT_CHECK, latest.id)
        code = latest.reject_code or None
        return because("check_unanswered", source, answered_on=latest.answered_on, reject_code=code)
    return _asked(known.asked)


def _asked(asked: Inquiry | None) -> Reason | None:
    if asked is None:
        return None
    return because("inquiry_unanswered", Source(SourceKind.PARCEL, asked.parcel_id), asked_on=asked.asked_on)
