"""Whether occupational therapy is covered and needs an authorization."""

from collections.abc import Iterator, Sequence

from otium.terms.eligibility_answer import BenefitLine, TherapyBenefit, TherapyBenefitKind
from otium.wires.x12.therapy.choose import Candidate, best
from otium.wires.x12.therapy.scope import OT, Rank, scope

_COVERED = {**dict.fromkeys("12345", True), **dict.fromkeys("678EI", False)}  # E exclusions, I non-covered


def rights(lines: Sequence[BenefitLine]) -> tuple[TherapyBenefit, ...]:
    """COVERED and AUTHORIZATION_REQUIRED as the lines for therapy say.

    A plan-level EB11 says nothing of one service, so it is not taken for therapy.
    """
    return best(_candidates(lines))


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
