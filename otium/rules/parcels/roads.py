"""Which connection takes a message: one that names its payer before one that takes every payer's."""

from collections.abc import Iterable

from otium.terms.parcel import Road


def road_for(kind: str, payer_id: str, roads: Iterable[Road]) -> Road | None:
    """None where no active connection carries this kind for this payer.

    A paused connection that names the payer keeps its messages: they wait, and take no other road.
    """
    fitting = [road for road in roads if carries(road, kind, payer_id)]
    named = [road for road in fitting if road.payers]
    chosen = named or fitting
    return min(chosen, key=lambda road: (not road.is_active, str(road.connection_id)), default=None)


def carries(road: Road, kind: str, payer_id: str) -> bool:
    """Whether it takes this kind for this payer, active or not."""
    return kind in road.carries and (not road.payers or payer_id in road.payers)


def shared(one: Road, other: Road) -> frozenset[str]:
    """Kinds that two active roads carry for the same payers, so that nothing says which one a message takes."""
    if not (one.is_active and other.is_active) or bool(one.payers) != bool(other.payers):
        return frozenset()
    if one.payers and not set(one.payers) & set(other.payers):
        return frozenset()
    return frozenset(one.carries) & frozenset(other.carries)
