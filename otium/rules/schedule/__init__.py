"""The calendar: clashes in what was imported (`clashes`), fewer visits booked than planned (`drift`), times that are
free (`free`), what a kind of visit takes (`kinds`), who may treat whom (`people`), what a change does (`effects`), how
regularly families come (`attendance`), visits by video (`video`), who bills a co-treatment (`cotreatment`)."""

from collections.abc import Iterator

from otium.rules.case import Case
from otium.rules.schedule import attendance, clashes, drift
from otium.terms.duty import Duty

__all__ = ["duties"]


def duties(case: Case) -> Iterator[Duty]:
    yield from clashes.duties(case)
    yield from drift.duties(case)
    yield from attendance.duties(case)
