"""The calendar: clashes in what was imported (`clashes`), fewer visits booked than planned (`drift`), times that are
free (`free`), what a kind of visit takes (`kinds`), who may treat whom (`people`), what a change does (`effects`)."""

from collections.abc import Iterator

from otium.rules.case import Case
from otium.rules.schedule import clashes, drift
from otium.terms.duty import Duty


def duties(case: Case) -> Iterator[Duty]:
    yield from clashes.duties(case)
    yield from drift.duties(case)
