"""PLACE_KX: the visit with which a patient's year passes the Medicare therapy threshold.

Source: Medicare Part B therapy thresholds (rules/limits/medicare.toml). What counts is the allowed amount of all
suppliers in the calendar year; the crossing line carries KX (our rule; placing it on both lines is accepted). Verified
but for a year that is not published yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from otium.rules import acts, business_days
from otium.rules.because import because
from otium.rules.care import progress
from otium.rules.case import Case
from otium.terms.coverage import BenefitKind, Coverage
from otium.terms.duty import Act, ActKind, Duty, DutyKind, FocusType, Reason
from otium.terms.payers import YearlyLimit
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

OPENS_BEFORE = 10  # business days before the visit that crosses
NOTHING = Decimal(0)
ABN = "abn"


class Kx(StrEnum):
    """How a year stands whose total passes the threshold."""

    PLACED = "placed"  # somebody recorded it, or Medicare allowed a visit from there on
    OPEN = "open"
    NOT_DOCUMENTED = "not_documented"  # KX would attest what the record does not hold: an advance notice instead


@dataclass(frozen=True, slots=True)
class Running:
    """Dollars of the year after one visit. `is_unpriced`: this visit or one before it had no amount."""

    visit: Visit
    total: Decimal
    is_unpriced: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """First visits of a year with which the running total passes the threshold and the review figure.

    `is_unpriced`: some visits had no amount, so the true day may be earlier.
    """

    threshold: Visit
    review: Visit | None
    is_unpriced: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a duty is about: the year (and which figure) as its instance, the dollars, the reasons."""

    instance: str
    dollars: Decimal
    why: tuple[Reason, ...]


def duties(case: Case) -> Iterator[Duty]:
    if not case.upcoming:
        return
    for coverage in case.patient.coverages:
        if case.rules_of(coverage).kx_applies:
            for year in sorted({v.on.year for v in case.upcoming}):
                duty = _place(case, coverage, year)
                if duty:
                    yield duty


def limit_of(case: Case, coverage: Coverage, year: int) -> tuple[YearlyLimit, bool] | None:
    """The year's figures, and whether they are an estimate from the newest year known. None when none is known."""
    known = case.book.yearly
    earlier = [y for y in known if y <= year]
    if not earlier:
        return None
    limit = known[max(earlier)]
    return limit, limit.year != year


def running(case: Case, coverage: Coverage, year: int) -> Iterator[Running]:
    """The total after each visit of the year under the coverage, in order of time.

    The day's allowed amount where the claim is known, else our expected rate; plus what others used by the payer's
    last answer (its total less our own up to that day, never below zero).
    """
    visits = [v for v in case.counted if v.on.year == year and case.payer_of(v) is coverage]
    allowed = _allowed_by_day(case, year)
    treated = {v.on for v in visits}
    total = _used_elsewhere(case, coverage, year, allowed)
    total += sum((amount for day, amount in allowed.items() if day not in treated), NOTHING)
    is_unpriced = False
    told: set[date] = set()  # the amount of a day is of all its visits
    for visit in visits:
        amount = (NOTHING if visit.on in told else allowed[visit.on]) if visit.on in allowed else case.price(visit)
        told.add(visit.on)
        is_unpriced = is_unpriced or amount is None
        total += amount or NOTHING
        yield Running(visit, total, is_unpriced)


def crossing(case: Case, coverage: Coverage, year: int, limit: YearlyLimit) -> Crossing | None:
    """None while all visits known stay at or below the threshold."""
    crosses, is_unpriced = None, False
    for at in running(case, coverage, year):
        is_unpriced = at.is_unpriced
        if crosses is None and at.total > limit.kx_threshold:
            crosses = at.visit
        if crosses and at.total > limit.review_threshold:
            return Crossing(crosses, at.visit, is_unpriced)
    return Crossing(crosses, None, is_unpriced) if crosses else None


