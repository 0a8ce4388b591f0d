"""Choosing an authorization for each visit so that as many visits as possible are covered.

Source: what lapses first is used first (earliest-deadline-first, optimal for unit jobs in intervals); where codes or
coverages narrow the choice, visits are moved along augmenting paths (maximum bipartite matching), so no visit is left
uncovered that another choice would cover. Earlier visits are never given up for later ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from otium.rules.allocation import demand
from otium.rules.allocation.demand import Candidate, Option, Usual
from otium.rules.primary import PrimaryByDay
from otium.terms.facts import PatientFacts
from otium.terms.prior_auth import AuthState, Use
from otium.terms.schedule import Visit, VisitType

OT = "OT"


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A visit that no authorization covers. `nothing_left`: one would, but for its quantity."""

    visit: Visit
    nothing_left: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who uses what: `uses` by time of visit, the visits left without, and the uses by authorization."""

    uses: tuple[Use, ...]
    uncovered: tuple[Uncovered, ...]
    taken: dict[UUID, tuple[tuple[Visit, Use], ...]]


def allocate(patient: PatientFacts) -> Allocation:
    """The whole calendar solved from scratch; the same facts in any order give the same uses.

    An authorization may serve a visit of its own coverage in its period when it covers its codes (or pools visits);
    inactive ones serve only visits already made. Among several: whole visits before parts of them, then the one that
    ends first, then the one that starts first, then the lower number. A code that no authorization names is taken to
    need none. It serves whom and where it names. Visits on a claim that went out keep what they were billed under.
    """
    visits = [v for v in patient.visits if v.discipline == OT and v.status.uses_benefits]
    visits.sort(key=lambda v: (v.starts_at, v.id))
    return solve(patient, visits, PrimaryByDay(patient.coverages))


def solve(patient: PatientFacts, visits: Sequence[Visit], primary_on: PrimaryByDay) -> Allocation:
    """`allocate` for visits already picked (OT, using benefits) and in order of time."""
    candidates = [demand.candidate(a, patient.coverages) for a in patient.authorizations if _serves(a.state)]
    candidates.sort(key=lambda c: (c.ends_on, c.starts_on, c.authorization.number, c.authorization.id))
    billed = {b.visit_id: b.uses for b in patient.billed if b.uses}
    if not candidates and not billed:
        return Allocation((), tuple(Uncovered(v, nothing_left=False) for v in visits), {})
    matching = _Matching(visits, candidates, primary_on, billed)
    matching.keep_billed()
    for at in range(len(visits)):
        matching.cover(at)
    return matching.result()


def _serves(state: AuthState) -> bool:
    return state is not AuthState.CANCELLED


@dataclass(slots=True)
class _Placed:
    option: Option
    why: str


@dataclass(slots=True)
class _Matching:
    """The state of the search: per visit its options, what it holds, and what each candidate still has."""

    visits: Sequence[Visit]
    candidates: list[Candidate]
    primary_on: PrimaryByDay
    billed: dict[UUID, tuple[Use, ...]] = field(default_factory=dict)  # of visits on a claim that went out
    placed: dict[int, _Placed] = field(default_factory=dict)
    rest: dict[int, list[_Placed]] = field(default_factory=dict)  # other codes of the same visit, elsewhere
    options: dict[int, list[Option]] = field(default_factory=dict)
    holders: dict[Candidate, list[int]] = field(default_factory=dict)
    exhausted: set[Candidate] = field(default_factory=set)
    failed: set[tuple[int, ...]] = field(default_factory=set)  # options (by identity) for which no room could be made
    shared: dict[tuple[Candidate, VisitType], Option | None] = field(default_factory=dict)
    uncovered: list[Uncovered] = field(default_factory=list)
    usual: Usual | None = None

    def keep_billed(self) -> None:
        """Take what visits on a claim that went out hold; nothing moves them. Less than nothing may be left then."""
        by_service = {s.id: (c, place) for c in self.candidates for place, s in enumerate(c.authorization.services)}
        visits = {visit.id for visit in self.visits} if self.billed else set[UUID]()
        for visit_id, uses in self.billed.items():
            for use in uses:
                found = by_service.get(use.service_id) if visit_id in visits else None
                if found is not None and (free := found[0].left[found[1]]) is not None:
                    found[0].left[found[1]] = free - use.quantity

    def cover(self, at: int) -> None:
        if self.visits[at].id in self.billed:
            return
        options = self.options[at] = self._options(at)
        fitting = [o for o in options if o.candidate not in self.exhausted and o.fits()]
        if fitting:
            self._place(at, fitting[0], _why(options, fitting))
        elif not self._make_room(at):
            self.uncovered.append(Uncovered(self.visits[at], nothing_left=bool(options)))
            return
        self._cover_rest(at)

    def result(self) -> Allocation:
        uses: list[Use] = []
        taken: dict[Candidate, list[tuple[Visit, Use]]] = {c: [] for c in self.candidates}
        by_id = {c.authorization.id: c for c in self.candidates}
        for at, visit in enumerate(self.visits):
            for use in self.billed.get(visit.id, ()):
                uses.append(use)
                if use.authorization_id in by_id:
                    taken[by_id[use.authorization_id]].append((visit, use))
            for placed in (self.placed[at], *self.rest.get(at, ())) if at in self.placed else ():
                candidate = placed.option.candidate
                authorization = candidate.authorization
                for take in placed.option.takes:
                    service = authorization.services[take.place]
                    use = Use(visit.id, authorization.id, service.id, take.quantity, placed.why, take.is_estimated)
                    uses.append(use)
                    taken[candidate].append((visit, use))
        held_by = {c.authorization.id: tuple(held) for c, held in taken.items() if held}
        return Allocation(tuple(uses), tuple(self.uncovered), held_by)

    def _options(self, at: int, codes: frozenset[str] | None = None) -> list[Option]:
        visit = self.visits[at]
        payer = self.primary_on[visit.on]
        found = [o for c in self.candidates if c.may_serve(visit, payer) and (o := self._option(c, visit, codes))]
        return found if len(found) < 2 else sorted(found, key=lambda o: o.codes is not None)

    def _option(self, candidate: Candidate, visit: Visit, codes: frozenset[str] | None) -> Option | None:
        """Visits without lines, and visits on a plain pool, all take the same: worked out once."""
        if codes is not None or (visit.lines and not candidate.is_plain_pool):
            return demand.option(candidate, visit, self._usual(visit), codes)
        key = (candidate, visit.kind)
        if key not in self.shared:
            self.shared[key] = demand.option(candidate, visit, self._usual(visit))
        return self.shared[key]

    def _usual(self, visit: Visit) -> Usual:
        if visit.lines:
            return {}
        if self.usual is None:
            self.usual = demand.usual_units(self.visits)
        return self.usual

    def _place(self, at: int, option: Option, why: str) -> None:
        _shift(option, -1)
        self.placed[at] = _Placed(option, why)
        self.holders.setdefault(option.candidate, []).append(at)

    def _unplace(self, at: int) -> _Placed:
        held = self.placed.pop(at)
        _shift(held.option, +1)
        self.holders[held.option.candidate].remove(at)
        return held

    def _make_room(self, at: int) -> bool:
        """Covers the visit by moving others to where they fit as well; False when nothing helps."""
        options = self.options[at]
        signature = tuple(map(id, options))
        if not options or signature in self.failed:
            return False
        seen: set[Candidate] = set(self.exhausted)
        if self._augment(at, seen, "only_one" if len(options) == 1 else "only_one_left"):
            return True
        self.failed.add(signature)
        # No later visit can be helped by what this search saw either (matching theory); true for plain visits only.
        if all(c.is_one_visit_pool for c in seen):
            self.exhausted = seen
        return False

    def _augment(self, at: int, seen: set[Candidate], why: str, *, is_whole: bool = False) -> bool:
        for option in self.options[at]:
            if option.candidate in seen or (is_whole and option.codes is not None):
                continue
            seen.add(option.candidate)
            if option.fits():
                self._place(at, option, why)
                return True
            for other in reversed(self.holders.get(option.candidate, [])[:]):
                if other in self.rest or all(o.candidate in seen for o in self.options[other]):
                    continue
                held = self._unplace(other)
                is_whole = held.option.codes is None  # a visit covered whole is not given up in part for a later one
                if option.fits() and self._augment(other, seen, "made_room", is_whole=is_whole):
                    self._place(at, option, why)
                    return True
                self._place(other, held.option, held.why)
        return False

    def _cover_rest(self, at: int) -> None:
        """Hands the codes that the chosen authorization does not name to others that do, where they have any left."""
        held = self.placed[at].option
        if held.codes is None:
            return
        missing = frozenset(line.code for line in self.visits[at].lines) - held.codes
        while missing:
            options = [o for o in self._options(at, missing) if o.fits()]
            if not options:
                return
            _shift(options[0], -1)
            self.rest.setdefault(at, []).append(_Placed(options[0], _why(options, options)))
            missing = missing - (options[0].codes or missing)


def _shift(option: Option, sign: int) -> None:
    left = option.candidate.left
    for take in option.takes:
        free = left[take.place]
        if free is not None:
            left[take.place] = free + sign * take.quantity


def _why(options: list[Option], fitting: list[Option]) -> str:
    """Why the first of `fitting` was taken, in the order in which the rule compares."""
    if len(options) == 1:
        return "only_one"
    if len(fitting) == 1:
        return "only_one_left"
    first, second = fitting[0].candidate, fitting[1].candidate
    if first.ends_on != second.ends_on:
        return "ends_first"
    return "starts_first" if first.starts_on != second.starts_on else "lowest_number"
