"""What pages ask about a packet: what changed since it was signed, how long it takes, who fills a gap in, and how."""

from otium.desk.packets import signers
from otium.desk.packets.keeping import Kept
from otium.rules.packet import answers, compare
from otium.rules.packet.compare import SectionChange
from otium.rules.packet.filling import WHO
from otium.rules.packet.signing import SigningRules, reading_seconds
from otium.terms.packet import Gap, Packet

__all__ = [
    "SectionChange",
    "changes",
    "explained_in",
    "gap_key",
    "may_explain",
    "pace",
    "seconds",
    "stands",
    "who_fills",
]


def changes(kept: Kept | None, now: Packet) -> tuple[SectionChange, ...]:
    """What is said otherwise than it was signed; nothing where nobody signed."""
    return compare.changes(kept.packet, now) if kept is not None else ()


def stands(kept: Kept | None, now: Packet) -> bool:
    """The signature holds for what is sent: nothing changed but the count of visits."""
    return kept is not None and not compare.wants_signature(kept.packet, now)


def seconds(packet: Packet) -> int:
    return reading_seconds(packet, signers.signing_rules())


def pace() -> SigningRules:
    return signers.signing_rules()


def who_fills(gap: Gap) -> str:
    """office or clinician."""
    return WHO[gap.code]


def gap_key(gap: Gap) -> str:
    return answers.key_of(gap)


def explained_in(gap: Gap) -> str:
    """The name in the request's reasoning under which the payer is told why the gap cannot be filled."""
    return answers.name_of(answers.key_of(gap))


def may_explain(gap: Gap) -> bool:
    return gap.is_blocking and answers.may_explain(answers.key_of(gap))
