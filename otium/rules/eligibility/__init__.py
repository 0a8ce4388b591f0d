"""Coverage: asked in time, answered, still in force, and enough of it for the visits booked.

`checks.py` VERIFY_COVERAGE and FIX_INQUIRY, `replacing.py` REPLACE_COVERAGE, `limits.py` TELL_BENEFIT_LIMIT,
`promises.py` FOLLOW_PROMISE, `thresholds.py` TELL_THRESHOLD. `worksheet.py` says what a call asks for,
`hold_times.py` when to call. What an answer tells besides: `contradictions.py` DECIDE_BENEFIT, `changes.py`
REVIEW_CHANGE, `findings.py` SETTLE_FINDING, `order.py` ORDER_COVERAGES. `rejects.py`: the cure of each refusal (AAA).
"""

from collections.abc import Iterator

from otium.rules.case import Case
from otium.rules.eligibility import (
    changes,
    checks,
    contradictions,
    findings,
    limits,
    order,
    promises,
    replacing,
    thresholds,
)
from otium.terms.duty import Duty


def duties(case: Case) -> Iterator[Duty]:
    yield from promises.duties(case)
    if case.upcoming:
        yield from checks.duties(case)
        yield from replacing.duties(case)
        yield from limits.duties(case)
        yield from contradictions.duties(case)
        yield from changes.duties(case)
        yield from findings.duties(case)
        yield from order.duties(case)
        yield from thresholds.duties(case)
