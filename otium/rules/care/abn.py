"""GIVE_ABN: Medicare is expected to deny a booked visit as not necessary, so the patient is told in writing before.

Source: CMS-R-131 and CMS Pub. 100-04 ch. 30: before the service, where a denial for necessity is expected; not for
Medicare Advantage (rules/payers: advance_notice). Expected here is only what section 220.3 supports: the year is over
the threshold, and the record does not hold what KX would attest (threshold.Kx.NOT_DOCUMENTED). A plan that is not
certified is a technical denial, of which no notice shifts the bill to the patient. Certainty: knowledge.
"""

from collections.abc import Iterator
from decimal import Decimal

from otium.rules import acts, business_days
from otium.rules.because import because
from otium.rules.care import threshold
from otium.rules.care.threshold import Kx, Passed
from otium.rules.case import Case
from otium.rules.estimate import prices
from otium.rules.families import telling
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

DUE_BEFORE = 3  # business days before the visit
RATES = Source(SourceKind.EXPECTED_RATE)
OPENS_BEFORE_DUE = 7  # business days


def duties(case: Case) -> Iterator[Duty]:
    """One a coverage and year, from ten business days before the visit."""
    for coverage in case.patient.coverages:
        if not case.upcoming or not case.rules_of(coverage).kx_applies:
            continue
        for year in sorted({v.on.year for v in case.upcoming}):
            found = threshold.passed(case, coverage, year)
            duty = _duty(case, found) if found else None
            if duty and case.on >= business_days.back(duty.due_on, OPENS_BEFORE_DUE, case.days):
                yield duty


def is_given(case: Case, found: Passed) -> bool:
    """The notice of this year was given, as the ground of the duty is today, and the patient wants the care."""
    duty = _duty(case, found)
    if duty is None:
        return False
    signed = telling.signed(duty, case.patient.notices)
    if signed is not None:
        return signed.choice not in telling.CANCELS
    return acts.settled_by(duty, acts.by_key(case.patient.acts)) is not None


def _first_ahead(case: Case, found: Passed) -> Visit | None:
    """The first booked visit over the threshold: a notice comes before the service, never after."""
    over = threshold.from_there_on(case, found.coverage, found.crossed.threshold)
    ahead = frozenset(v.id for v in case.upcoming)
    return next((v for v in over if v.id in ahead), None)


def _duty(case: Case, found: Passed) -> Duty | None:
    visit = _first_ahead(case, found)
    if found.kx is not Kx.NOT_DOCUMENTED or found.why_not is None or visit is None:
        return None
    return Duty(
        kind=DutyKind.GIVE_ABN,
        focus_type=FocusType.COVERAGE,
        focus_id=found.coverage.id,
        instance=str(visit.on.year),
        due_on=business_days.back(visit.on, DUE_BEFORE, case.days),
        last_safe_on=business_days.back(visit.on, 1, case.days),
        why=(_crossed(found, visit), found.why_not, _cost(case, threshold.from_there_on(case, found.coverage, visit))),
        at_risk=case.at_risk(threshold.from_there_on(case, found.coverage, visit)),
        patient_id=case.patient.patient_id,
        therapist_id=visit.therapist_id or case.patient.therapist_id,
        appointment_id=visit.id,
        ground={"year": visit.on.year, "threshold": found.limit.kx_threshold},
    )


def _cost(case: Case, visits: list[Visit]) -> Reason:
    """What the family would pay if Medicare denies (field F): all at the practice's own prices, else all by its rates.

    `each` where all visits cost the same. Source: CMS Pub. 100-04 ch. 30 s. 50: a good-faith estimate, so that which
    of the two it is must be said.
    """
    for code, amounts in (
        ("abn_cost_charge", [prices.charged(case, v).amount for v in visits]),
        ("abn_cost_rate", [case.price(v) for v in visits]),
    ):
        known = [amount for amount in amounts if amount is not None]
        if len(known) == len(amounts):
            return because(code, RATES, cost=sum(known, Decimal(0)), each=known[0] if len(set(known)) == 1 else None)
    return because("abn_cost_unknown", RATES)


def _crossed(found: Passed, visit: Visit) -> Reason:
    source = Source(SourceKind.APPOINTMENT, found.crossed.threshold.id)
    return because(
        "threshold_crossed", source, visit_on=found.crossed.threshold.on, threshold=found.limit.kx_threshold,
        year=visit.on.year,
    )  # fmt: skip
