"""In which order the coverages of one patient pay, and ORDER_COVERAGES where the records do not say it.

Source: NAIC Model 120 (coordination of benefits): a court decree, then the plan that covers the person otherwise than
as a dependent, then of two parents the one whose birthday comes earlier in the year, the same birthday: the plan that
has covered them longer. Medicaid pays last (42 USC 1396a(a)(25)); TRICARE after other insurance, before Medicaid
(10 USC 1079(j)(1)); Medicare by what it says itself (42 USC 1395y(b)). Certainty: knowledge.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.eligibility import drawing
from otium.terms.coverage import BenefitKind as Kind
from otium.terms.coverage import Coverage
from otium.terms.duty import Duty, DutyKind, FocusType, Param
from otium.terms.payers import PayerType
from otium.terms.provenance import Source, SourceKind

INJURY = frozenset({PayerType.WORKERS_COMP, PayerType.AUTO})  # pay for the injury alone: their order is their own
MEDICAID = frozenset({PayerType.MEDICAID_FFS, PayerType.MEDICAID_MCO})
MEDICARE = frozenset({PayerType.MEDICARE_B, PayerType.MEDICARE_ADVANTAGE})
APART = INJURY | {PayerType.SELF_PAY}
CHILD = "child"
BEFORE_MEDICARE = frozenset({Kind.MEDICARE_SECONDARY})
MEDICARE_FIRST = (
    "medicare_first"  # Medicare may not know of a group plan yet: good for a suggestion, not against the file
)


@dataclass(frozen=True, slots=True)
class Ordering:
    """Who pays in which order. `reason` is the rule that put the first before the second; `is_sure` False: `missing`
    says what would settle it, and the order is the one on file."""

    order: tuple[UUID, ...]
    reason: str  # medicaid_last, tricare_after, medicare_secondary, medicare_first, court_order, own_plan, birthday ...
    is_sure: bool = True
    missing: str = ""  # holder_birth_date, start_dates, medicare_secondary, employment


def order_of(coverages: Sequence[Coverage], *, is_medicare_second: bool | None = None) -> Ordering:
    """The order of coverages in force together. `is_medicare_second`: whether the payer told of one before Medicare.

    Raises ValueError for fewer than two.
    """
    if len(coverages) < 2:
        raise ValueError("order of fewer than two coverages")
    ranked = sorted(coverages, key=lambda c: (c.order, c.id))
    placed: list[Coverage] = []
    verdicts: list[_Verdict] = []
    for each in ranked:
        at = len(placed)
        while at > 0:
            verdict = _before(placed[at - 1], each, is_medicare_second)
            verdicts.append(verdict)
            if not verdict.is_swapped:
                break
            at -= 1
        placed.insert(at, each)
    unsure = next((v for v in verdicts if v.missing), None)
    first = _before(placed[0], placed[1], is_medicare_second)
    order = tuple(c.id for c in (ranked if unsure else placed))
    return Ordering(order, (unsure or first).reason, unsure is None, unsure.missing if unsure else "")


@dataclass(frozen=True, slots=True)
class _Verdict:
    reason: str
    is_swapped: bool = False  # the second comes before the first
    missing: str = ""


def _before(one: Coverage, other: Coverage, is_medicare_second: bool | None) -> _Verdict:
    """Whether `one` pays before `other`, by the first rule that tells them apart."""
    for reason, late in (("medicaid_last", MEDICAID), ("tricare_after", frozenset({PayerType.TRICARE}))):
        if (one.payer_type in late) != (other.payer_type in late):
            return _Verdict(reason, one.payer_type in late)
    if (one.payer_type in MEDICARE) != (other.payer_type in MEDICARE):
        return _medicare(one, other, is_medicare_second)
    if bool(one.is_court_ordered) != bool(other.is_court_ordered):
        return _Verdict("court_order", bool(other.is_court_ordered))
    is_own, is_others_own = one.relationship == "self", other.relationship == "self"
    if is_own != is_others_own:
        return _Verdict("own_plan", is_others_own)
    if one.relationship == other.relationship == CHILD:
        return _birthday(one, other)
    return _Verdict("same_standing", missing="employment")


def _medicare(one: Coverage, other: Coverage, is_second: bool | None) -> _Verdict:
    """Medicare pays second where it told of a payer before it; a supplement is always after it."""
    is_one = one.payer_type in MEDICARE
    rest = other if is_one else one
    if rest.payer_type is PayerType.OTHER:
        return _Verdict(MEDICARE_FIRST, not is_one)
    if is_second is None:
        return _Verdict("medicare_and_another", missing="medicare_secondary")
    return _Verdict("medicare_secondary", is_one) if is_second else _Verdict(MEDICARE_FIRST, not is_one)


def _birthday(one: Coverage, other: Coverage) -> _Verdict:
    """Of two parents' plans that whose holder's birthday comes earlier in the year, whatever the year of birth."""
    mine, theirs = one.holder_birth_on, other.holder_birth_on
    if mine is None or theirs is None:
        return _Verdict("birthday", missing="holder_birth_date")
    days = (mine.month, mine.day), (theirs.month, theirs.day)
    if days[0] != days[1]:
        return _Verdict("birthday", days[1] < days[0])
    if one.starts_on is None or other.starts_on is None or one.starts_on == other.starts_on:
        return _Verdict("covered_longer", missing="start_dates")
    return _Verdict("covered_longer", other.starts_on < one.starts_on)


def duties(case: Case) -> Iterator[Duty]:
    """Two coverages of one visit have the same place, or a rule that is sure puts them otherwise than on file."""
    for visit in case.upcoming:
        together = [c for c in case.patient.coverages if c.is_in_force(visit.on) and c.payer_type not in APART]
        if len(together) < 2:
            continue
        found = order_of(together, is_medicare_second=is_medicare_second(case, together))
        duty = _duty(case, together, found)
        if duty:
            yield duty
        return


def is_medicare_second(case: Case, coverages: Sequence[Coverage]) -> bool | None:
    """By Medicare's own newest answer; None where it gave none."""
    for coverage in coverages:
        answer = case.answer_about(coverage, BEFORE_MEDICARE) if coverage.payer_type in MEDICARE else None
        if answer is not None:
            return any(b.kind is Kind.MEDICARE_SECONDARY for b in answer.benefits)
    return None


