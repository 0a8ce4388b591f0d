"""What may be said in a talk with the payer's clinician, on one page. Source: the payer's terms; the packet."""

from collections.abc import Iterator
from dataclasses import dataclass

from otium.terms.packet import Packet, Section, Statement

MOST = 16  # sentences: with head and reasons they fill a page
PER_SECTION = 4
ORDER = (
    Section.REQUEST,
    Section.DIAGNOSIS,
    Section.DEFICITS,
    Section.SCORES,
    Section.PROGRESS,
    Section.SKILLED_NEED,
    Section.GOALS,
    Section.PLAN,
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """`basis`: sent (as the payer has it), now (as the records stand), none (no packet to speak from).

    `is_limited`: new facts do not count with this payer, so only what was sent is in it.
    """

    packet: Packet | None
    basis: str
    is_limited: bool


def allowed(*, sent: Packet | None, now: Packet | None, takes_new_facts: bool | None) -> Allowed:
    """Where the payer hears no new facts only what it was sent counts; where that is unknown it comes first as well."""
    if takes_new_facts is False:
        return Allowed(sent, "sent" if sent else "none", True)
    if takes_new_facts is None and sent is not None:
        return Allowed(sent, "sent", False)
    chosen = now or sent
    return Allowed(chosen, "none" if chosen is None else "now" if now else "sent", False)


def lines(packet: Packet | None) -> list[tuple[Section, Statement]]:
    """What weighs most, in the order in which a reviewer asks; a page of it. Proposed wording is left out."""
    return list(_lines(packet))[:MOST] if packet else []


def _lines(packet: Packet) -> Iterator[tuple[Section, Statement]]:
    told = {each.section: each.statements for each in packet.sections}
    for section in ORDER:
        said = [line for line in told.get(section, ()) if line.origin != "proposed"]
        for line in said[:PER_SECTION]:
            yield section, line
