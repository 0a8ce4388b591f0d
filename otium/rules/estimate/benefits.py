"""What the payer's answers say of the patient's share: the newest answer that states each thing, in network.

Source: X12 271 EB01 A, B, C, G, Y; portal, call, card. Two amounts in one answer contradict: unknown until somebody
decides. A person's and a family's yearly sum are two sums; both are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otium.rules.case import Case
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, CheckStatus, Coverage
from otium.terms.provenance import Source, SourceKind

FAMILY, INDIVIDUAL = "family", "individual"
LEVELS = {INDIVIDUAL: False, FAMILY: True}  # is it EB02 FAM; what names no level is the person's


@dataclass(frozen=True, slots=True)
class Held:
    """One thing an answer says. `amount` None: it is stated, and two amounts contradict each other."""

    amount: Decimal | None
    answered_on: date
    source: Source
    period: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of one coverage's shares; absent is unknown. Sums by level."""

    copay: Held | None
    coinsurance: Held | None
    is_covered: bool | None
    is_qmb: bool
    deductible: dict[str, Held]
    deductible_left: dict[str, Held]
    out_of_pocket: dict[str, Held]
    out_of_pocket_left: dict[str, Held]
    spend_down: Held | None
    status: CheckStatus | None  # of the newest answer

    @property
    def since(self) -> date | None:
        """The earliest day from which a remainder runs down."""
        left = (*self.deductible_left.values(), *self.out_of_pocket_left.values())
        return min((held.answered_on for held in (*left, self.spend_down) if held), default=None)


def sheet(case: Case, coverage: Coverage) -> Sheet:
    answers = list(_answers(case, coverage))
    latest = case.latest_answer(coverage)
    one = {kind: next(iter(_newest(answers, kind).values()), None) for kind in _SINGLE}
    lefts = {
        name: _left(answers, remaining, met, _newest(answers, whole)) for name, (whole, met, remaining) in _SUMS.items()
    }
    return Sheet(
        copay=one[BenefitKind.COPAY],
        coinsurance=one[BenefitKind.COINSURANCE],
        is_covered=_flag(answers, BenefitKind.COVERED),
        is_qmb=_flag(answers, BenefitKind.QMB) is True,
        deductible=_newest(answers, BenefitKind.DEDUCTIBLE),
        deductible_left=lefts["deductible"],
        out_of_pocket=_newest(answers, BenefitKind.OUT_OF_POCKET),
        out_of_pocket_left=lefts["out_of_pocket"],
        spend_down=one[BenefitKind.SPEND_DOWN],
        status=latest.status if latest else None,
    )


_SINGLE = (BenefitKind.COPAY, BenefitKind.COINSURANCE, BenefitKind.SPEND_DOWN)
_SUMS = {
    "deductible": (BenefitKind.DEDUCTIBLE, BenefitKind.DEDUCTIBLE_MET, BenefitKind.DEDUCTIBLE_REMAINING),
    "out_of_pocket": (BenefitKind.OUT_OF_POCKET, BenefitKind.OUT_OF_POCKET_MET, BenefitKind.OUT_OF_POCKET_REMAINING),
}


def _answers(case: Case, coverage: Coverage) -> Iterator[BenefitCheck]:
    """Newest first; those given before the coverage changed say nothing any more."""
    for check in reversed(case.checks_of(coverage)):
        is_old = coverage.changed_on is not None and check.answered_on < coverage.changed_on
        if check.status is CheckStatus.ACTIVE and not is_old:
            yield check


def _newest(answers: list[BenefitCheck], kind: BenefitKind) -> dict[str, Held]:
    """By level, of the newest answer that states the kind at all."""
    for check in answers:
        rows = _in_network([b for b in check.benefits if b.kind is kind and b.amount is not None])
        if rows:
            of = {
                level: found for level in LEVELS if (found := [r for r in rows if (r.level == "FAM") == LEVELS[level]])
            }
            return {level: _held(found, check) for level, found in of.items()}
    return {}


def _in_network(rows: list[Benefit]) -> list[Benefit]:
    """Those said to be in network, else those of which nothing is said; never those out of network."""
    said = [row for row in rows if row.in_network]
    return said or [row for row in rows if row.in_network is None]


def _held(rows: list[Benefit], check: BenefitCheck) -> Held:
    amounts = {row.amount for row in rows}
    amount = rows[0].amount if len(amounts) == 1 else None
    return Held(amount, check.answered_on, Source(SourceKind.BENEFIT_CHECK, check.id), rows[0].period)


def _left(
    answers: list[BenefitCheck], remaining: BenefitKind, met: BenefitKind, wholes: dict[str, Held]
) -> dict[str, Held]:
    """What is left as stated; where only what is met is stated, the whole less that."""
    stated, spent = _newest(answers, remaining), _newest(answers, met)
    derived = {
        level: Held(max(whole.amount - paid.amount, Decimal(0)), paid.answered_on, paid.source)
        for level, whole in wholes.items()
        if (paid := spent.get(level)) and whole.amount is not None and paid.amount is not None
    }
    return derived | stated


def _flag(answers: list[BenefitCheck], kind: BenefitKind) -> bool | None:
    for check in answers:
        flags = {b.flag for b in check.benefits if b.kind is kind and b.flag is not None and b.in_network is not False}
        if flags:
            return flags.pop() if len(flags) == 1 else None
    return None
