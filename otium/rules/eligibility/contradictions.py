"""DECIDE_BENEFIT: answers contradict each other about a benefit that a booked visit draws on, and nobody decided.

Until then the rules take none of the values (rules/answers). Source: the house's rule; certainty: by definition.
"""

from collections.abc import Iterator

from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.eligibility import drawing
from otium.terms.coverage import BenefitKind as Kind
from otium.terms.coverage import Contradiction, Coverage
from otium.terms.duty import Duty, DutyKind, Param, Reason
from otium.terms.provenance import Source, SourceKind

# What is used changes what is left; where that is stated too, one decision is enough.
LEFT_OF = {
    Kind.VISITS_USED: Kind.VISITS_REMAINING,
    Kind.DOLLARS_USED: Kind.DOLLARS_REMAINING,
    Kind.DEDUCTIBLE_MET: Kind.DEDUCTIBLE_REMAINING,
    Kind.OUT_OF_POCKET_MET: Kind.OUT_OF_POCKET_REMAINING,
}


def duties(case: Case) -> Iterator[Duty]:
    for coverage in case.patient.coverages:
        if len(case.checks_of(coverage)) == 0:
            continue
        visits = drawing.visits_of(case, coverage)
        if not visits:
            continue
        found = [each for each in case.contradictions_of(coverage) if each.held is None]
        kinds = {each.kind for each in found}
        for each in found:
            if LEFT_OF.get(each.kind) not in kinds:
                ground: dict[str, Param] = {"digest": each.digest}
                why = tuple(_why(coverage, each))
                yield drawing.duty(case, coverage, DutyKind.DECIDE_BENEFIT, each.instance, why, visits, ground)


def _why(coverage: Coverage, found: Contradiction) -> Iterator[Reason]:
    """What, then each value with the answer it is of."""
    source = Source(SourceKind.COVERAGE, coverage.id)
    yield because("answers_contradict", source, what=found.kind.value, count=len(found.sides))
    for side in found.sides:
        told = Source(SourceKind.BENEFIT_CHECK, side.check.id)
        said: dict[str, Param] = {"channel": side.check.channel, "answered_on": side.check.answered_on}
        yield because("answer_says", told, benefit=str(side.benefit.id), **said)
