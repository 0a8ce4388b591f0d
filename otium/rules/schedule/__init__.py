"""The calendar: clashes in what was imported (`clashes`), times that are free (`free`), how regularly families come
(`attendance`), visits by video (`video`), who bills a co-treatment (`cotreatment`)."""

from collections.abc import Iterator

from otium.rules.case import Case
from otium.rules.schedule import attendance, clashes
from otium.terms.duty import Duty

__all__ = ["duties"]


def duties(case: Case) -> Iterator[Duty]:
    yield from clashes.duties(case)
    yield from attendance.duties(case)
