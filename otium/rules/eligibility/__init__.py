"""Coverage: asked in time, answered, still in force, and enough of it for the visits booked.

`checks.py` VERIFY_COVERAGE and FIX_INQUIRY, `replacing.py` REPLACE_COVERAGE, `limits.py` TELL_BENEFIT_LIMIT,
`thresholds.py` TELL_THRESHOLD.
"""

from collections.abc import Iterator

from otium.rules.case import Case
from otium.rules.eligibility import checks, limits, replacing, thresholds
from otium.terms.duty import Duty


def duties(case: Case) -> Iterator[Duty]:
    if case.upcoming:
        yield from checks.duties(case)
        yield from replacing.duties(case)
        yield from limits.duties(case)
        yield from thresholds.duties(case)
