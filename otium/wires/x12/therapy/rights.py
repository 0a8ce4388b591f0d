"""Whether occupational therapy is covered, needs an authorization, and who else pays."""

from collections.abc import Iterator, Sequence

from otium.terms.eligibility_answer import BenefitLine, TherapyBenefit, TherapyBenefitKind
from otium.wires.x12.therapy.choose import Candidate, best
from otium.wires.x12.therapy.scope import OT, Rank, scope

_COVERED = {**dict.fromkeys("12345", True), **dict.fromkeys("678EI", False)}  # E exclusions, I non-covered
_OTHERS = {"R": TherapyBenefitKind.OTHER_PAYER, "MC": TherapyBenefitKind.MANAGED_CARE}


def rights(lines: Sequence[BenefitLine]) -> tuple[TherapyBenefit, ...]:
    """COVERED and AUTHORIZATION_REQUIRED as the lines for therapy say; every OTHER_PAYER and MANAGED_CARE line.

    A plan-level EB11 says nothing of one service, so it is not taken for therapy.
    """
    return (*best(_candidates(lines)), *_others(lines))


def _candidates(lines: Sequence[BenefitLine]) -> Iterator[Candidate]:
    for line in lines:
        where, stated = scope(line), line.stated
        if where is None or where.rank > Rank.PHYSICAL_MEDICINE:
            continue
        covered = _COVERED.get(stated.code)
        if covered is not None:
            yield Candidate(where.rank, _right(TherapyBenefitKind.COVERED, line, is_true=covered))
        if stated.auth_required is not None:
            right = _right(TherapyBenefitKind.AUTHORIZATION_REQUIRED, line, is_true=stated.auth_required)
            yield Candidate(where.rank, right)


def _right(kind: TherapyBenefitKind, line: BenefitLine, *, is_true: bool) -> TherapyBenefit:
    stated = line.stated
    return TherapyBenefit(
        kind, (line.segment,), is_true=is_true, services=(OT,), level=stated.level, network=stated.network
    )


def _others(lines: Sequence[BenefitLine]) -> Iterator[TherapyBenefit]:
    for line in lines:
        kind = _OTHERS.get(line.stated.code)
        for party in line.detail.parties or (None,) if kind else ():
            if kind:
                yield TherapyBenefit(kind, (line.segment,), level=line.stated.level, party=party)
