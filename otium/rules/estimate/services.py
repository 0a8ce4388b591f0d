"""What will be done on a booked visit: as planned, else as usual for this patient."""

from otium.rules.allocation import demand
from otium.rules.case import Case
from otium.terms.schedule import ServiceLine, Visit


def planned(case: Case, visit: Visit) -> tuple[tuple[ServiceLine, ...], bool]:
    """(lines, are they the patient's usual ones). Empty where nothing tells: an evaluation or test without lines, no
    history.

    The usual lines are those that authorizations are counted with: by code the upper median of the visits made.
    """
    if visit.lines:
        return visit.lines, False
    if visit.kind in demand.NOT_AS_USUAL:
        return (), False
    usual = demand.usual_units(case.counted)
    return tuple(ServiceLine(code, units) for code, units in usual.items()), bool(usual)
