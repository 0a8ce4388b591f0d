"""What a visit would take from an authorization: visits or units, from which of its services.

Source: 278 HSD (visits) and SV1 (units) as approved; how payers count is theirs, so the ledger is a forecast.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from otium.rules.allocation import named
from otium.terms.coverage import Coverage
from otium.terms.prior_auth import Authorization, AuthorizedService, AuthState, Basis
from otium.terms.schedule import MADE, ServiceLine, Visit, VisitType

# The codes an evaluation is billed with; a visit of such a kind without lines is not counted as usual treatment.
EVALUATION_CODES = {
    VisitType.EVALUATION: frozenset({"97165", "97166", "97167"}),
    VisitType.RE_EVALUATION: frozenset({"97168"}),
}
# What is done on these is not the patient's usual treatment; without lines it is unknown.
NOT_AS_USUAL = frozenset({*EVALUATION_CODES, VisitType.FCE, VisitType.HOME_PROGRAM_REVIEW})
LEAST = 1  # a visit takes at least one; used, and marked estimated, when nothing tells how many units

Usual = dict[str, int]


@dataclass(frozen=True, slots=True)
class Take:
    """Quantity a visit takes from one service, by the service's place in its candidate."""

    place: int
    quantity: int
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One way to cover a visit. `codes` are those of the visit that it covers; None: all, known or not."""

    candidate: "Candidate"
    takes: tuple[Take, ...]
    codes: frozenset[str] | None = None

    def fits(self) -> bool:
        left = self.candidate.left
        return all((free := left[t.place]) is None or free >= t.quantity for t in self.takes)


@dataclass(slots=True, eq=False)
class Candidate:
    """An authorization while it is being handed out. `left` by service; None is unknown, so never used up."""

    authorization: Authorization
    starts_on: date
    ends_on: date
    is_active: bool
    coverage: Coverage | None  # None: not known, so it may serve any
    left: list[int | None]
    is_one_visit_pool: bool  # one service, counted in visits
    is_plain_pool: bool  # and of any code
    names_somebody: bool  # who renders it, or where

    def may_serve(self, visit: Visit, primary: Coverage | None) -> bool:
        """In its period, under its coverage, by whom and where it names, where both are known.

        An inactive one serves visits already made.
        """
        if not self.starts_on <= visit.on <= self.ends_on:
            return False
        if self.coverage is not None and primary is not None and self.coverage is not primary:
            return False
        if self.names_somebody and named.differs(self.authorization, visit):
            return False
        return self.is_active or visit.status in MADE


def candidate(authorization: Authorization, coverages: Iterable[Coverage]) -> Candidate:
    services = authorization.services
    return Candidate(
        authorization=authorization,
        starts_on=authorization.starts_on or date.min,
        ends_on=authorization.ends_on or date.max,
        is_active=authorization.state is AuthState.ACTIVE,
        coverage=next((c for c in coverages if c.id == authorization.coverage_id), None),
        left=[None if s.approved is None else max(0, s.approved - s.opening_used) for s in services],
        is_one_visit_pool=len(services) == 1 and services[0].basis is Basis.VISITS,
        is_plain_pool=len(services) == 1 and services[0].basis is Basis.VISITS and not services[0].codes,
        names_somebody=bool(authorization.therapist_npis or authorization.location_id),
    )


def usual_units(visits: Iterable[Visit]) -> Usual:
    """The patient's usual units by code: the median over treatment visits made, a code not billed counting 0.

    The upper median, so that an even number of visits is not counted short. Empty when no lines are known.
    """
    billed = [v.lines for v in visits if v.lines and v.status in MADE and v.kind is VisitType.TREATMENT]
    units: dict[str, list[int]] = {}
    for lines in billed:
        for code, total in _sums(lines).items():
            units.setdefault(code, []).append(total)
    return {code: median for code, found in units.items() if (median := _upper_median(found, len(billed)))}


def option(candidate: Candidate, visit: Visit, usual: Usual, codes: frozenset[str] | None = None) -> Option | None:
    """What the visit (or only its `codes`) would take from the candidate; None when the candidate covers none of it."""
    units = _units_of(visit, usual)
    if codes is not None and units is not None:
        units = {code: n for code, n in units.items() if code in codes}
    takes, covered = [], set[str]()
    is_known = bool(visit.lines)
    for place, service in enumerate(candidate.authorization.services):
        quantity = _quantity(service, units, visit)
        if quantity is not None:
            takes.append(Take(place, quantity[0], quantity[1]))
            covered |= service.codes
    if not takes:
        return None
    is_pool = any(not candidate.authorization.services[t.place].codes for t in takes)
    wanted = frozenset(units or ())
    is_whole = is_pool or not is_known or wanted <= covered
    return Option(candidate, tuple(takes), None if is_whole else wanted & covered)


def _units_of(visit: Visit, usual: Usual) -> Usual | None:
    """Units by code: as billed or planned, else the usual ones of a treatment, else unknown."""
    if visit.lines:
        return _sums(visit.lines)
    if visit.kind in NOT_AS_USUAL:
        return None
    return usual or None


def _quantity(service: AuthorizedService, units: Usual | None, visit: Visit) -> tuple[int, bool] | None:
    """(quantity, is it estimated) that the visit takes of the service; None when it takes nothing."""
    is_estimated = not visit.lines
    if service.basis is Basis.VISITS and not service.codes:
        return (1, False)
    if units is None:
        own = EVALUATION_CODES.get(visit.kind)
        touches = own is None or not service.codes or bool(own & service.codes)
        return (LEAST, True) if touches else None
    matched = sum(n for code, n in units.items() if not service.codes or code in service.codes)
    if not matched:
        return None
    return (1 if service.basis is Basis.VISITS else matched, is_estimated)


def _sums(lines: Iterable[ServiceLine]) -> Usual:
    sums: Usual = {}
    for line in lines:
        sums[line.code] = sums.get(line.code, 0) + line.units
    return sums


def _upper_median(found: list[int], visits: int) -> int:
    return sorted([0] * (visits - len(found)) + found)[visits // 2]
