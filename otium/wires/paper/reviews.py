"""An appeal's letter and the brief of a peer-to-peer as PDF: tagged, on Letter paper, set by typst as letters are."""

from dataclasses import asdict

from otium.terms.reviews import AppealLetter, Signed, TalkBrief
from otium.wires.paper.setting import pdf


def appeal(letter: AppealLetter, signed: Signed | None) -> bytes:
    """The letter; unsigned it says on every page that it is a draft. Raises CannotSetError."""
    return pdf("appeal", "letter", asdict(letter) | {"signed": asdict(signed) if signed else None})


def brief(page: TalkBrief) -> bytes:
    """Raises CannotSetError."""
    return pdf("talk_brief", "brief", asdict(page))
