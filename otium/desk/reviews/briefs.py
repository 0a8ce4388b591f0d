"""The page for a talk with the payer's clinician: only what its terms allow."""

from dataclasses import dataclass
from datetime import datetime

from otium.desk import clock
from otium.desk.reviews import books, proofs, terms, words
from otium.records.models import PeerToPeer
from otium.rules.appeals import answers
from otium.rules.peer_to_peer import brief as rules
from otium.rules.peer_to_peer.brief import Allowed
from otium.rules.peer_to_peer.window import TalkWindow
from otium.terms.packet import Section
from otium.terms.reviews import TalkBrief
from otium.wires.paper import reviews as paper


@dataclass(frozen=True, slots=True)
class Sayable:
    """`basis`: sent, now or none (rules.peer_to_peer.brief). `sections`: name, sentences."""

    basis: str
    is_limited: bool
    sections: tuple[tuple[str, tuple[str, ...]], ...]


def sayable(row: PeerToPeer, at: datetime) -> Sayable:
    """What may be said of the request in the talk, a page of it."""
    may = allowed(row, at)
    by_section: dict[Section, list[str]] = {}
    for section, line in rules.lines(may.packet):
        by_section.setdefault(section, []).append(line.text)
    sections = tuple((words.SECTIONS[section], tuple(lines)) for section, lines in by_section.items())
    return Sayable(may.basis, may.is_limited, sections)


def answered(reason: str) -> tuple[tuple[str, str], ...]:
    """Each reason of the payer as it said it, with our answer."""
    return tuple((words.said(said), answer.reply) for said, answer in answers.points(books.prepared_answers(), reason))


def allowed(row: PeerToPeer, at: datetime) -> Allowed:
    found = terms.terms_of(row.request, clock.day(at, row.practice))
    takes = found.peer_to_peer.takes_new_facts if found else None
    return rules.allowed(sent=proofs.sent(row.request_id), now=proofs.now(row.request_id, at), takes_new_facts=takes)


def page(row: PeerToPeer, at: datetime) -> TalkBrief:
    request = row.request
    may = sayable(row, at)
    local = at.astimezone(clock.zone(row.practice))
    return TalkBrief(
        title=f"Peer-to-peer: {request.patient.first_name} {request.patient.last_name}",
        until=_until(terms.talk_window(request, at), row),
        facts=_facts(row),
        warning=_warning(may),
        reasons=answered(request.reason) or (("", answers.NO_REASON.reply),),
        sections=may.sections,
        asks=words.ASKS,
        footer=f"Made {words.full_day(local.date())}, {local:%H:%M}. For the talk only: it holds health information.",
    )


def pdf(row: PeerToPeer, at: datetime) -> bytes:
    return paper.brief(page(row, at))


def _warning(may: Sayable) -> str:
    if may.is_limited:
        return words.LIMITS[may.basis]
    return words.SENT_ONLY if may.basis == "sent" else ""


def _until(window: TalkWindow, row: PeerToPeer) -> str:
    if window.until_at is not None:
        local = window.until_at
        return f"Until {words.full_day(local.date())}, {local:%H:%M}"
    if row.until_on is not None:
        return f"Until {words.full_day(row.until_on)}"
    return "Until when it can be held is not on file"


def _facts(row: PeerToPeer) -> tuple[tuple[str, str], ...]:
    """In pairs, two beside each other."""
    request, coverage = row.request, row.request.coverage
    therapist = row.therapist
    asked = f"{request.requested} visits" if request.requested is not None else ""
    granted = str(request.approved) if request.approved is not None else ""
    found = [
        ("Payer", coverage.payer.name if coverage else ""),
        ("Call", coverage.payer.phone if coverage else ""),
        ("Member ID", coverage.member_id if coverage else ""),
        ("Born", words.full_day(request.patient.birth_on) if request.patient.birth_on else ""),
        ("Their number", request.reference or request.trace),
        ("Decided", words.full_day(request.decided_on) if request.decided_on else ""),
        ("Asked for", asked),
        ("Approved", granted),
        ("Speaks for us", f"{therapist.name}, {therapist.credential}".rstrip(", ") if therapist else ""),
        ("NPI", therapist.npi if therapist else ""),
    ]
    known = [(name, value) for name, value in found if value]
    return tuple(known if len(known) % 2 == 0 else [*known, ("", "")])
