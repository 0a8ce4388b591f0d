"""OBTAIN_REFERRAL: an order or referral in force for every visit, where the payer asks for one.

Source: rules/payers (42 CFR 440.110 for Medicaid, TRICARE Prime, workers' comp orders). Certainty: knowledge.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from otium.rules import business_days
from otium.rules.because import because, but_for_the_visit, payer_rule
from otium.rules.case import Case
from otium.terms.care import Referral
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit, VisitStatus

OPENS_BEFORE = 30  # calendar days
DUE_BEFORE = 5  # business days: a physician's office needs some


@dataclass(slots=True)
class _Order:
    """A referral while its visits are handed out. `left` None: no number stated."""

    referral: Referral
    left: int | None

    def holds(self, day: date) -> bool:
        written_on, expires_on = self.referral.written_on, self.referral.expires_on
        return (written_on is None or written_on <= day) and (expires_on is None or day <= expires_on)


def duties(case: Case) -> Iterator[Duty]:
    lacking = [v for v in without_referral(case) if v.on >= case.on and v.status is VisitStatus.BOOKED]
    if lacking and case.on >= business_days.shift(lacking[0].on, -OPENS_BEFORE):
        yield _duty(case, lacking)


@dataclass(frozen=True, slots=True)
class Held:
    """The referral a visit uses. `left` are its visits after this one; None: no number stated."""

    referral: Referral
    left: int | None


def without_referral(case: Case) -> list[Visit]:
    """Visits that need a referral and have none, by time."""
    return [visit for visit, held in handed_out(case) if held is None]


def handed_out(case: Case) -> Iterator[tuple[Visit, Held | None]]:
    """Each visit that needs a referral, by time, with the one it uses. What expires first is used first."""
    if not any(case.rules_of(c).referral_required for c in case.patient.coverages):
        return  # most payers ask for none, and a practice has many visits
    orders = [_Order(r, r.visits) for r in case.patient.referrals]
    orders.sort(key=lambda o: (o.referral.expires_on or date.max, o.referral.written_on or date.min, o.referral.id))
    for visit in case.counted:
        if _asks(case, visit):
            yield visit, _take(orders, visit)


def _asks(case: Case, visit: Visit) -> bool:
    payer = case.payer_of(visit)
    return payer is not None and bool(case.rules_of(payer).referral_required)


def _take(orders: list[_Order], visit: Visit) -> Held | None:
    for order in orders:
        if order.holds(visit.on) and (order.left is None or order.left > 0):
            if order.left is not None:
                order.left -= 1
            return Held(order.referral, order.left)
    return None


def _duty(case: Case, lacking: list[Visit]) -> Duty:
    first = lacking[0]
    payer, why = case.payer_of(first), reason_lacking(case, first)
    asks = [_rule(case.rules_of(payer))] if payer else []
    return Duty(
        kind=DutyKind.OBTAIN_REFERRAL,
        focus_type=FocusType.PATIENT,
        focus_id=case.patient.patient_id,
        due_on=business_days.back(first.on, DUE_BEFORE, case.days),
        last_safe_on=business_days.back(first.on, 1, case.days),
        why=(why, *asks),
        at_risk=case.at_risk(lacking),
        patient_id=case.patient.patient_id,
        therapist_id=first.therapist_id or case.patient.therapist_id,
        appointment_id=first.id,
        ground={"referral": _referral_of(why), **but_for_the_visit((why, *asks))},
    )


def _referral_of(why: Reason) -> str:
    """Id of the referral that does not do, empty when there is none."""
    source = why.source
    return str(source.id) if source and source.kind is SourceKind.REFERRAL else ""


def reason_lacking(case: Case, first: Visit) -> Reason:
    """Missing, expired before the visit, or its visits are used up: what the newest referral begun by then says."""
    begun = [r for r in case.patient.referrals if r.written_on is None or r.written_on <= first.on]
    if not begun:
        return because("referral_missing", Source(SourceKind.APPOINTMENT, first.id), visit_on=first.on)
    newest = max(begun, key=lambda r: (r.expires_on or date.max, r.written_on or date.min, r.id))
    source = Source(SourceKind.REFERRAL, newest.id)
    if newest.expires_on and newest.expires_on < first.on:
        return because("referral_expires", source, expires_on=newest.expires_on, visit_on=first.on)
    return because("referral_used_up", source, visits=newest.visits, visit_on=first.on)


def _rule(rules: PayerRules) -> Reason:
    certainty = rules.certainty_of("referral_required")
    return because("referral_required_by_rule", payer_rule(rules), payer_rule=rules.key, certainty=certainty)
