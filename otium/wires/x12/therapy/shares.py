"""What the patient pays: copay, coinsurance, deductible, out of pocket, spend-down.

Source: EB01 A, B, C, G and Y of 005010X279A1; EB06 tells totals from remainders.
"""

from collections.abc import Iterator, Sequence

from otium.terms.eligibility_answer import BenefitLine, TherapyBenefit, TherapyBenefitKind
from otium.wires.x12.therapy.choose import Candidate, best
from otium.wires.x12.therapy.scope import OT, Rank, scope

_REMAINING = "29"
_YEAR_TO_DATE = "24"

# EB01 to the kind by EB06; None stands for every other period.
_KINDS: dict[str, dict[str | None, TherapyBenefitKind]] = {
    "A": {None: TherapyBenefitKind.COINSURANCE},
    "B": {None: TherapyBenefitKind.COPAY},
    "C": {
        None: TherapyBenefitKind.DEDUCTIBLE,
        _REMAINING: TherapyBenefitKind.DEDUCTIBLE_REMAINING,
        _YEAR_TO_DATE: TherapyBenefitKind.DEDUCTIBLE_MET,
    },
    "G": {
        None: TherapyBenefitKind.OUT_OF_POCKET,
        _REMAINING: TherapyBenefitKind.OUT_OF_POCKET_REMAINING,
        _YEAR_TO_DATE: TherapyBenefitKind.OUT_OF_POCKET_MET,
    },
    "Y": {None: TherapyBenefitKind.SPEND_DOWN},
}


def shares(lines: Sequence[BenefitLine]) -> tuple[TherapyBenefit, ...]:
    """One row a kind where the payer is of one mind: the line nearest to therapy, in network first."""
    return best(_candidates(lines))


def _candidates(lines: Sequence[BenefitLine]) -> Iterator[Candidate]:
    for line in lines:
        stated, where = line.stated, scope(line)
        kinds = _KINDS.get(stated.code)
        if kinds is None or where is None:
            continue
        kind = kinds.get(stated.period, kinds[None])
        amount = stated.percent if kind is TherapyBenefitKind.COINSURANCE else stated.money
        if amount is not None:
            yield Candidate(
                where.rank,
                TherapyBenefit(
                    kind,
                    (line.segment,),
                    amount=amount,
                    period=stated.period,
                    services=() if where.rank is Rank.PLAN else (OT,),
                    level=stated.level,
                    network=stated.network,
                ),
            )
