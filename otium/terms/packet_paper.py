"""A packet as it is set on paper: words ready to print, no record behind them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperSection:
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperEnclosure:
    """One enclosed paper. `content` is its file; `media_type` says what it is."""

    title: str
    kind: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """As printed; times with their zone."""

    name: str
    credential: str
    npi: str
    signed_at: str
    digest: str
    signature_hash: str


@dataclass(frozen=True, slots=True)
class PacketPaper:
    """`number` of the request stands on every page. `signature` None: a draft, and every page says so, unless it is the
    record `as_of` a day, which goes behind a signed letter.

    `facts`: label -> value, for the cover.
    """

    number: str
    title: str
    practice: tuple[str, ...]
    payer: str
    patient: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[PaperSection, ...]
    enclosures: tuple[PaperEnclosure, ...] = ()
    signature: SignatureBlock | None = None
    as_of: str = ""
