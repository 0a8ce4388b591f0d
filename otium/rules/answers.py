"""What the payers' answers of one coverage hold: where they contradict each other, nothing until a person decided.

Within one answer two lines of the same rank may say different things (271), and an answer by telephone, portal or
letter may say something else than the wire's of the same days. Neither is taken before a person said which holds; the
decision then stands as long as the payer goes on saying the same. Source: the house's rule; certainty: by definition.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from otium.terms.coverage import Benefit, BenefitCheck, BenefitDecision, CheckStatus, Contradiction, Side
from otium.terms.coverage import BenefitKind as Kind

OLDER = timedelta(days=30)  # an answer that is older than this stands no longer against what was told since
WIRE, FAMILY = "x12", "FAM"
# Counts go on by themselves: of two days they may differ rightly.
RUNNING = frozenset({
    Kind.VISITS_REMAINING, Kind.VISITS_USED, Kind.DOLLARS_REMAINING, Kind.DOLLARS_USED, Kind.DEDUCTIBLE_REMAINING,
    Kind.DEDUCTIBLE_MET, Kind.OUT_OF_POCKET_REMAINING, Kind.OUT_OF_POCKET_MET, Kind.SPEND_DOWN,
})  # fmt: skip
LASTING = frozenset({
    Kind.VISIT_LIMIT, Kind.DOLLAR_LIMIT, Kind.COPAY, Kind.COINSURANCE, Kind.DEDUCTIBLE, Kind.OUT_OF_POCKET,
    Kind.AUTHORIZATION_REQUIRED, Kind.COVERED,
})  # fmt: skip
COMPARED = RUNNING | LASTING
BY_PERIOD = frozenset({Kind.VISIT_LIMIT, Kind.DOLLAR_LIMIT})  # a limit a year and one a month do not contradict
Value = tuple[Decimal | None, bool | None]


def contradictions(
    checks: Sequence[BenefitCheck], decisions: Iterable[BenefitDecision] = ()
) -> tuple[Contradiction, ...]:
    """Where the newest active answer contradicts itself, or another of equal standing. `checks`: oldest first, of one
    coverage and still speaking for it."""
    speaking = [check for check in checks if check.status is CheckStatus.ACTIVE]
    if not speaking:
        return ()
    newest, decided = speaking[-1], tuple(decisions)
    peers = _peers(speaking)
    found = []
    for kind in sorted({b.kind for b in newest.benefits if b.kind in COMPARED}):
        found += _of_kind(kind, newest, peers, decided)
    return tuple(found)


def in_doubt_marked(checks: Sequence[BenefitCheck], decisions: Iterable[BenefitDecision] = ()) -> BenefitCheck | None:
    """The newest active answer as the rules may read it: what is decided as decided, what is not as ambiguous.

    None where there is no active answer. Where nothing contradicts, the answer itself.
    """
    newest = next((check for check in reversed(checks) if check.status is CheckStatus.ACTIVE), None)
    found = contradictions(checks, decisions)
    if newest is None or not found:
        return newest
    doubted = {side.benefit.id for each in found for side in each.sides}
    kept = [b for b in newest.benefits if b.id not in doubted]
    for each in found:
        values = [each.held] if each.held else [side.benefit for side in each.sides]
        kept += [replace(value, is_ambiguous=each.held is None) for value in values]
    return replace(newest, benefits=tuple(kept))


def _peers(speaking: Sequence[BenefitCheck]) -> list[BenefitCheck]:
    """Answers by another road that stand beside the newest: of the same day, and of the weeks before where a person
    asked last. An answer by wire that is newer than a call takes the place of what was told then."""
    newest = speaking[-1]
    by_road: dict[str, BenefitCheck] = {check.channel: check for check in speaking}
    return [
        check
        for road, check in by_road.items()
        if road != newest.channel
        and (check.answered_on == newest.answered_on or (newest.channel != WIRE and _is_recent(check, newest)))
    ]


def _is_recent(check: BenefitCheck, newest: BenefitCheck) -> bool:
    is_near = newest.answered_on - check.answered_on <= OLDER
    return is_near and check.answered_on.year == newest.answered_on.year


def _of_kind(
    kind: Kind, newest: BenefitCheck, peers: Sequence[BenefitCheck], decided: Sequence[BenefitDecision]
) -> list[Contradiction]:
    own = _sides(newest, kind)
    others = [
        side
        for peer in peers
        if kind in LASTING or peer.answered_on == newest.answered_on
        for side in _sides(peer, kind)
    ]
    values, told = {_value(s.benefit) for s in own}, {_value(s.benefit) for s in others}
    if own and others and not (values <= told or told <= values):
        return [_contradiction(kind, (), [*own, *others], decided, newest)]
    found = []
    groups: dict[tuple[str, tuple[str, ...]], list[Side]] = {}
    for side in own:
        period = side.benefit.period if kind in BY_PERIOD else ""
        groups.setdefault((period, tuple(sorted(side.benefit.pooled_with))), []).append(side)
    for (_period, pool), sides in groups.items():
        with_decided = _decided_otherwise(kind, pool, sides, decided, newest)
        if len({_value(s.benefit) for s in with_decided}) > 1:
            found.append(_contradiction(kind, pool, with_decided, decided, newest))
    return found


def _sides(check: BenefitCheck, kind: Kind) -> list[Side]:
    """What is said for the person in network; a family's and out-of-network figures bind nobody's visit first."""
    return [
        Side(check, b)
        for b in check.benefits
        if b.kind is kind and _value(b) != (None, None) and b.level != FAMILY and b.in_network is not False
    ]


def _value(benefit: Benefit) -> Value:
    return benefit.amount, benefit.flag


def _decided_otherwise(
    kind: Kind,
    pool: tuple[str, ...],
    sides: list[Side],
    decided: Sequence[BenefitDecision],
    newest: BenefitCheck,
) -> list[Side]:
    """With the value that a person chose against just these before, though no newer answer says it again."""
    for decision in reversed(decided):
        if decision.benefit.kind is not kind or decision.on.year != newest.answered_on.year:
            continue
        both = [*sides, Side(newest, decision.benefit)]
        if decision.digest in (_digest(kind, both, pool), _digest(kind, both, ())):
            return both
    return sides


def _contradiction(
    kind: Kind, pool: tuple[str, ...], sides: list[Side], decided: Sequence[BenefitDecision], newest: BenefitCheck
) -> Contradiction:
    once = {_value(side.benefit): side for side in reversed(sides)}
    apart = tuple(once[value] for value in sorted(once, key=str))
    digests = {_digest(kind, sides, pool), _digest(kind, sides, ())}
    words = [d for d in decided if d.digest in digests and d.on.year == newest.answered_on.year]
    held = words[-1].benefit if words else None
    return Contradiction(newest.coverage_id, kind, pool, apart, _digest(kind, sides, pool), held)


def _digest(kind: Kind, sides: Iterable[Side], pool: tuple[str, ...]) -> str:
    """Hex SHA-256 of the values that stand against each other; the same whichever answers give them."""
    values = sorted({f"{_plain(s.benefit.amount)} {s.benefit.flag}" for s in sides})
    return hashlib.sha256("|".join((kind.value, " ".join(pool), *values)).encode()).hexdigest()


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"
