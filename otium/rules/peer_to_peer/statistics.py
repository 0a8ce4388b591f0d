"""What came of talks with payers' clinicians, by payer. Nothing is said of fewer than five talks held."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from otium.terms.prior_auth import PeerToPeerOutcome, PeerToPeerState

FEW = 5  # of fewer a share says nothing
WON = (PeerToPeerOutcome.OVERTURNED, PeerToPeerOutcome.PARTLY)


@dataclass(frozen=True, slots=True)
class TalkFact:
    payer_id: UUID | None
    state: PeerToPeerState
    outcome: PeerToPeerOutcome | None


@dataclass(frozen=True, slots=True)
class TalkCount:
    """`decided`: held, and the payer said what came of it. `share`: per cent of those changed; None: too few."""

    offered: int
    held: int
    decided: int
    changed: int
    share: int | None


def counts(talks: Iterable[TalkFact]) -> dict[UUID | None, TalkCount]:
    """By payer; talks that were withdrawn count as offered."""
    by_payer: dict[UUID | None, list[TalkFact]] = {}
    for talk in talks:
        by_payer.setdefault(talk.payer_id, []).append(talk)
    return {payer: _count(found) for payer, found in by_payer.items()}


def _count(talks: list[TalkFact]) -> TalkCount:
    held = [talk for talk in talks if talk.state is PeerToPeerState.HELD]
    decided = [talk for talk in held if talk.outcome not in (None, PeerToPeerOutcome.UNKNOWN)]
    changed = sum(talk.outcome in WON for talk in decided)
    share = round(100 * changed / len(decided)) if len(decided) >= FEW else None
    return TalkCount(len(talks), len(held), len(decided), changed, share)
