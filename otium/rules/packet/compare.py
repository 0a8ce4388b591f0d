"""How the packet of today differs from the one that was signed, and whether that wants another signature."""

from dataclasses import dataclass

from otium.terms.packet import Packet, Section

DRIFTS = (Section.ATTENDANCE,)  # visits go on between signing and sending; the count stands as of the signing


@dataclass(frozen=True, slots=True)
class SectionChange:
    """`removed` was signed and is said no more; `added` is said now and was not signed. None: the enclosures."""

    section: Section | None
    removed: tuple[str, ...]
    added: tuple[str, ...]


def changes(signed: Packet, now: Packet) -> tuple[SectionChange, ...]:
    """By section, in the order of a packet, enclosures last."""
    before, after = _texts(signed), _texts(now)
    found = []
    for section in (*Section, None):
        was, is_ = before.get(section, ()), after.get(section, ())
        removed = tuple(text for text in was if text not in is_)
        added = tuple(text for text in is_ if text not in was)
        if removed or added:
            found.append(SectionChange(section, removed, added))
    return tuple(found)


def wants_signature(signed: Packet, now: Packet) -> bool:
    """True when anything but the count of visits is said otherwise, or something that blocks came up."""
    if now.blocking:
        return True
    return any(change.section not in DRIFTS for change in changes(signed, now))


def _texts(packet: Packet) -> dict[Section | None, tuple[str, ...]]:
    said: dict[Section | None, tuple[str, ...]] = {
        each.section: tuple(statement.text for statement in each.statements) for each in packet.sections
    }
    said[None] = tuple(f"{each.title} ({each.document_id})" for each in packet.enclosures)
    return said