def _duty(case: Case, together: list[Coverage], found: Ordering) -> Duty | None:
    by_id = {c.id: c for c in together}
    on_file = [c.order for c in together]
    is_tied = len(set(on_file)) < len(on_file)
    suggested = [by_id[key].order for key in found.order]
    is_certain = found.is_sure and found.reason != MEDICARE_FIRST
    if not is_tied and (not is_certain or suggested == sorted(suggested)):
        return None
    visits = [v for v in case.upcoming if all(c.is_in_force(v.on) for c in together)]
    first, second = (by_id[key] for key in found.order[:2])
    why = [because("order_unknown" if is_tied else "order_differs", _source(first), payer=first.payer_name,
                   other=second.payer_name)]  # fmt: skip
    if found.is_sure:
        told: dict[str, Param] = {"rule": found.reason, "payer": first.payer_name}
        why.append(because("order_suggested", _source(first), **told))
    else:
        why.append(because("order_lacks", _source(first), rule=found.reason, missing=found.missing))
    ground: dict[str, Param] = {"order": " ".join(str(key) for key in found.order), "on_file": str(sorted(on_file)),
                                "rule": found.reason}  # fmt: skip
    duty = drawing.duty(case, first, DutyKind.ORDER_COVERAGES, "", why, visits, ground)
    return replace(duty, focus_type=FocusType.PATIENT, focus_id=case.patient.patient_id)


def _source(coverage: Coverage) -> Source:
    return Source(SourceKind.COVERAGE, coverage.id)
