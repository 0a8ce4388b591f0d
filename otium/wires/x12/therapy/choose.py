"""Which of several lines holds: the nearest to occupational therapy, in network before unknown."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import NamedTuple

from otium.terms.eligibility_answer import Network, TherapyBenefit
from otium.wires.x12.therapy.scope import Rank

_FAMILY = "FAM"
_NETWORK_RANK = {Network.IN: 0, Network.NOT_APPLICABLE: 1, Network.UNKNOWN: 2, None: 2}


class Candidate(NamedTuple):
    """A benefit and how near its line is to occupational therapy."""

    rank: Rank
    benefit: TherapyBenefit


def _nothing(benefit: TherapyBenefit) -> Hashable:
    return None


def best(
    candidates: Iterable[Candidate], *, apart: Callable[[TherapyBenefit], Hashable] = _nothing
) -> tuple[TherapyBenefit, ...]:
    """For each kind the rows of the best rank; a person's, a family's and out-of-network figures do not compete.

    `apart` names what else keeps benefits of one kind from competing. Equal figures become one row that rests on
    all their segments; different ones of the same rank are all kept, as ambiguous.
    """
    groups: dict[Hashable, list[Candidate]] = {}
    for candidate in candidates:
        benefit = candidate.benefit
        key = (benefit.kind, benefit.level == _FAMILY, benefit.network is Network.OUT, apart(benefit))
        groups.setdefault(key, []).append(candidate)
    return tuple(row for group in groups.values() for row in _winners(group))


def _winners(group: list[Candidate]) -> list[TherapyBenefit]:
    first = min(_order(each) for each in group)
    rows: dict[Hashable, TherapyBenefit] = {}
    for benefit in (each.benefit for each in group if _order(each) == first):
        said = (benefit.amount, benefit.is_true, benefit.unit, benefit.party)
        same = rows.get(said)
        rows[said] = replace(same, segments=same.segments + benefit.segments) if same else benefit
    return [replace(row, is_ambiguous=len(rows) > 1) for row in rows.values()]


def _order(candidate: Candidate) -> tuple[int, int]:
    return candidate.rank, _NETWORK_RANK.get(candidate.benefit.network, 0)
