"""SETTLE_FINDING: the payer tells of something that changes who pays or what the family owes.

Another payer, managed care instead of the plan on file, a payer before Medicare, QMB, a spend-down. Closed by the
records that follow: the coverage added, the order set. Source: 271 EB01 R, MC, Y, EB04, MSG; QMB: 42 USC 1396a(n)(3),
no cost share may be collected. Certainty: knowledge (of the shapes: wires/x12/therapy/others.toml).
"""

import hashlib
import re
from collections.abc import Iterator

from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.eligibility import drawing
from otium.terms.coverage import Benefit, CheckStatus, Coverage
from otium.terms.coverage import BenefitKind as Kind
from otium.terms.duty import Duty, DutyKind, Param
from otium.terms.payers import PayerType
from otium.terms.provenance import Source, SourceKind

CODES = {
    Kind.OTHER_PAYER: "other_payer_found",
    Kind.MANAGED_CARE: "managed_care_found",
    Kind.MEDICARE_SECONDARY: "payer_before_medicare_found",
    Kind.QMB: "qmb_found",
    Kind.SPEND_DOWN: "spend_down_found",
}
TOLD = frozenset(CODES)
MANAGED = frozenset({PayerType.MEDICARE_ADVANTAGE, PayerType.MEDICAID_MCO})  # what a plan of managed care is on file as
GENERAL = frozenset({"health", "plan", "plans", "insurance", "company", "inc", "the", "of", "and", "medicare",
                     "medicaid", "advantage", "hmo", "ppo", "care", "group"})  # fmt: skip


def duties(case: Case) -> Iterator[Duty]:
    """One for each thing that the newest answer about such things tells, while visits under it are booked."""
    for coverage in case.patient.coverages:
        answer = case.answer_about(coverage, TOLD)
        if answer is None or answer.status is not CheckStatus.ACTIVE:
            continue
        visits = [v for v in case.upcoming if coverage.is_in_force(v.on)]
        told = {_instance(b): b for b in answer.benefits if visits and _tells(b)}
        for instance, benefit in told.items():
            if _is_followed(case, coverage, benefit):
                continue
            source = Source(SourceKind.BENEFIT_CHECK, answer.id)
            why = because(CODES[benefit.kind], source, **_params(benefit), answered_on=answer.answered_on)
            ground: dict[str, Param] = {"kind": benefit.kind.value, "text": benefit.text, "amount": benefit.amount}
            yield drawing.duty(case, coverage, DutyKind.SETTLE_FINDING, instance, (why,), visits, ground)


def _tells(benefit: Benefit) -> bool:
    if benefit.kind is Kind.QMB:
        return bool(benefit.flag)
    if benefit.kind is Kind.SPEND_DOWN:
        return benefit.amount is not None and benefit.amount > 0 and not benefit.is_ambiguous
    return benefit.kind in CODES


def _params(benefit: Benefit) -> dict[str, Param]:
    if benefit.kind is Kind.QMB:
        return {}
    if benefit.kind is Kind.SPEND_DOWN:
        return {"dollars": benefit.amount}
    return {"payer": benefit.text or None, "insurance": benefit.insurance_type or None, "benefit": str(benefit.id)}


def _instance(benefit: Benefit) -> str:
    """The kind, and whom it names in a digest: another payer is another finding, the same one told again is not."""
    named = f"{_plain(benefit.text)} {benefit.insurance_type}"
    return f"{benefit.kind.value} {hashlib.sha256(named.encode()).hexdigest()[:12]}"


def _is_followed(case: Case, told_by: Coverage, benefit: Benefit) -> bool:
    """The records say it already: the payer is on file, and where it must pay first, it does."""
    others = [c for c in case.patient.coverages if c.id != told_by.id and _is_for_visits(case, c)]
    if benefit.kind is Kind.OTHER_PAYER:
        return any(_is_named(c, benefit.text) for c in others)
    if benefit.kind is Kind.MANAGED_CARE:
        is_told_by_plan = told_by.payer_type in MANAGED and _is_named(told_by, benefit.text)
        return is_told_by_plan or any(c.order < told_by.order and _is_plan(c, benefit) for c in others)
    if benefit.kind is Kind.MEDICARE_SECONDARY:
        return any(c.order < told_by.order and (not benefit.text or _is_named(c, benefit.text)) for c in others)
    return False


def _is_for_visits(case: Case, coverage: Coverage) -> bool:
    return any(coverage.is_in_force(visit.on) for visit in case.upcoming)


def _is_plan(coverage: Coverage, benefit: Benefit) -> bool:
    return _is_named(coverage, benefit.text) if benefit.text else coverage.payer_type in MANAGED


def _is_named(coverage: Coverage, text: str) -> bool:
    """Whether the coverage's payer is the one named: the same words, but for those that every payer's name has."""
    known, named = (_words(name) for name in (coverage.payer_name, text))
    if not known or not named:
        return bool(_plain(text)) and _plain(coverage.payer_name) == _plain(text)
    return known <= named or named <= known


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", name.casefold())) - GENERAL


def _plain(name: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", name.casefold()))