def _allowed_by_day(case: Case, year: int) -> dict[date, Decimal]:
    found: dict[date, Decimal] = {}
    for day, amount in case.patient.allowed:
        if day.year == year:
            found[day] = found.get(day, NOTHING) + amount
    return found


def used_told(case: Case, coverage: Coverage, year: int) -> tuple[Decimal, date] | None:
    """Dollars used by all suppliers and the day they were told, by the payer's newest answer of the year that states
    them; None where none does: what others used is then unknown, and the total is the least it can be."""
    for check in reversed(case.checks_of(coverage)):
        if check.answered_on.year != year:
            continue
        used = [b.amount for b in check.benefits if b.kind is BenefitKind.DOLLARS_USED and b.amount is not None]
        if used:
            return max(used), check.answered_on
    return None


def _used_elsewhere(case: Case, coverage: Coverage, year: int, allowed: dict[date, Decimal]) -> Decimal:
    """Dollars of other suppliers, as far as the payer told of them."""
    told = used_told(case, coverage, year)
    if told is None:
        return NOTHING
    used, told_on = told
    return max(used - sum((a for day, a in allowed.items() if day <= told_on), NOTHING), NOTHING)


@dataclass(frozen=True, slots=True)
class Passed:
    """A year of a coverage whose total passes the threshold, and how it stands. `why_not`: what is not documented."""

    coverage: Coverage
    limit: YearlyLimit
    is_estimate: bool
    crossed: Crossing
    kx: Kx
    is_proven: bool  # by Medicare, not only recorded
    is_review_placed: bool
    why_not: Reason | None = None


def passed(case: Case, coverage: Coverage, year: int) -> Passed | None:
    """None while the year stays at or below its threshold, or has none that is known."""
    found = limit_of(case, coverage, year)
    crossed = crossing(case, coverage, year, found[0]) if found else None
    if found is None or crossed is None:
        return None
    limit, is_estimate = found
    done = acts.by_key(case.patient.acts)
    settled = acts.settled_by(_threshold_duty(case, coverage, limit, crossed, is_estimate), done)
    is_proven = _is_proven(case, crossed.threshold)
    is_recorded = settled is not None and settled.kind is not ActKind.DECIDED
    is_placed = is_proven or is_recorded or _is_documented_since(case, coverage, year)
    is_reviewed = False
    if crossed.review:
        review = _review_duty(case, coverage, limit, crossed.review)
        is_reviewed = _is_proven(case, crossed.review) or acts.settled_by(review, done) is not None
    why_not = None if is_placed else _not_documented(case, coverage, settled)
    kx = Kx.PLACED if is_placed else Kx.NOT_DOCUMENTED if why_not else Kx.OPEN
    return Passed(coverage, limit, is_estimate, crossed, kx, is_proven, is_reviewed, why_not)


def _is_documented_since(case: Case, coverage: Coverage, year: int) -> bool:
    """An advance notice was to be given, and somebody documented the need for therapy and placed KX instead."""
    key = (DutyKind.GIVE_ABN, coverage.id, str(year))
    return any(a.kind is ActKind.RESOLVED for a in case.patient.acts if (a.duty_kind, a.focus_id, a.instance) == key)


def _not_documented(case: Case, coverage: Coverage, decided: Act | None) -> Reason | None:
    """Why KX may not be placed: somebody said so, or the progress report that justifies further therapy is overdue.

    None where the payer takes no advance notice, as there is then nothing else to do.
    Source: CMS Pub. 100-02 ch. 15 s. 220.3 D (progress reports justify the medical necessity of treatment).
    """
    if case.rules_of(coverage).advance_notice != ABN:
        return None
    if decided is not None and decided.kind is ActKind.DECIDED:
        source = Source(SourceKind.TASK, decided.id)
        return because("necessity_not_documented", source, decided_on=decided.on)
    tenth_on = progress.tenth_without_report(case)
    if tenth_on is None or tenth_on >= case.on:
        return None
    return because("progress_report_due", Source(SourceKind.CALENDAR), tenth_on=tenth_on)


def _place(case: Case, coverage: Coverage, year: int) -> Duty | None:
    """The first of the two marks of the year, threshold and review figure, that is passed without proof of KX."""
    found = passed(case, coverage, year)
    if found is None or found.kx is Kx.NOT_DOCUMENTED:
        return None
    limit, crossed = found.limit, found.crossed
    if found.kx is Kx.OPEN:
        return _when_open(case, _threshold_duty(case, coverage, limit, crossed, found.is_estimate), crossed.threshold)
    if crossed.review and found.is_proven and not found.is_review_placed:
        return _when_open(case, _review_duty(case, coverage, limit, crossed.review), crossed.review)
    return None


def _threshold_duty(case: Case, coverage: Coverage, limit: YearlyLimit, crossed: Crossing, is_estimate: bool) -> Duty:
    visit = crossed.threshold
    mark = _Mark(str(visit.on.year), limit.kx_threshold, tuple(_why(limit, is_estimate, crossed)))
    return _duty(case, coverage, visit, mark)


def _review_duty(case: Case, coverage: Coverage, limit: YearlyLimit, visit: Visit) -> Duty:
    mark = _Mark(f"{visit.on.year} review", limit.review_threshold, (_review(limit, visit),))
    return _duty(case, coverage, visit, mark)


def _when_open(case: Case, duty: Duty, visit: Visit) -> Duty | None:
    """Opens ten business days before the visit."""
    return duty if case.on >= business_days.back(visit.on, OPENS_BEFORE, case.days) else None


def _is_proven(case: Case, crossing: Visit) -> bool:
    """Medicare allowed something of that day or later in the year: above the threshold it does so only with KX."""
    return any(
        day >= crossing.on and day.year == crossing.on.year and amount > 0 for day, amount in case.patient.allowed
    )


def from_there_on(case: Case, coverage: Coverage, visit: Visit) -> list[Visit]:
    """The visit and those after it in its year under the coverage."""
    return [v for v in case.counted if v.on >= visit.on and v.on.year == visit.on.year and case.payer_of(v) is coverage]


def _duty(case: Case, coverage: Coverage, visit: Visit, mark: _Mark) -> Duty:
    """At risk are the visit and those after it in the year.

    KX once placed holds for the year's figure, whichever visit a change of bookings puts first.
    """
    return Duty(
        kind=DutyKind.PLACE_KX,
        focus_type=FocusType.COVERAGE,
        focus_id=coverage.id,
        instance=mark.instance,
        due_on=business_days.back(visit.on, 1, case.days),
        last_safe_on=visit.on,
        why=mark.why,
        at_risk=case.at_risk(from_there_on(case, coverage, visit)),
        patient_id=case.patient.patient_id,
        therapist_id=visit.therapist_id or case.patient.therapist_id,
        appointment_id=visit.id,
        ground={"year": visit.on.year, "threshold": mark.dollars},
    )


def _why(limit: YearlyLimit, is_estimate: bool, crossed: Crossing) -> Iterator[Reason]:
    visit = crossed.threshold
    source = Source(SourceKind.APPOINTMENT, visit.id)
    year = visit.on.year
    yield because("threshold_crossed", source, visit_on=visit.on, threshold=limit.kx_threshold, year=year)
    if is_estimate:
        yield because("threshold_estimated", _figures(limit), year=year, from_year=limit.year)
    if crossed.review:
        yield _review(limit, crossed.review)
    if crossed.is_unpriced:
        yield because("visits_unpriced", Source(SourceKind.EXPECTED_RATE))


def _review(limit: YearlyLimit, visit: Visit) -> Reason:
    source = Source(SourceKind.APPOINTMENT, visit.id)
    return because("review_zone", source, visit_on=visit.on, threshold=limit.review_threshold)


def _figures(limit: YearlyLimit) -> Source:
    return Source(SourceKind.PAYER_RULE, label=f"medicare {limit.year}")
